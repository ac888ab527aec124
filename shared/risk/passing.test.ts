import { expect, it } from 'vitest';
import { decimal, toText } from '../lib/decimal.ts';
import { createRandom } from '../lib/random.ts';
import { aCheckInput } from '../testing/a-check-input.ts';
import type { CheckInput, CheckValues, DenyCode } from './check.ts';
import { runChecks } from './index.ts';
import { passingOf, passingQuantity } from './passing.ts';

const allowed = (input: CheckInput): boolean => runChecks(input).allowed;

it('names the largest quantity that every check passes: one lot more is denied', () => {
  const random = createRandom(5);
  let cut = 0;
  for (let seed = 0; seed < 500; seed += 1) {
    const base = aCheckInput();
    const input = aCheckInput({
      quantity: String(1 + random.below(400)),
      limitPrice: (115 + random.below(1_000) / 100).toFixed(2).replace(/\.?0+$/, ''),
      fees: { buy: random.between(0, 5).toFixed(2), sell: random.between(0, 5).toFixed(2) },
      bot: { ...base.bot!, cash: String(random.below(10_000)) },
      account: { ...base.account, buyingPower: String(random.below(10_000)) },
      limits: {
        ...base.limits,
        positionFractionMax: random.between(0.01, 0.4),
        riskFractionMax: random.between(0.001, 0.05),
      },
    });
    const quantity = passingQuantity(input);
    if (quantity === null) continue;
    expect(allowed({ ...input, quantity }), input.quantity).toBe(true);
    if (quantity === input.quantity) continue;
    cut += 1;
    const more = toText(decimal(quantity).plus(input.instrument.lotSize));
    expect(allowed({ ...input, quantity: more }), `${more} of ${input.quantity}`).toBe(false);
  }
  expect(cut).toBeGreaterThan(100);
});

it('offers no size where something else stands in the way, or nothing fits', () => {
  expect(passingQuantity(aCheckInput({ quantity: '500' })), 'a size').not.toBeNull();
  const halted = { global: 'active', account: 'halted', bot: 'active' } as const;
  expect(passingQuantity(aCheckInput({ quantity: '500', modes: halted })), 'a mode').toBeNull();
  expect(passingQuantity(aCheckInput({ quote: null })), 'something unknown').toBeNull();
  expect(passingQuantity(aCheckInput({ limitPrice: '140' })), 'a price').toBeNull();
  expect(passingQuantity(aCheckInput({ quantity: '0.5' })), 'less than a lot').toBeNull();
  const poor = aCheckInput({ account: { ...aCheckInput().account, buyingPower: '0' } });
  expect(passingQuantity(poor), 'no room for one').toBeNull();
});

it('an exit is cut by a no only, never by what nobody knows', () => {
  const exit = aCheckInput({
    intent: 'exit',
    side: 'sell',
    quantity: '9',
    isMarketOpen: null,
    holdings: [{ holder: aCheckInput().holder, quantity: '4' }],
  });
  expect(passingQuantity(exit)).toBe('4');
  expect(passingQuantity({ ...exit, holdings: null })).toBe('9');
});

it('tells a quantity from a price, and nothing where nothing would do', () => {
  const denied = (code: DenyCode, values: CheckValues) => passingOf({ check: 'collar', answer: 'deny', code, values });
  expect(denied('position-too-large', { passes: '12' })).toEqual({ what: 'quantity', value: '12' });
  expect(denied('position-too-large', { passes: '0' })).toBeNull();
  expect(denied('above-collar', { passes: '101.5' })).toEqual({ what: 'price', value: '101.5' });
  expect(denied('outside-price-limit', { has: '160', limit: 130 })).toEqual({ what: 'price', value: '130' });
  expect(denied('price-too-low', { has: '0.5', limit: '1' })).toEqual({ what: 'price', value: '1' });
  expect(denied('mode-halted', {})).toBeNull();
  expect(passingOf({ check: 'mode', answer: 'pass' })).toBeNull();
});
