import { decimal, toText } from '../../lib/decimal.ts';
import { deny, PASS, unknown, type Check, type CheckAnswer, type CheckInput } from '../check.ts';

/** No entry once equity is the limit below its peak (the account also trips to HALTED there). */
export const drawdown: Check = { appliesTo: 'entry', run };

function run({ account, limits }: CheckInput): CheckAnswer {
  const { equity, peakEquity } = account;
  if (equity === null || peakEquity === null) {
    return unknown(
      ...(equity === null ? ['account.equity'] : []),
      ...(peakEquity === null ? ['account.peakEquity'] : []),
    );
  }
  const floor = decimal(peakEquity).times(decimal(1).minus(limits.drawdownMax));
  return decimal(equity).gt(floor)
    ? PASS
    : deny('drawdown-reached', { has: equity, limit: toText(floor), peak: peakEquity });
}
