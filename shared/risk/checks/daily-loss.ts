import { decimal, toText } from '../../lib/decimal.ts';
import { deny, PASS, unknown, type Check, type CheckAnswer, type CheckInput } from '../check.ts';

/** No entry once equity has fallen the day's limit below where the day began; the limit itself counts as reached. */
export const dailyLoss: Check = { appliesTo: 'entry', run };

function run({ account, limits }: CheckInput): CheckAnswer {
  const { equity, dayStartEquity } = account;
  if (equity === null || dayStartEquity === null) {
    return unknown(
      ...(equity === null ? ['account.equity'] : []),
      ...(dayStartEquity === null ? ['account.dayStartEquity'] : []),
    );
  }
  const floor = decimal(dayStartEquity).times(decimal(1).minus(limits.dailyLossFractionMax));
  return decimal(equity).gt(floor)
    ? PASS
    : deny('daily-loss-reached', { has: equity, limit: toText(floor), from: dayStartEquity });
}
