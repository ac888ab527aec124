import type { Timeframe } from '../../domain/bar.ts';
import { DAY_MS } from '../../lib/time.ts';
import { firstAtOrAfter } from './timeline.ts';
import type { BacktestCurve, MonthReturn, Statistics, Trade } from './result.ts';

/*
 * Conventions, where books differ, are those of backtesting.py (`backtesting/_stats.py`), so that its published figures
 * can be held against these:
 * - Returns are simple, of equity at the end of each day (of each bar where bars are days or longer); days end at
 *   midnight UTC. A year has 252 of them, 365 where weekends are traded, 52 where bars are weeks.
 * - The annual return is geometric: the mean growth of one day to the power of a year. Annual volatility is that of a
 *   product of independent daily returns, `sqrt((s² + g²)^n - g^2n)` with the sample deviation s (ddof 1) and the
 *   geometric mean growth g (Goodman 1960), not `s √n`.
 * - Sharpe is annual return over annual volatility, without a risk-free rate. Sortino divides by the root mean square of
 *   the daily losses, all days counted, times the root of a year. Calmar divides by the largest drawdown.
 * - A trade's return is what it made after fees over what was put in. Win rate, profit factor and expectancy are of
 *   closed trades; profit factor is the sum of won returns over the sum of lost ones. SQN is Van Tharp's:
 *   `√trades × mean(pnl) / deviation(pnl)`.
 * - Exposure is the share of bars on which a trade that was closed was held, its first and last included.
 */

/** Bars of a year for growth over bars of this length, once they are one a day or fewer. */
function periodsPerYear(timeframe: Timeframe, times: Float64Array): number {
  if (timeframe === '1w') return 52;
  let weekend = 0;
  for (let i = 0; i < times.length; i += 1) {
    const day = Math.floor(times[i]! / DAY_MS) % 7; // in range; 1970-01-01 was a Thursday
    if (day === 2 || day === 3) weekend += 1;
  }
  return weekend / times.length > (2 / 7) * 0.6 ? 365 : 252;
}

interface Growth {
  readonly annualReturn: number | null;
  readonly annualVolatility: number | null;
  readonly sharpe: number | null;
  readonly sortino: number | null;
}

const NO_GROWTH: Growth = { annualReturn: null, annualVolatility: null, sharpe: null, sortino: null };

/** Fewer days than this say nothing about a year. */
const POINTS_MIN = 3;

/** Growth of equity by day. */
export function growthOf(times: Float64Array, equity: Float64Array, timeframe: Timeframe): Growth {
  const isIntraday = timeframe !== '1d' && timeframe !== '1w';
  const points = isIntraday ? endsOfDays(times, equity) : { times, values: equity };
  const { values } = points;
  const count = values.length - 1;
  if (count + 1 < POINTS_MIN) return NO_GROWTH;
  const first = values[0]!; // in range
  const last = values[count]!; // in range
  if (!(first > 0 && last > 0)) return NO_GROWTH;
  let sum = 0;
  let losses = 0;
  for (let i = 1; i <= count; i += 1) {
    const change = values[i]! / values[i - 1]! - 1; // in range
    sum += change;
    if (change < 0) losses += change * change;
  }
  const mean = sum / count;
  let squares = 0;
  for (let i = 1; i <= count; i += 1) squares += (values[i]! / values[i - 1]! - 1 - mean) ** 2; // in range
  const year = periodsPerYear(timeframe, points.times);
  const growth = (last / first) ** (1 / count);
  const variance = squares / (count - 1);
  const annualReturn = growth ** year - 1;
  const annualVolatility = Math.sqrt(Math.max(0, (variance + growth ** 2) ** year - growth ** (2 * year)));
  const downside = Math.sqrt(losses / count) * Math.sqrt(year);
  return {
    annualReturn,
    annualVolatility,
    sharpe: over(annualReturn, annualVolatility),
    sortino: over(annualReturn, downside),
  };
}

function endsOfDays(times: Float64Array, equity: Float64Array): { times: Float64Array; values: Float64Array } {
  const at: number[] = [];
  const values: number[] = [];
  for (let i = 0; i < times.length;) {
    const t = times[i]!; // in range
    i = firstAtOrAfter(times, (Math.floor(t / DAY_MS) + 1) * DAY_MS);
    at.push(t);
    values.push(equity[i - 1]!); // in range: i grew
  }
  return { times: Float64Array.from(at), values: Float64Array.from(values) };
}

