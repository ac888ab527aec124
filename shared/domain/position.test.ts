import { fc } from '#shared/testing/property.ts';
import { describe, expect, test } from 'vitest';
import { decimal, sum, toText } from '../lib/decimal.ts';
import { dividendShares, splitPositions, splitPrice } from './corporate-action.ts';
import type { BotId, InstrumentId } from './ids.ts';
import { afterBuy, afterSell, averagePrice, flatPosition, isFlat, unrealisedPnl, type Position } from './position.ts';

const INSTRUMENT = 'inst-1' as InstrumentId;
const held = (quantity: string, cost: string, holder = 'bot-1'): Position => ({
  ...flatPosition(INSTRUMENT, holder as BotId, 'USD'),
  quantity,
  cost,
});

describe('a position', () => {
  test('has no average when flat, and an unrounded one otherwise', () => {
    expect(averagePrice(flatPosition(INSTRUMENT, 'manual', 'USD'), '1')).toBe(null);
    expect(averagePrice(held('3', '10'), '1')?.toFixed(4)).toBe('3.3333');
    expect(averagePrice(held('2', '400'), '100')?.toFixed()).toBe('2');
  });

  test('a buy adds quantity, cost and fees', () => {
    const before = { ...held('3', '10'), fees: '0.02' };
    expect(afterBuy(before, '0.5', '2.01', '0.01')).toEqual({ ...held('3.5', '12.01'), fees: '0.03' });
  });

  test('a partial sale takes the rounded share of cost and fees and leaves the rest', () => {
    const sale = afterSell({ ...held('3', '10'), fees: '0.1' }, '1', '4');
    if (!sale.ok) throw new Error(sale.error.code);
    expect(toText(sale.value.costSold)).toBe('3.33');
    expect(toText(sale.value.feesSold)).toBe('0.03');
    expect(sale.value.position).toEqual({ ...held('2', '6.67'), fees: '0.07' });
    expect(toText(sale.value.realisedPnl)).toBe('0.67');
  });

  test('the last share takes all that is left', () => {
    const sale = afterSell(held('2', '6.67'), '2', '6');
    expect(sale.ok && isFlat(sale.value.position) && sale.value.position.cost).toBe('0');
  });

  test('does not sell more than the holder has', () => {
    expect(afterSell(held('2', '6.67'), '2.1', '6')).toEqual({
      ok: false,
      error: { code: 'sells-more-than-held', held: '2', sold: '2.1' },
    });
  });

  test('is worth its price less its cost', () => {
    expect(toText(unrealisedPnl(held('3', '10'), '3.335', '1'))).toBe('0');
    expect(toText(unrealisedPnl(held('3', '10'), '2', '1'))).toBe('-4');
  });
});

describe('corporate actions', () => {
  test('a split multiplies what each holder has, keeps cost, divides prices', () => {
    const after = splitPositions([held('10', '100', 'a'), held('5', '60', 'b')], { numerator: 4, denominator: 1 });
    expect(after).toEqual([held('40', '100', 'a'), held('20', '60', 'b')]);
    expect(toText(splitPrice('99.5', { numerator: 4, denominator: 1 }))).toBe('24.875');
    expect(toText(splitPrice('1.25', { numerator: 1, denominator: 10 }))).toBe('12.5');
  });

  test('holders of a split and of a dividend get exactly what the account gets', () => {
    const quantities = fc.array(fc.integer({ min: 1, max: 10_000_000 }), { minLength: 1, maxLength: 6 });
    const ratio = fc.record({
      numerator: fc.integer({ min: 1, max: 20 }),
      denominator: fc.integer({ min: 1, max: 20 }),
    });
    fc.assert(
      fc.property(quantities, ratio, fc.integer({ min: 1, max: 99_999 }), (list, split, milli) => {
        const positions = list.map((quantity, index) => held(toText(decimal(quantity).div(1000)), '1', `bot-${index}`));
        const total = sum(positions.map((position) => decimal(position.quantity)));
        const after = sum(splitPositions(positions, split).map((position) => decimal(position.quantity)));
        expect(after.toFixed()).toBe(total.times(split.numerator).div(split.denominator).round(9, 0).toFixed());
        const perShare = decimal(milli).div(1000);
        const shares = dividendShares(positions, perShare, 'USD');
        expect(sum(shares).toFixed()).toBe(total.times(perShare).round(2, 2).toFixed());
      }),
      { numRuns: 200 },
    );
  });

  test('nobody holding anything is no division by zero', () => {
    expect(splitPositions([held('0', '0')], { numerator: 2, denominator: 1 })).toEqual([held('0', '0')]);
    expect(dividendShares([held('0', '0')], '1', 'USD').map(toText)).toEqual(['0']);
  });
});
