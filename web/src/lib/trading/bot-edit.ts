import type { BotView, UpdateBot } from '#shared/contract/bot.ts';
import type { BotSizing } from '#shared/domain/bot-sizing.ts';

/** A bot's settings as somebody has them before them; absent: not touched, or nothing that can be. */
export interface BotDraft {
  readonly autonomy: BotView['autonomy'];
  /** An amount, where `autonomy` asks for one and it is one. */
  readonly above: string | null;
  readonly sells: BotView['sells'];
  readonly sizing?: BotSizing | undefined;
  readonly exits?: UpdateBot['exits'];
  readonly profile?: UpdateBot['profile'];
}

/**
 * What is to be sent: only what is another one than the bot's, so that a screen that was left open puts back nothing that
 * was changed elsewhere. The amount and "ask above" go together: one without the other is not what was read.
 */
export function botEdit(bot: Pick<BotView, 'autonomy' | 'askAbove' | 'sells'>, draft: BotDraft): UpdateBot {
  const { autonomy, above, sells, sizing, exits, profile } = draft;
  const isAnother = autonomy !== bot.autonomy || (above !== null && above !== bot.askAbove);
  return {
    ...(isAnother && { autonomy, ...(above !== null && { askAbove: above }) }),
    ...(sells !== bot.sells && { sells }),
    ...(sizing !== undefined && { sizing }),
    ...(exits !== undefined && { exits }),
    ...(profile !== undefined && { profile }),
  };
}
