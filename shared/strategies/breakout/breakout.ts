import { z } from 'zod';
import { reason } from '../../domain/reason-codes.ts';
import type { Reason, SetupRecord } from '../../domain/signal.ts';
import { atr } from '../../indicators/atr/atr.ts';
import { rsiAt } from '../../indicators/last-bar.ts';
import { roundDigits } from '../../lib/round-digits.ts';
import { setupRecord } from '../record.ts';
import { ATR_PERIOD } from '../signal-of.ts';
import { NO_RECORD, type Opinion, type SetupMiss, type Strategy, type StrategyView } from '../strategy.ts';

export const breakoutConfig = z.strictObject({
  entry: z.int().min(5).max(230).default(20).describe('config.breakout.entry'),
  exit: z.int().min(2).max(230).default(10).describe('config.breakout.exit'),
  volumeTimes: z.number().min(0).max(20).default(1.5).describe('config.breakout.volume-times'),
});
export type BreakoutConfig = z.infer<typeof breakoutConfig>;
type View = StrategyView<BreakoutConfig>;

const OVERBOUGHT_RSI = 75;
/** A channel wider than this before the breakout: the stop of the profile lies well inside it. */
const WIDE_CHANNEL = 0.3;

// Places of the columns.
const ENTRY_HIGH = 0;
const ENTRY_LOW = 1;
const EXIT_HIGH = 2;
const EXIT_LOW = 3;

/**
 * Buys a close over the highest price of the `entry` bars before it, sells a close under the lowest of the `exit` bars
 * before it. Where shorts are allowed, the mirror image too. (Donchian's channel; as the Turtles traded it, 20 and 10:
 * C. Faith, Way of the Turtle, 2007.)
 */
export const BREAKOUT: Strategy<BreakoutConfig> = {
  name: 'breakout',
  configSchema: breakoutConfig,
  screen: ({ volumeTimes }) => ({ screener: 'trend-momentum-volume', config: { volumeTimes } }),
  barsNeeded: ({ entry, exit }) => Math.max(entry, exit) + 1,
  indicators: ({ entry, exit }) => [
    { indicator: 'donchian', params: { period: entry }, output: 'upper' },
    { indicator: 'donchian', params: { period: entry }, output: 'lower' },
    { indicator: 'donchian', params: { period: exit }, output: 'upper' },
    { indicator: 'donchian', params: { period: exit }, output: 'lower' },
  ],
  horizon: { '1m': 'short', '5m': 'short', '15m': 'short', '1h': 'short', '1d': 'mid', '1w': 'long' },
  holdingBars: 30, // six weeks of daily bars
  decide,
  explain: (view) =>
    view.holding === null
      ? { record: recordOf(view), reasonsFor: view.candidate?.reasons ?? [], reasonsAgainst: against(view) }
      : { record: NO_RECORD, reasonsFor: [], reasonsAgainst: [] },
  miss: (view) => {
    const has = priceOf(view) / view.value(ENTRY_HIGH, 1);
    return has <= 1 ? ({ code: 'high', has, needs: 1, nearness: has } satisfies SetupMiss) : null;
  },
};

function priceOf({ columns, index }: View): number {
  return columns.c[index]!; // in range: the newest closed bar
}

function decide(view: View): Opinion | null {
  const { config, holding } = view;
  const price = priceOf(view);
  const high = view.value(ENTRY_HIGH, 1);
  const low = view.value(ENTRY_LOW, 1);
  if (holding !== null) {
    if (holding.side === 'long') {
      const exit = view.value(EXIT_LOW, 1);
      return price < exit ? { side: 'sell', reasons: [newLow(1 - price / exit, config.exit)] } : null;
    }
    const exit = view.value(EXIT_HIGH, 1);
    return price > exit ? { side: 'buy', reasons: [newHigh(price / exit - 1, config.exit)] } : null;
  }
  if (price > high) return { side: 'buy', reasons: [newHigh(price / high - 1, config.entry)] };
  if (!view.mayShort || !(price < low)) return null;
  return { side: 'sell', reasons: [newLow(1 - price / low, config.entry)] };
}

function newHigh(fraction: number, bars: number): Reason {
  return reason('new-high', { percent: roundDigits(fraction * 100, 1), bars });
}

function newLow(fraction: number, bars: number): Reason {
  return reason('new-low', { percent: roundDigits(fraction * 100, 1), bars });
}

function against(view: View): Reason[] {
  const { columns, index, config } = view;
  const reasons: Reason[] = [];
  const rsi = rsiAt(columns.c, index, 14);
  if (rsi >= OVERBOUGHT_RSI) reasons.push(reason('overbought', { rsi: roundDigits(rsi, 0) }));
  const width = view.value(ENTRY_HIGH, 1) / view.value(ENTRY_LOW, 1) - 1;
  if (width >= WIDE_CHANNEL) {
    reasons.push(reason('wide-channel', { percent: roundDigits(width * 100, 0), bars: config.entry }));
  }
  return reasons;
}

function recordOf({ columns, series, index, config, profile }: View): SetupRecord {
  const { h, l, c } = columns;
  const highs = series[ENTRY_HIGH]!; // declared
  const stands = (i: number): boolean => c[i]! > highs[i - 1]!; // in range: i > entry; false on NaN
  return setupRecord({
    columns,
    index,
    firstBar: config.entry + 1,
    began: (i) => stands(i) && !stands(i - 1),
    atr: atr({ h: h.subarray(0, index + 1), l: l.subarray(0, index + 1), c: c.subarray(0, index + 1) }, ATR_PERIOD),
    profile,
    holdingBars: BREAKOUT.holdingBars,
  });
}
