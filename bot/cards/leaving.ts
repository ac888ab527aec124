import type { DeletedBotView, LEAVINGS, LeavingView } from '#shared/contract/leaving.ts';
import { quantity } from '#shared/words/format.ts';
import { button, rows, type Card } from './card.ts';
import { card, type CardContext } from './context.ts';
import { figures } from './figures.ts';
import { shortName } from './names.ts';

type Leaving = (typeof LEAVINGS)[number];

/** Before a bot is deleted: what it holds and who protects it, what ends with it, and what can become of the rest. */
export function leavingCard(
  bot: { readonly id: string; readonly name: string },
  view: LeavingView,
  context: CardContext,
): Card {
  const { bots, account } = context.words;
  const { positions, cancels, takesBack } = view;
  const isClear = positions.length + cancels === 0;
  const { delete: plain, sell, keep } = bots.deleteButtons;
  return card(context, bots.deleteTitle(bot.name), {
    lines: [
      ...(isClear ? [bots.deleteNothing] : positions.map((position) => positionLine(position, context))),
      ...(cancels + takesBack > 0 ? [bots.deleteEnds({ cancels, takesBack })] : []),
      ...(positions.length > 0 ? [bots.deleteKeeps] : []),
    ],
    buttons: isClear
      ? rows([button(plain, `remove ${bot.id} delete`, 'danger'), button(account.buttons.no, `bots ${bot.id}`)])
      : rows(
          [button(sell, `remove ${bot.id} sell`, 'danger'), button(keep, `remove ${bot.id} keep`)],
          [button(account.buttons.no, `bots ${bot.id}`)],
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

export function deletedCard(
  name: string,
  { choice, isGone }: { readonly choice: Leaving | null } & Pick<DeletedBotView, 'isGone'>,
  context: CardContext,
): Card {
  const { bots } = context.words;
  const then = choice === 'sell' ? bots.deletedSells : bots.deletedKeeps;
  return card(context, bots.deleted(name), { lines: [isGone ? bots.deletedGone : then] });
}
