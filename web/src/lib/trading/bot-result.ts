import type { BotView } from '#shared/contract/bot.ts';
import { decimal, toText } from '#shared/lib/decimal.ts';

/** What a bot has made of its amount so far, taken and open together; null while a price is unknown. */
export function botResult(bot: Pick<BotView, 'realizedPnl' | 'unrealizedPnl'>): string | null {
  return bot.unrealizedPnl === null ? null : toText(decimal(bot.realizedPnl).plus(bot.unrealizedPnl));
}
