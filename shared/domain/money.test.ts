import { fc } from '#shared/testing/property.ts';
import { describe, expect, test } from 'vitest';
import { decimal, sum, toText } from '../lib/decimal.ts';
import type { MarketMs } from '../lib/time.ts';
import { convert, type FxRate } from './fx.ts';
import { apportion, cash, feeCash, fractionOf, percent, portion } from './money.ts';

describe('rounding', () => {
  test('cash goes to the unit, half to even', () => {
    expect(toText(cash('1.005', 'USD'))).toBe('1');
    expect(toText(cash('1.015', 'USD'))).toBe('1.02');
    expect(toText(cash('-1.015', 'USD'))).toBe('-1.02');
    expect(toText(cash('1000.5', 'KRW'))).toBe('1000');
  });

  test('fees go away from zero', () => {
    expect(toText(feeCash('0.0001', 'USD'))).toBe('0.01');
    expect(toText(feeCash('-0.0001', 'USD'))).toBe('-0.01');
    expect(toText(feeCash('12.1', 'KRW'))).toBe('13');
    expect(toText(feeCash('12', 'KRW'))).toBe('12');
  });

  test('percent and portion', () => {
    expect(percent('0.12345', 2)).toBe('12.34');
    expect(toText(portion('10000', '0.02'))).toBe('200');
    expect(fractionOf('1', '0')).toBe(null);
  });
});

describe('apportion', () => {
  test('gives the odd units to the largest remainders, the earlier first on a tie', () => {
    expect(apportion('0.1', ['1', '1', '1'], '0.01').map(toText)).toEqual(['0.04', '0.03', '0.03']);
    expect(apportion('10', ['3', '3', '1'], '1').map(toText)).toEqual(['4', '4', '2']);
    expect(apportion('-0.1', ['1', '1', '1'], '0.01').map(toText)).toEqual(['-0.04', '-0.03', '-0.03']);
  });

  test('sums exactly, gives nothing to weight 0, and nobody is a unit off', () => {
    const weights = fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(fc.integer({ min: -1_000_000, max: 1_000_000 }), weights, (units, list) => {
        fc.pre(list.some((weight) => weight > 0));
        const total = decimal(units).times('0.01');
        const shares = apportion(total, list.map(String), '0.01');
        const weight = list.reduce((a, b) => a + b, 0);
        expect(toText(sum(shares))).toBe(toText(total));
        shares.forEach((share, index) => {
          const exact = total.times(list[index] ?? 0).div(weight);
          expect(share.minus(exact).abs().lt('0.01')).toBe(true);
        });
      }),
      { numRuns: 200 },
    );
  });
});

describe('conversion', () => {
  const rate: FxRate = { base: 'USD', quote: 'KRW', rate: '1391.5', at: 0 as MarketMs, source: 'test' };

  test('reads a rate either way round and rounds once to the unit', () => {
    expect(convert({ amount: '100.01', currency: 'USD' }, rate)).toEqual({
      ok: true,
      value: { amount: '139164', currency: 'KRW' },
    });
    expect(convert({ amount: '1000000', currency: 'KRW' }, rate)).toEqual({
      ok: true,
      value: { amount: '718.65', currency: 'USD' },
    });
  });

  test('refuses a rate that is not one', () => {
    expect(convert({ amount: '1', currency: 'USD' }, { ...rate, rate: '0' }).ok).toBe(false);
    expect(convert({ amount: '1', currency: 'KRW' }, { ...rate, quote: 'USD' }).ok).toBe(false);
  });
});
