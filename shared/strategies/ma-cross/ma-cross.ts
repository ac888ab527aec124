import { z } from 'zod';
import { reason } from '../../domain/reason-codes.ts';
import type { Reason, SetupRecord } from '../../domain/signal.ts';
import { atr } from '../../indicators/atr/atr.ts';
import { roundDigits } from '../../lib/round-digits.ts';
import { atrAt, rsiAt } from '../../indicators/last-bar.ts';
import { setupRecord } from '../record.ts';
import { ATR_PERIOD } from '../signal-of.ts';
import { NO_RECORD, type Opinion, type SetupMiss, type Strategy, type StrategyView } from '../strategy.ts';

export const maCrossConfig = z
  .strictObject({
    fast: z.int().min(2).max(100).default(20).describe('config.ma-cross.fast'),
    slow: z.int().min(3).max(250).default(50).describe('config.ma-cross.slow'),
    /** The cross may be so many bars old, so that a name the bot could not buy at once is not lost. */
    freshBars: z.int().min(1).max(50).default(10).describe('config.ma-cross.fresh-bars'),
    volumeTimes: z.number().min(0).max(20).default(1.5).describe('config.ma-cross.volume-times'),
  })
  .refine(({ fast, slow }) => fast < slow, { message: 'config.ma-cross.fast-below-slow', path: ['fast'] });
export type MaCrossConfig = z.infer<typeof maCrossConfig>;
type View = StrategyView<MaCrossConfig>;

const OVERBOUGHT_RSI = 70;
const FAR_ATR_MULTIPLE = 4;

// Places of the columns.
const FAST = 0;
const SLOW = 1;

/**
 * Trend following: buys when the fast simple average has crossed over the slow one within the last bars and is still
 * over it; sells when it is under. Where shorts are allowed, the mirror image too. (Donchian 1960; Appel, Technical
 * Analysis, ch. 3.)
 */
export const MA_CROSS: Strategy<MaCrossConfig> = {
  name: 'ma-cross',
  configSchema: maCrossConfig,
  screen: ({ fast, slow, volumeTimes }) => ({ screener: 'trend-momentum-volume', config: { fast, slow, volumeTimes } }),
  barsNeeded: ({ slow }) => slow + 1,
  indicators: ({ fast, slow }) => [
    { indicator: 'sma', params: { period: fast } },
    { indicator: 'sma', params: { period: slow } },
  ],
  horizon: { '1m': 'short', '5m': 'short', '15m': 'short', '1h': 'short', '1d': 'mid', '1w': 'long' },
  holdingBars: 30, // six weeks of daily bars
  decide,
  explain: (view) =>
    view.holding === null
      ? {
          record: recordOf(view),
          reasonsFor: (view.candidate?.reasons ?? []).filter(({ code }) => code !== 'uptrend'),
          reasonsAgainst: against(view),
        }
      : { record: NO_RECORD, reasonsFor: [], reasonsAgainst: priceOverSlow(view) },
  miss: (view) => {
    const age = crossAge(view, Infinity);
    const needs = view.config.freshBars;
    return age === null || age <= needs
      ? null
      : ({ code: 'cross-age', has: age, needs, nearness: needs / age } satisfies SetupMiss);
  },
};

function decide(view: View): Opinion | null {
  const fast = view.value(FAST);
  const slow = view.value(SLOW);
  const { holding, config } = view;
  if (holding !== null) {
    if (holding.side === 'long') return fast < slow ? { side: 'sell', reasons: [crossedUnder(config)] } : null;
    return fast > slow ? { side: 'buy', reasons: [crossedOver(config, 1)] } : null;
  }
  if (fast > slow) {
    const age = crossAge(view, config.freshBars);
    return age === null ? null : { side: 'buy', reasons: [crossedOver(config, age)] };
  }
  if (!view.mayShort || !(fast < slow)) return null;
  return underAge(view, config.freshBars) === null ? null : { side: 'sell', reasons: [crossedUnder(config)] };
}

function crossedOver({ fast, slow }: MaCrossConfig, bars: number): Reason {
  return reason('fast-over-slow', { fast, slow, bars });
}

function crossedUnder({ fast, slow }: MaCrossConfig): Reason {
  return reason('fast-under-slow', { fast, slow });
}

/**
 * How many closed bars the fast average has been over the slow one (1: it crossed on the newest bar); null when it is
 * not, when it has been for more than `most`, or when no bar is known on which it was not.
 */
function crossAge(view: View, most: number): number | null {
  const [fast, slow] = averages(view);
  const { index } = view;
  for (let age = 0; age <= most && age <= index; age += 1) {
    if (fast[index - age]! <= slow[index - age]!) return age === 0 ? null : age; // in range; false on NaN
  }
  return null;
}

/** The same the other way round. */
function underAge(view: View, most: number): number | null {
  const [fast, slow] = averages(view);
  const { index } = view;
  for (let age = 0; age <= most && age <= index; age += 1) {
    if (fast[index - age]! >= slow[index - age]!) return age === 0 ? null : age; // in range; false on NaN
  }
  return null;
}

function averages({ series }: View): readonly [Float64Array, Float64Array] {
  return series as readonly [Float64Array, Float64Array]; // what `indicators` declares
}

function against(view: View): Reason[] {
  const { columns, index, config } = view;
  const price = columns.c[index]!; // in range
  const slow = view.value(SLOW);
  const reasons: Reason[] = [];
  const rsi = rsiAt(columns.c, index, 14);
  if (rsi >= OVERBOUGHT_RSI) reasons.push(reason('overbought', { rsi: roundDigits(rsi, 0) }));
  const swing = atrAt(columns, index, ATR_PERIOD);
  if (swing !== null && price - slow > FAR_ATR_MULTIPLE * swing) {
    reasons.push(reason('far-above-average', { percent: roundDigits((price / slow - 1) * 100, 1), slow: config.slow }));
  }
  const age = crossAge(view, config.freshBars) ?? 0;
  if (age > config.freshBars / 2) reasons.push(reason('late-cross', { bars: age }));
  return reasons;
}

function priceOverSlow(view: View): Reason[] {
  const { columns, index, config } = view;
  const price = columns.c[index]!; // in range
  const slow = view.value(SLOW);
  if (!(price > slow)) return [];
  return [reason('price-over-slow', { percent: roundDigits((price / slow - 1) * 100, 1), slow: config.slow })];
}

function recordOf(view: View): SetupRecord {
  const { columns, index, config, profile } = view;
  const [fast, slow] = averages(view);
  const closes = columns.c.subarray(0, index + 1);
  return setupRecord({
    columns,
    index,
    firstBar: config.slow,
    began: (i) => fast[i]! > slow[i]! && fast[i - 1]! <= slow[i - 1]!, // in range: slow <= i < index
    atr: atr({ h: columns.h.subarray(0, index + 1), l: columns.l.subarray(0, index + 1), c: closes }, ATR_PERIOD),
    profile,
    holdingBars: MA_CROSS.holdingBars,
  });
}
