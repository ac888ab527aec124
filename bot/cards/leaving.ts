import type { DeletedBotView, Leaving, LeavingView } from '#shared/contract/leaving.ts';
import { accountName } from '#shared/words/account-name.ts';
import { quantity } from '#shared/words/format.ts';
import { button, rows, type Card } from './card.ts';
import { card, type CardContext } from './context.ts';
import { figures } from './figures.ts';
import { shortName } from './names.ts';

/** Before a bot is deleted: what it holds and who protects it, what ends with it, and what can become of the rest. */
export function leavingCard(
  bot: { readonly id: string; readonly name: string },
  view: LeavingView,
  context: CardContext,
): Card {
  const { bots, account } = context.words;
  const { positions, cancels, takesBack } = view;
  const isClear = positions.length + cancels === 0;
  const { delete: plain, sell, keep, 'hand-over': handOver } = bots.deleteButtons;
  return card(context, bots.deleteTitle(bot.name), {
    lines: [
      ...(isClear ? [bots.deleteNothing] : positions.map((position) => positionLine(position, context))),
      ...(cancels + takesBack > 0 ? [bots.deleteEnds({ cancels, takesBack })] : []),
      ...positions.flatMap((position) => joinLines(position, context)),
      ...(positions.length > 0 ? [bots.deleteKeeps, bots.deleteHandsOver] : []),
    ],
    buttons: isClear
      ? rows([button(plain, `remove ${bot.id} delete`, 'danger'), button(account.buttons.no, `bots ${bot.id}`)])
      : rows(
          [button(keep, `remove ${bot.id} keep`), button(handOver, `remove ${bot.id} hand-over`)],
          [button(sell, `remove ${bot.id} sell`, 'danger'), button(account.buttons.no, `bots ${bot.id}`)],
        ),
    tone: 'choice',
    expects: 'choice',
  });
}

function positionLine(position: LeavingView['positions'][number], context: CardContext): string {
  const { deleteHolds } = context.words.bots;
  const about = { quantity: quantity(position.quantity), name: shortName(context, position) };
  const { heldBy, stopPrice, currency } = position;
  if (heldBy === 'none' || stopPrice === null) return deleteHolds.none(about);
  return deleteHolds[heldBy]({ ...about, stop: figures(context).price(stopPrice, currency) });
}

/** Shares the person holds of it already would have one stop with these. */
function joinLines({ joins, ...position }: LeavingView['positions'][number], context: CardContext): string[] {
  if (joins === null) return [];
  const stop = joins.stopPrice === null ? null : figures(context).price(joins.stopPrice, position.currency);
  const about = { name: shortName(context, position), quantity: quantity(joins.quantity), stop };
  return [context.words.leaving.joins(about)];
}

/** An account that was closed, and what became of what it held. */
export function closedCard(name: string, choice: Leaving | null, context: CardContext): Card {
  const { leaving, orders } = context.words;
  return card(context, leaving.closed(accountName(name, context.reader.language)), {
    lines: [leaving.closedNote[choice ?? 'none'], orders.nothingToDo],
  });
}

export function deletedCard(
  name: string,
  { choice, isGone }: { readonly choice: Leaving | null } & Pick<DeletedBotView, 'isGone'>,
  context: CardContext,
): Card {
  const { bots, account, orders } = context.words;
  const then = choice === 'sell' ? bots.deletedSells : bots.deletedKeeps;
  const told = choice === 'hand-over' ? bots.deletedHandedOver : isGone ? bots.deletedGone : then;
  return choice === null && isGone
    ? card(context, bots.deleted(name), { lines: [told, orders.nothingToDo] })
    : card(context, bots.deleted(name), {
        lines: [told],
        buttons: rows([button(account.buttons.positions, 'positions')]),
      });
}
