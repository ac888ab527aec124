import { fc } from '#shared/testing/property.ts';
import { describe, expect, it } from 'vitest';
import { decimal } from '../lib/decimal.ts';
import { quantise, quantiseQuantity, tickSize, type PriceUse, type Tickable } from './tick.ts';

const US: Tickable = { exchange: 'us', kind: 'stock' };
const KRX: Tickable = { exchange: 'krx', kind: 'stock' };
const KRX_ETF: Tickable = { exchange: 'krx', kind: 'etf' };

describe('tick size', () => {
  it.each([
    [US, 0.9999, 0.0001],
    [US, 1, 0.01],
    [KRX, 1_999, 1],
    [KRX, 2_000, 5],
    [KRX, 4_999, 5],
    [KRX, 5_000, 10],
    [KRX, 20_000, 50],
    [KRX, 50_000, 100],
    [KRX, 200_000, 500],
    [KRX, 500_000, 1_000],
    [KRX_ETF, 1_999, 1],
    [KRX_ETF, 71_200, 5],
  ])('%o at %f is %f', (instrument, price, tick) => {
    expect(tickSize(instrument, price)).toBe(tick);
  });

  it('follows the imitated market in demo worlds', () => {
    expect(tickSize({ exchange: 'demo-us', kind: 'stock' }, 12)).toBe(0.01);
    expect(tickSize({ exchange: 'demo-krx', kind: 'stock' }, 12_000)).toBe(10);
  });
});

describe('quantise', () => {
  it.each([
    [US, 124.605, 'buy-limit', 124.6],
    [US, 124.6, 'buy-limit', 124.6],
    [US, 114.6313, 'stop', 114.64],
    [US, 143.2999, 'target', 143.29],
    [US, 143.291, 'sell-limit', 143.3],
    [US, 0.12345, 'buy-limit', 0.1234],
    [KRX, 71_260, 'buy-limit', 71_200],
    [KRX, 65_501, 'stop', 65_600],
    [KRX, 1_999.5, 'stop', 2_000],
  ] as const)('%o %f as a %s is %f', (instrument, price, use, expected) => {
    expect(quantise(price, instrument, use)).toBe(expected);
  });

  it('lands on the tick in decimals, towards less risk and within one tick', () => {
    const uses: PriceUse[] = ['buy-limit', 'stop', 'target', 'sell-limit'];
    fc.assert(
      fc.property(
        fc.constantFrom(US, KRX, KRX_ETF),
        fc.constantFrom(...uses),
        fc.double({ min: 2, max: 900_000, noNaN: true }),
        (instrument, use, price) => {
          const on = quantise(price, instrument, use);
          expect(
            decimal(on)
              .mod(decimal(tickSize(instrument, on)))
              .toFixed(),
          ).toBe('0');
          const moved = on - price;
          if (use === 'stop' || use === 'sell-limit') expect(moved).toBeGreaterThan(-1e-3);
          else expect(moved).toBeLessThan(1e-3);
          expect(Math.abs(moved)).toBeLessThan(tickSize(instrument, price) + 1e-3);
          expect(quantise(on, instrument, use), 'what is on the tick stays').toBe(on);
        },
      ),
    );
  });

  it('refuses what is no price', () => {
    for (const price of [0, -1, NaN, Infinity]) expect(() => quantise(price, US, 'stop')).toThrow('not a price');
  });
});

describe('quantity', () => {
  it('rounds down to the lot', () => {
    expect(quantiseQuantity(12.9, 1)).toBe(12);
    expect(quantiseQuantity(129, 10)).toBe(120);
    expect(quantiseQuantity(0.123456, 0.001)).toBe(0.123);
    expect(quantiseQuantity(0.3, 0.1), 'three tenths are three tenths').toBe(0.3);
    expect(quantiseQuantity(NaN, 1)).toBe(0);
    expect(quantiseQuantity(-3, 1)).toBe(0);
  });
});
