import type { BotView } from '#shared/contract/bot.ts';
import { UNVISITED_MS, type SilentReason } from '#shared/domain/absence.ts';
import { DAY_MS } from '#shared/lib/time.ts';
import { button, rows, type Card, type CardButton } from './card.ts';
import { card, type CardContext } from './context.ts';

/** Days of absence after which nothing is asked or bought. */
export const UNVISITED_DAYS = UNVISITED_MS / DAY_MS;

/** Why a bot does not ask, in one sentence. */
export function whySilent(
  { why, unanswered }: { readonly why: SilentReason; readonly unanswered: number },
  { words }: Pick<CardContext, 'words'>,
): string {
  return why === 'unanswered'
    ? words.absence.why.unanswered({ count: unanswered })
    : words.absence.why.unvisited({ days: UNVISITED_DAYS });
}

export function againButton({ id }: Pick<BotView, 'id'>, { words }: Pick<CardContext, 'words'>): CardButton {
  return button(words.absence.again, `resume ${id}`, 'primary');
}

/** Said once: it asks nothing more until somebody wants it to. */
export function stoppedAskingCard(
  bot: Pick<BotView, 'id' | 'name'>,
  told: { readonly why: SilentReason; readonly unanswered: number; readonly positions: number },
  context: CardContext,
): Card {
  const { words } = context;
  return card(context, words.absence.stopped(words.proposal.botName(bot.name)), {
    lines: [whySilent(told, context), words.absence.note(told)],
    buttons: rows([againButton(bot, context), button(words.account.buttons.positions, 'positions')]),
  });
}

export function asksAgainCard(bot: Pick<BotView, 'id' | 'name'>, context: CardContext): Card {
  const { words } = context;
  return card(context, words.absence.asksAgain(words.proposal.botName(bot.name)), {
    lines: [words.absence.asksAgainNote],
    buttons: rows([button(words.bots.buttons.pause, `pause ${bot.id}`)]),
  });
}
