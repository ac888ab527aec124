import { tickSize } from '../../domain/tick.ts';
import { decimal, roundTo, toText } from '../../lib/decimal.ts';
import { deny, PASS, type Check, type CheckAnswer, type CheckInput } from '../check.ts';

/** Quantity is a positive multiple of the lot; limit and stop lie on the tick of their own price. */
export const lotAndTick: Check = { appliesTo: 'both', run };

function run(input: CheckInput): CheckAnswer {
  const { instrument } = input;
  const quantity = decimal(input.quantity);
  const lot = decimal(instrument.lotSize);
  if (input.intent === 'exit') {
    // What is held may be less than a lot, or no multiple of one (a split, a transfer): it must still be sellable whole.
    if (quantity.lte(0)) return deny('below-lot', { has: input.quantity, passes: instrument.lotSize });
  } else {
    if (quantity.lt(lot)) return deny('below-lot', { has: input.quantity, passes: instrument.lotSize });
    const passes = toText(roundTo(quantity, instrument.lotSize, 'down'));
    if (!quantity.mod(lot).eq(0)) return deny('not-a-lot-multiple', { has: input.quantity, passes });
  }
  for (const text of [input.limitPrice, input.stopPrice]) {
    if (text === null) continue;
    const price = decimal(text);
    const tick = tickSize(instrument, price.toNumber());
    if (price.lte(0) || !price.mod(decimal(tick)).eq(0)) return deny('not-on-tick', { has: text, tick });
  }
  return PASS;
}
