import { BOT_DRAWDOWN_MAX } from '../../domain/risk-profile.ts';
import { decimal, toText } from '../../lib/decimal.ts';
import { toIso } from '../../lib/time.ts';
import { deny, PASS, unknown, type Check, type CheckAnswer, type CheckInput } from '../check.ts';
import { entryCost, lotsWithin } from '../cost.ts';

/** A bot spends its own cash only, until its end, and stops buying 15 % below the peak of its own money. */
export const botBudget: Check = { appliesTo: 'entry', run };

function run(input: CheckInput): CheckAnswer {
  const { bot } = input;
  if (bot === null) return PASS;
  if (bot.endsAt !== null && input.marketAt >= bot.endsAt) return deny('bot-ended', { endedAt: toIso(bot.endsAt) });
  if (bot.value !== null && bot.peakValue !== null) {
    const floor = decimal(bot.peakValue).times(decimal(1).minus(BOT_DRAWDOWN_MAX));
    if (decimal(bot.value).lte(floor))
      return deny('bot-drawdown', { has: bot.value, limit: toText(floor), peak: bot.peakValue });
  }
  const cost = entryCost(input);
  const missing: string[] = [];
  if (bot.cash === null) missing.push('bot.cash');
  if (bot.value === null) missing.push('bot.value');
  if (bot.peakValue === null) missing.push('bot.peakValue');
  if (bot.endsAt === null) missing.push('bot.endsAt');
  if (cost === null) missing.push('limitPrice, rate, fees');
  if (missing.length > 0 || bot.cash === null || cost === null) return unknown(...missing);
  const cash = decimal(bot.cash);
  if (cost.total.lte(cash)) return PASS;
  return deny('bot-cash-short', {
    has: toText(cost.total),
    limit: toText(cash),
    passes: lotsWithin(cash.minus(cost.fees), cost.unit, input.instrument),
  });
}
