import { z } from 'zod';
import type { Timeframe } from '../../domain/bar.ts';
import { reason } from '../../domain/reason-codes.ts';
import type { Horizon, Reason, SetupRecord, Signal } from '../../domain/signal.ts';
import { atr } from '../../indicators/atr/atr.ts';
import { sma } from '../../indicators/sma/sma.ts';
import { roundDigits } from '../../lib/round-digits.ts';
import { atrAt, meanAt, rsiAt } from '../../indicators/last-bar.ts';
import { ATR_PERIOD, buySignal } from '../buy-signal.ts';
import { setupRecord } from '../record.ts';
import { sellSignal } from '../sell-signal.ts';
import type { SetupMiss, Strategy, StrategyView } from '../strategy.ts';

export const maCrossConfig = z
  .strictObject({
    fast: z.int().min(2).max(100).default(20).describe('config.ma-cross.fast'),
    slow: z.int().min(3).max(200).default(50).describe('config.ma-cross.slow'),
    /** The cross may be so many bars old, so that a name the bot could not buy at once is not lost. */
    freshBars: z.int().min(1).max(50).default(10).describe('config.ma-cross.fresh-bars'),
    volumeTimes: z.number().min(0).max(20).default(1.5).describe('config.ma-cross.volume-times'),
  })
  .refine(({ fast, slow }) => fast < slow, { message: 'config.ma-cross.fast-below-slow', path: ['fast'] });
export type MaCrossConfig = z.infer<typeof maCrossConfig>;

/** Bars a position is usually held: six weeks of daily bars. */
const HOLDING_BARS = 30;
const OVERBOUGHT_RSI = 70;
const FAR_ATR_MULTIPLE = 4;

const HORIZON: Record<Timeframe, Horizon> = {
  '1m': 'short',
  '5m': 'short',
  '15m': 'short',
  '1h': 'short',
  '1d': 'mid',
  '1w': 'long',
};

/**
 * Trend following: buys when the fast simple average has crossed over the slow one within the last bars and is still
 * over it; sells when it is under. (Donchian 1960; Appel, Technical Analysis, ch. 3.)
 */
export const MA_CROSS: Strategy<MaCrossConfig> = {
  name: 'ma-cross',
  configSchema: maCrossConfig,
  screen: ({ fast, slow, volumeTimes }) => ({ screener: 'trend-momentum-volume', config: { fast, slow, volumeTimes } }),
  barsNeeded: ({ slow }) => slow + 1,
  decide,
  miss: (view) => {
    const age = crossAge(view);
    const needs = view.config.freshBars;
    return age === null || age <= needs
      ? null
      : ({ code: 'cross-age', has: age, needs, nearness: needs / age } satisfies SetupMiss);
  },
};

function decide(view: StrategyView<MaCrossConfig>): Signal | null {
  const { columns, index, config, holding } = view;
  if (index < config.slow) return null;
  const fast = meanAt(columns.c, index, config.fast);
  const slow = meanAt(columns.c, index, config.slow);
  const price = columns.c[index]!; // in range
  if (holding !== null) {
    if (!(fast < slow)) return null;
    return sellSignal(
      { ...view, holding },
      {
        horizon: HORIZON[view.timeframe],
        reasonsFor: [reason('fast-under-slow', { fast: config.fast, slow: config.slow })],
        reasonsAgainst: price > slow ? [priceOverSlow(price, slow, config)] : [],
      },
    );
  }
  if (!(fast > slow) || view.candidate === null) return null;
  const age = crossAge(view);
  if (age === null || age > config.freshBars) return null;
  return buySignal(view, {
    horizon: HORIZON[view.timeframe],
    holdingBars: HOLDING_BARS,
    record: recordOf(view),
    reasonsFor: [
      reason('fast-over-slow', { fast: config.fast, slow: config.slow, bars: age }),
      ...view.candidate.reasons.filter(({ code }) => code !== 'uptrend'),
    ],
    reasonsAgainst: against(view, { price, slow, age }),
  });
}

/**
 * How many closed bars the fast average has been over the slow one (1: it crossed on the newest bar); null when it is
 * not, or when no bar is known on which it was not.
 */
function crossAge({ columns, index, config }: StrategyView<MaCrossConfig>): number | null {
  for (let i = index; i >= config.slow - 1; i -= 1) {
    if (meanAt(columns.c, i, config.fast) <= meanAt(columns.c, i, config.slow)) return i === index ? null : index - i;
  }
  return null;
}

function against(
  view: StrategyView<MaCrossConfig>,
  { price, slow, age }: { readonly price: number; readonly slow: number; readonly age: number },
): Reason[] {
  const { columns, index, config } = view;
  const reasons: Reason[] = [];
  const rsi = rsiAt(columns.c, index, 14);
  if (rsi >= OVERBOUGHT_RSI) reasons.push(reason('overbought', { rsi: roundDigits(rsi, 0) }));
  const swing = atrAt(columns, index, ATR_PERIOD);
  if (swing !== null && price - slow > FAR_ATR_MULTIPLE * swing) {
    reasons.push(reason('far-above-average', { percent: roundDigits((price / slow - 1) * 100, 1), slow: config.slow }));
  }
  if (age > config.freshBars / 2) reasons.push(reason('late-cross', { bars: age }));
  return reasons;
}

function priceOverSlow(price: number, slow: number, config: MaCrossConfig): Reason {
  return reason('price-over-slow', { percent: roundDigits((price / slow - 1) * 100, 1), slow: config.slow });
}

function recordOf({ columns, index, config, profile }: StrategyView<MaCrossConfig>): SetupRecord {
  const closes = columns.c.subarray(0, index + 1);
  const fast = sma(closes, config.fast);
  const slow = sma(closes, config.slow);
  return setupRecord({
    columns,
    index,
    firstBar: config.slow,
    began: (i) => fast[i]! > slow[i]! && fast[i - 1]! <= slow[i - 1]!, // in range: slow <= i < index
    atr: atr({ h: columns.h.subarray(0, index + 1), l: columns.l.subarray(0, index + 1), c: closes }, ATR_PERIOD),
    profile,
    holdingBars: HOLDING_BARS,
  });
}
