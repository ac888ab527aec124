import { z } from 'zod';
import type { Timeframe } from '../../domain/bar.ts';
import { reason } from '../../domain/reason-codes.ts';
import type { Horizon, Reason, SetupRecord, Signal } from '../../domain/signal.ts';
import { atr } from '../../indicators/atr/atr.ts';
import { bollinger } from '../../indicators/bollinger/bollinger.ts';
import { rsi } from '../../indicators/rsi/rsi.ts';
import { roundDigits } from '../../lib/round-digits.ts';
import { deviationAt, meanAt, rsiAt } from '../../indicators/last-bar.ts';
import { ATR_PERIOD, buySignal } from '../buy-signal.ts';
import { setupRecord } from '../record.ts';
import { sellSignal } from '../sell-signal.ts';
import type { SetupMiss, Strategy, StrategyView } from '../strategy.ts';

export const meanReversionConfig = z
  .strictObject({
    period: z.int().min(5).max(100).default(20).describe('config.mean-reversion.period'),
    deviations: z.number().min(0.5).max(4).default(2).describe('config.mean-reversion.deviations'),
    rsiPeriod: z.int().min(2).max(50).default(14).describe('config.mean-reversion.rsi-period'),
    rsiBuy: z.number().min(1).max(50).default(35).describe('config.mean-reversion.rsi-buy'),
    rsiSell: z.number().min(50).max(99).default(55).describe('config.mean-reversion.rsi-sell'),
    slow: z.int().min(10).max(200).default(50).describe('config.mean-reversion.slow'),
  })
  .readonly();
export type MeanReversionConfig = z.infer<typeof meanReversionConfig>;

/** Bars a position is usually held: two weeks of daily bars. */
const HOLDING_BARS = 10;
const RECENT_BARS = 5;

const HORIZON: Record<Timeframe, Horizon> = {
  '1m': 'short',
  '5m': 'short',
  '15m': 'short',
  '1h': 'short',
  '1d': 'short',
  '1w': 'mid',
};

/**
 * Buys what has fallen under its lower Bollinger band with a low RSI while its slow average still rises; sells back at
 * the middle band, or when RSI has recovered. (Bollinger 2001, ch. 16; Wilder 1978 for RSI.)
 */
export const MEAN_REVERSION: Strategy<MeanReversionConfig> = {
  name: 'mean-reversion',
  configSchema: meanReversionConfig,
  screen: ({ slow, rsiPeriod }) => ({ screener: 'oversold-in-uptrend', config: { slow, rsiPeriod } }),
  barsNeeded: ({ period, rsiPeriod }) => Math.max(period, rsiPeriod + 1),
  decide,
  miss: (view) => {
    const now = stateOf(view);
    const { rsiBuy } = view.config;
    if (now.price > now.lower) {
      const has = now.price / now.lower;
      return { code: 'band', has, needs: 1, nearness: 1 / has } satisfies SetupMiss;
    }
    if (now.rsi > rsiBuy) return { code: 'rsi', has: now.rsi, needs: rsiBuy, nearness: rsiBuy / now.rsi };
    return null;
  },
};

interface State {
  readonly price: number;
  readonly middle: number;
  readonly lower: number;
  readonly rsi: number;
}

function stateOf({ columns, index, config }: StrategyView<MeanReversionConfig>): State {
  const middle = meanAt(columns.c, index, config.period);
  const width = config.deviations * deviationAt(columns.c, index, { period: config.period, mean: middle });
  return {
    price: columns.c[index]!, // in range
    middle,
    lower: middle - width,
    rsi: rsiAt(columns.c, index, config.rsiPeriod),
  };
}

function decide(view: StrategyView<MeanReversionConfig>): Signal | null {
  const { index, config, holding } = view;
  if (index < Math.max(config.period - 1, config.rsiPeriod)) return null;
  const now = stateOf(view);
  if (holding !== null) {
    const atMiddle = now.price >= now.middle;
    const recovered = now.rsi >= config.rsiSell;
    if (!atMiddle && !recovered) return null;
    return sellSignal(
      { ...view, holding },
      {
        horizon: HORIZON[view.timeframe],
        reasonsFor: [
          ...(atMiddle ? [reason('back-at-middle', { period: config.period })] : []),
          ...(recovered ? [reason('rsi-recovered', { rsi: roundDigits(now.rsi, 0) })] : []),
        ],
        reasonsAgainst: [],
      },
    );
  }
  if (view.candidate === null || now.price > now.lower || now.rsi > config.rsiBuy) return null;
  return buySignal(view, {
    horizon: HORIZON[view.timeframe],
    holdingBars: HOLDING_BARS,
    record: recordOf(view),
    reasonsFor: [
      reason('below-band', { percent: roundDigits((1 - now.price / now.lower) * 100, 1), period: config.period }),
      ...view.candidate.reasons,
    ],
    reasonsAgainst: against(view, now.price),
  });
}

function against({ columns, index, config }: StrategyView<MeanReversionConfig>, price: number): Reason[] {
  const reasons: Reason[] = [];
  const before = columns.c[index - RECENT_BARS];
  if (before !== undefined && price < before) {
    reasons.push(reason('still-falling', { percent: roundDigits((1 - price / before) * 100, 1), bars: RECENT_BARS }));
  }
  const slow = meanAt(columns.c, index, config.slow);
  if (price < slow) {
    reasons.push(reason('below-average', { percent: roundDigits((1 - price / slow) * 100, 1), slow: config.slow }));
  }
  return reasons;
}

function recordOf({ columns, index, config, profile }: StrategyView<MeanReversionConfig>): SetupRecord {
  const closes = columns.c.subarray(0, index + 1);
  const { lower } = bollinger(closes, { period: config.period, deviations: config.deviations });
  const strength = rsi(closes, config.rsiPeriod);
  const stands = (i: number): boolean => closes[i]! <= lower[i]! && strength[i]! <= config.rsiBuy; // false on NaN
  return setupRecord({
    columns,
    index,
    firstBar: Math.max(config.period, config.rsiPeriod + 1),
    began: (i) => stands(i) && !stands(i - 1),
    atr: atr({ h: columns.h.subarray(0, index + 1), l: columns.l.subarray(0, index + 1), c: closes }, ATR_PERIOD),
    profile,
    holdingBars: HOLDING_BARS,
  });
}