type TradeFigures = Pick<
  Statistics,
  | 'closedTrades'
  | 'openTrades'
  | 'winRate'
  | 'bestTrade'
  | 'worstTrade'
  | 'averageTrade'
  | 'averageWin'
  | 'averageLoss'
  | 'longestTradeMs'
  | 'averageTradeMs'
  | 'profitFactor'
  | 'expectancy'
  | 'sqn'
  | 'kelly'
>;

/** Figures of closed trades. */
export function tradeFigures(trades: readonly Trade[]): TradeFigures {
  let count = 0;
  let wins = 0;
  let won = 0;
  let lost = 0;
  let losses = 0;
  let returns = 0;
  let logs = 0;
  let pnl = 0;
  let best = -Infinity;
  let worst = Infinity;
  let longest = 0;
  let lengths = 0;
  for (const { exit, pnl: made, returnFraction, entry } of trades) {
    if (exit === null) continue;
    count += 1;
    if (made > 0) wins += 1;
    if (returnFraction > 0) won += returnFraction;
    else if (returnFraction < 0) {
      lost -= returnFraction;
      losses += 1;
    }
    returns += returnFraction;
    logs += Math.log1p(Math.max(-1, returnFraction));
    pnl += made;
    if (returnFraction > best) best = returnFraction;
    if (returnFraction < worst) worst = returnFraction;
    longest = Math.max(longest, exit.at - entry.at);
    lengths += exit.at - entry.at;
  }
  const openTrades = trades.length - count;
  if (count === 0) return { ...NO_TRADES, openTrades };
  const mean = pnl / count;
  let squares = 0;
  for (const { exit, pnl: made } of trades) if (exit !== null) squares += (made - mean) ** 2;
  const winRate = wins / count;
  const averageWin = over(won, wins);
  const averageLoss = over(-lost, losses);
  return {
    closedTrades: count,
    openTrades,
    winRate,
    bestTrade: best,
    worstTrade: worst,
    averageTrade: Math.expm1(logs / count),
    averageWin,
    averageLoss,
    longestTradeMs: longest,
    averageTradeMs: lengths / count,
    profitFactor: over(won, lost),
    expectancy: returns / count,
    sqn: count < 2 ? null : over(Math.sqrt(count) * mean, Math.sqrt(squares / (count - 1))),
    kelly: averageWin === null || averageLoss === null ? null : winRate - (1 - winRate) / (averageWin / -averageLoss),
  };
}

const NO_TRADES: TradeFigures = {
  closedTrades: 0,
  openTrades: 0,
  winRate: null,
  bestTrade: null,
  worstTrade: null,
  averageTrade: null,
  averageWin: null,
  averageLoss: null,
  longestTradeMs: null,
  averageTradeMs: null,
  profitFactor: null,
  expectancy: null,
  sqn: null,
  kelly: null,
};

/** Share of the steps on which a closed trade was held, its first and last included. */
export function exposureOf(trades: readonly Trade[], steps: number): number {
  const closed = trades.filter(({ exit }) => exit !== null).sort((a, b) => a.entry.step - b.entry.step);
  let held = 0;
  let counted = -1;
  for (const { entry, exit } of closed) {
    if (exit === null || exit.step <= counted) continue;
    held += exit.step - Math.max(entry.step - 1, counted);
    counted = exit.step;
  }
  return held / steps;
}

/** Return of each calendar month (UTC), the first from what the test began with. */
export function monthsOf({ t, equity }: BacktestCurve, startCash: number): MonthReturn[] {
  const months: MonthReturn[] = [];
  let before = startCash;
  for (let i = 0; i < t.length;) {
    const date = new Date(t[i]!); // in range
    i = firstAtOrAfter(t, Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1));
    const value = equity[i - 1]!; // in range: i grew
    months.push({ month: date.toISOString().slice(0, 7), returnFraction: value / before - 1 });
    before = value;
  }
  return months;
}

/** A ratio; null without a denominator. */
export function over(numerator: number, denominator: number): number | null {
  return denominator > 0 || denominator < 0 ? numerator / denominator : null;
}
