import { BOT_DRAWDOWN_MAX } from '../../domain/risk-profile.ts';
import { decimal, toText } from '../../lib/decimal.ts';
import { toIso } from '../../lib/time.ts';
import { deny, PASS, unknown, type Check, type CheckAnswer, type CheckInput } from '../check.ts';
import { entryCost, lotsWithin } from '../cost.ts';

/** A bot spends its own cash only, until its end, no more of it on one position than its profile says, and stops buying 15 % below the peak of its own money. */
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
  if (bot.positionMax === null) missing.push('bot.positionMax');
  if (cost === null) missing.push('limitPrice, rate, fees');
  if (missing.length > 0 || bot.cash === null || bot.positionMax === null || cost === null) return unknown(...missing);
  const [bought, most, cash] = [cost.unit.times(input.quantity), decimal(bot.positionMax), decimal(bot.cash)];
  // What passes keeps to both.
  const left = cash.minus(cost.fees);
  const passes = lotsWithin(most.lt(left) ? most : left, cost.unit, input.instrument);
  if (bought.gt(most)) return deny('bot-position-too-large', { has: toText(bought), limit: toText(most), passes });
  if (cost.total.lte(cash)) return PASS;
  return deny('bot-cash-short', { has: toText(cost.total), limit: toText(cash), passes });
}
