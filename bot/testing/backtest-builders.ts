import { CreateBacktest, type BacktestResultView, type BacktestRunDetail } from '#shared/contract/backtest-run.ts';
import { toIso, type WallMs } from '#shared/lib/time.ts';
import { NOW_ISO } from './builders.ts';

const FROM = '2020-01-02T00:00:00.000Z';
const TO = '2024-12-31T00:00:00.000Z';
const POINTS = 60;

/** Three years and some of a stock that rose more than the strategy did. */
export function aBacktestResult(change: Partial<BacktestResultView['report']> = {}): BacktestResultView {
  const [first, last] = [Date.parse(FROM), Date.parse(TO)];
  const at = <T>(of: (part: number) => T): T[] =>
    Array.from({ length: POINTS }, (_, place) => of(place / (POINTS - 1)));
  return {
    report: {
      strategy: 'ma-cross',
      config: { fast: 20, slow: 50 },
      symbols: ['NVDA'],
      timeframe: '1d',
      world: 'replay',
      from: toIso(first as WallMs),
      to: toIso(last as WallMs),
      bars: 1_258,
      statistics: {
        ...{ startCash: '10000', finalEquity: '11234.5', peakEquity: '12001.2', fees: '43.21', dividends: '0' },
        ...{ returnFraction: 0.12345, annualReturn: 0.0236, annualVolatility: 0.18, sharpe: 0.21, sortino: 0.3 },
        ...{ calmar: 0.1, maxDrawdown: 0.182, averageDrawdown: 0.05, maxDrawdownMs: 1e10, averageDrawdownMs: 1e9 },
        ...{ closedTrades: 41, openTrades: 1, winRate: 18 / 41, bestTrade: 0.3, worstTrade: -0.1, averageTrade: 0.01 },
        ...{ averageWin: 0.08, averageLoss: -0.04, longestTradeMs: 1e10, averageTradeMs: 1e9, profitFactor: 1.2 },
        ...{ expectancy: 0.01, sqn: 0.4, kelly: 0.05, exposure: 0.6, annualTurnover: 8, buyAndHold: 0.401 },
      },
      months: [{ month: '2020-01', returnFraction: 0.01 }],
      trades: [],
      unfilled: [],
      assumptions: [
        ...['fills-at-next-open', 'stop-before-target', 'fees-of-market', 'no-slippage', 'any-volume'],
        ...['strategy-alone', 'sized-all-in', 'end-left-open', 'no-dividends'],
      ].map((code) => ({ code, values: {} })),
      warnings: [],
      ...change,
    },
    tradeCount: 41,
    curve: {
      t: at((part) => first + part * (last - first)),
      equity: at((part) => 10_000 + 1_234.5 * part + 600 * Math.sin(part * 20)),
      drawdown: at((part) => 0.09 + 0.09 * Math.sin(part * 20)),
      holding: at((part) => 10_000 + 4_010 * part),
    },
    holding: {
      ...{ returnFraction: 0.401, annualReturn: 0.07, annualVolatility: 0.25, sharpe: 0.3, sortino: 0.4 },
      maxDrawdown: 0.31,
      afterCosts: { returnFraction: 0.4, fees: 12.5 },
    },
    ...{ search: null, walk: null, paths: null },
  };
}

export const BACKTEST_ID = 't_01K9XQ4T0A5B6C7D8E9F0G1H2J';

/** A test of a stock, finished unless said otherwise. */
export function aBacktestRun(change: Partial<BacktestRunDetail> = {}): BacktestRunDetail {
  const result = aBacktestResult();
  return {
    ...{ id: BACKTEST_ID, kind: 'backtest', status: 'done', progress: { done: 1, of: 1 }, botId: null },
    accountId: 'a_00000001',
    request: CreateBacktest.parse({ kind: 'backtest', symbols: ['NVDA'], sizing: { kind: 'all-in' } }),
    problem: null,
    summary: { returnFraction: 0.12345, buyAndHold: 0.401, maxDrawdown: 0.182, closedTrades: 41, trials: 1 },
    createdAt: NOW_ISO,
    finishedAt: NOW_ISO,
    result,
    ...change,
  };
}

/** The same before anybody worked on it. */
export function aWaitingRun(change: Partial<BacktestRunDetail> = {}): BacktestRunDetail {
  return aBacktestRun({
    ...{ status: 'waiting', progress: { done: 0, of: 0 }, summary: null, finishedAt: null, result: null },
    ...change,
  });
}
