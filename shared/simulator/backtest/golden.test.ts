import { describe, expect, it } from 'vitest';
import { ColumnStore } from '../../indicators/column-store.ts';
import { aBacktest, ran } from '../../testing/a-backtest.ts';
import { anInstrument } from '../../testing/an-instrument.ts';
import { googHistory } from '../../testing/goog-bars.ts';
import { NO_COSTS, type Costs } from './input.ts';

/*
 * Backtests on which independent engines agree (backtesting.py, backtrader, vectorbt, PineTS and others): NASDAQ:GOOG
 * 2004-08-19 to 2013-03-01, long above the cross and short below it, signal on the close, filled at the next open. The
 * statistics are those of backtesting.py 0.6.
 */
const GOOG = googHistory();
const COSTS: Costs = { ...NO_COSTS, commission: { kind: 'fraction', perSide: 0.002 } };
const crossing = (fast: number, slow: number): Parameters<typeof aBacktest>[1] => ({
  config: { fast, slow },
  mayShort: true,
  costs: COSTS,
});

describe('GOOG 10/20, all equity in whole units, commission 0.2 % a side', () => {
  const { statistics, trades, curve } = ran(aBacktest(GOOG, crossing(10, 20)));

  it('closes 93 trades and ends with 56,263.51934', () => {
    expect(statistics.closedTrades).toBe(93);
    expect(statistics.openTrades).toBe(1);
    expect(trades).toHaveLength(94);
    expect(statistics.finalEquity).toBeCloseTo(56_263.51934, 6);
    expect(curve.equity.at(-1)).toBe(statistics.finalEquity);
  });

  it.each([
    ['returnFraction', 462.6351934],
    ['annualReturn', 22.4775359],
    ['annualVolatility', 37.41641461],
    ['maxDrawdown', 33.93159183],
    ['winRate', 52.68817204],
    ['bestTrade', 56.91868108],
    ['worstTrade', -16.82943193],
    ['expectancy', 2.29043034],
    ['exposure', 94.27374302],
    ['buyAndHold', 607.37036062],
  ] as const)('%s is %f %%', (name, percent) => {
    expect((statistics[name] ?? NaN) * 100).toBeCloseTo(percent, 6);
  });

  it.each([
    ['sharpe', 0.600739973],
    ['sortino', 1.1450872478],
    ['profitFactor', 1.99348826],
  ] as const)('%s is %f', (name, value) => {
    expect(statistics[name]).toBeCloseTo(value, 6);
  });
});

describe('GOOG 20/50, commission 0.2 % a side', () => {
  it('all in: 39 trades, 12,344.9034', () => {
    const { statistics } = ran(aBacktest(GOOG, crossing(20, 50)));
    expect(statistics.closedTrades).toBe(39);
    expect(statistics.finalEquity).toBeCloseTo(12_344.9034, 6);
  });

  it('one unit: 39 trades, 10,211.73292', () => {
    const { statistics } = ran(aBacktest(GOOG, { ...crossing(20, 50), sizing: { kind: 'units', units: 1 } }));
    expect(statistics.closedTrades).toBe(39);
    expect(statistics.finalEquity).toBeCloseTo(10_211.73292, 6);
  });
});

it('GOOG, 100 pairs of averages, one unit: 2,206 trades in all, the best is 5/60 with 10,538.39678', () => {
  const instruments = [{ instrument: anInstrument(), bars: GOOG, store: new ColumnStore(GOOG) }];
  const runs = Array.from({ length: 100 }, (_, i) => {
    const [fast, slow] = [5 + 5 * Math.floor(i / 10), 60 + 20 * (i % 10)];
    const input = aBacktest(GOOG, { ...crossing(fast, slow), instruments, sizing: { kind: 'units', units: 1 } });
    return { fast, slow, ...ran(input).statistics };
  });
  expect(runs.reduce((sum, { closedTrades }) => sum + closedTrades, 0)).toBe(2_206);
  const best = runs.reduce((a, b) => (b.finalEquity > a.finalEquity ? b : a));
  expect([best.fast, best.slow]).toEqual([5, 60]);
  expect(best.finalEquity).toBeCloseTo(10_538.39678, 6);
});

it('GOOG 10/30, no costs, closed at the end: 66 trades, 414.2298999999996 %, Sharpe 0.5806232244', () => {
  const { statistics } = ran(aBacktest(GOOG, { config: { fast: 10, slow: 30 }, mayShort: true, atEnd: 'closed' }));
  expect(statistics.closedTrades).toBe(66);
  expect(statistics.openTrades).toBe(0);
  expect(statistics.returnFraction * 100).toBeCloseTo(414.2298999999996, 6);
  expect(statistics.sharpe).toBeCloseTo(0.5806232244, 6);
});
