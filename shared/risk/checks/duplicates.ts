import { decimal } from '../../lib/decimal.ts';
import { deny, PASS, unknown, type Check, type CheckAnswer, type CheckInput } from '../check.ts';

/**
 * One thing is bought once: no equal trade pending or working for this holder, none sent within the window, and a
 * bot does not add to what it already holds (a person may).
 */
export const duplicates: Check = { appliesTo: 'entry', run };

function run(input: CheckInput): CheckAnswer {
  const { pending, holdings, lastEqualOrderAt: last, limits, instrument, holder } = input;
  const quantity = decimal(input.quantity);
  // A bot has one opinion of an instrument at a time, so any size is a repeat; a person may mean two different orders.
  const twin = pending?.find(
    (trade) =>
      trade.instrumentId === instrument.id &&
      trade.holder === holder &&
      trade.side === input.side &&
      (input.bot !== null || decimal(trade.quantity).eq(quantity)),
  );
  if (twin) return deny('duplicate-order', { quantity: twin.quantity });
  if (last !== null && last !== 'never') {
    const age = input.marketAt - last;
    if (age < limits.duplicateWindowMs) return deny('duplicate-order', { has: age, limit: limits.duplicateWindowMs });
  }
  const own = holdings?.find((holding) => holding.holder === holder && decimal(holding.quantity).gt(0));
  if (input.bot !== null && own) return deny('already-held', { quantity: own.quantity });
  const missing: string[] = [];
  if (pending === null) missing.push('pending');
  if (last === null) missing.push('lastEqualOrderAt');
  if (holdings === null && input.bot !== null) missing.push('holdings');
  return missing.length > 0 ? unknown(...missing) : PASS;
}
