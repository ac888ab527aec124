import { fc } from '#shared/testing/property.ts';
import { describe, expect, it } from 'vitest';
import { aBacktest, ran } from '../../testing/a-backtest.ts';
import { someBars } from '../../testing/some-bars.ts';
import { histogramOf, quantilesOf } from './distribution.ts';
import { fanOf } from './fan.ts';
import { holdingCurve } from './holding.ts';
import { barFactors, PATHS_A_STREAM, tradeFactors, walkPaths } from './monte-carlo.ts';
import { thinPlaces } from './thin.ts';

const factors = Float64Array.of(1.1, 0.95, 1.02, 0.9, 1.05);
const SINGLES = { factors, block: 1, length: 40 };
const BLOCKS = { factors, block: 3, length: 40 };
const walk = (of: typeof SINGLES, begin: number, end: number, seed = 1) =>
  walkPaths(of, { begin, end, seed, ruin: 0.5 });

describe('paths', () => {
  it.each([
    ['singles', SINGLES],
    ['blocks', BLOCKS],
  ])('of %s are the same from the same seed, however they are cut into calls, and others from another', (_, of) => {
    const whole = walk(of, 0, 3_500);
    const cut = 2 * PATHS_A_STREAM;
    const parts = [walk(of, 0, cut), walk(of, cut, 3_500)];
    expect(parts.flatMap(({ final }) => [...final])).toEqual([...whole.final]);
    expect(parts.flatMap(({ drawdown }) => [...drawdown])).toEqual([...whole.drawdown]);
    expect([...walk(of, 0, 3_500, 2).final]).not.toEqual([...whole.final]);
  });

  it('grow on average as one draw does, once for each draw', () => {
    const mean = factors.reduce((sum, factor) => sum + factor, 0) / factors.length;
    const { final } = walk(SINGLES, 0, 50_000);
    const reached = final.reduce((sum, worth) => sum + worth, 0) / final.length;
    expect(reached / mean ** SINGLES.length).toBeCloseTo(1, 1);
  });

  it('keep neighbours together in blocks as long as all there is: every path is the past, turned', () => {
    const whole = factors.reduce((product, factor) => product * factor, 1);
    const { final } = walk({ factors, block: factors.length, length: factors.length }, 0, 500);
    for (const worth of final) expect(worth).toBeCloseTo(whole, 12);
  });

  it('fall and are ruined as their own worth says', () => {
    const sure = walkPaths(
      { factors: Float64Array.of(0.9), block: 1, length: 10 },
      { begin: 0, end: 3, seed: 1, ruin: 0.5 },
    );
    expect(sure.final[0]).toBeCloseTo(0.9 ** 10, 12);
    expect(sure.drawdown[0]).toBeCloseTo(1 - 0.9 ** 10, 12);
    expect([...sure.ruined]).toEqual([1, 1, 1]);
    const safe = walkPaths(
      { factors: Float64Array.of(1.01), block: 1, length: 10 },
      { begin: 0, end: 3, seed: 1, ruin: 0.5 },
    );
    expect(safe.drawdown[0]).toBe(0);
    expect([...safe.ruined]).toEqual([0, 0, 0]);
  });

  it('never fall further than everything, nor less than from the start to the end', () => {
    const anything = fc.array(fc.double({ min: 0, max: 3, noNaN: true }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(anything, fc.integer({ min: 1, max: 6 }), fc.integer(), (drawn, block, seed) => {
        const of = { factors: Float64Array.from(drawn), block, length: 25 };
        const { final, drawdown } = walkPaths(of, { begin: 0, end: 20, seed, ruin: 0.3 });
        for (let path = 0; path < 20; path += 1) {
          expect(drawdown[path]).toBeGreaterThanOrEqual(Math.max(0, 1 - final[path]!) - 1e-12); // in range
          expect(drawdown[path]).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});

describe('what is drawn from', () => {
  const bars = someBars(500, { seed: 5, swing: 0.03 });
  const { curve, trades, statistics } = ran(aBacktest(bars, { config: { fast: 5, slow: 20 }, atEnd: 'closed' }));

  it('bars, in their own order, are the curve', () => {
    const product = barFactors(curve).reduce((worth, factor) => worth * factor, 1);
    expect(product).toBeCloseTo(statistics.finalEquity / statistics.startCash, 10);
  });

  it('trades that follow each other, in their own order, are the result', () => {
    const singles = tradeFactors(trades, curve.equity, statistics.startCash);
    expect(singles).toHaveLength(statistics.closedTrades);
    expect(singles.reduce((worth, factor) => worth * factor, 1)).toBeCloseTo(
      statistics.finalEquity / statistics.startCash,
      10,
    );
  });

  it('holding one instrument is its own price', () => {
    const input = aBacktest(bars);
    const held = holdingCurve(input, bars.t);
    expect(held[0]).toBeCloseTo(input.cash, 9);
    expect(held.at(-1)).toBeCloseTo((input.cash * bars.c.at(-1)!) / bars.c[0]!, 8); // there are bars
  });
});

describe('how it is told', () => {
  it('quantiles lie between the smallest and the largest, in order, and the columns hold every value', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 1, maxLength: 200 }), (given) => {
        const values = Float64Array.from(given);
        const quantiles = quantilesOf(values);
        expect([...quantiles].sort((a, b) => a - b)).toEqual(quantiles);
        expect(quantiles[0]).toBeGreaterThanOrEqual(Math.min(...given));
        expect(quantiles.at(-1)).toBeLessThanOrEqual(Math.max(...given));
        const { counts } = histogramOf(values, 12);
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(given.length);
      }),
    );
  });

  it('a fan starts at 1 and opens', () => {
    const { at, quantiles } = fanOf(SINGLES, 4);
    expect(at[0]).toBe(0);
    expect(at.at(-1)).toBe(SINGLES.length);
    expect(quantiles[0]).toEqual([1, 1, 1, 1, 1]);
    const last = quantiles.at(-1)!; // there are steps
    expect(last[4]! - last[0]!).toBeGreaterThan(0.5);
  });

  it('a thinned curve keeps its ends, its top and its bottom', () => {
    const curve = fc.array(fc.double({ min: 1, max: 9, noNaN: true }), { minLength: 1, maxLength: 500 });
    fc.assert(
      fc.property(curve, fc.integer({ min: 4, max: 80 }), (given, most) => {
        const places = thinPlaces(Float64Array.from(given), most);
        expect(places.length).toBeLessThanOrEqual(Math.max(most, Math.min(given.length, most)));
        expect(places[0]).toBe(0);
        expect(places.at(-1)).toBe(given.length - 1);
        const shown = places.map((place) => given[place]!); // in range
        expect(Math.max(...shown)).toBe(Math.max(...given));
        expect(Math.min(...shown)).toBe(Math.min(...given));
      }),
    );
  });
});
