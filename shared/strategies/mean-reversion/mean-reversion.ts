import { z } from 'zod';
import { reason } from '../../domain/reason-codes.ts';
import type { Reason, SetupRecord } from '../../domain/signal.ts';
import { atr } from '../../indicators/atr/atr.ts';
import { meanAt } from '../../indicators/last-bar.ts';
import { roundDigits } from '../../lib/round-digits.ts';
import { setupRecord } from '../record.ts';
import { ATR_PERIOD } from '../signal-of.ts';
import { NO_RECORD, type Opinion, type SetupMiss, type Strategy, type StrategyView } from '../strategy.ts';

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
type View = StrategyView<MeanReversionConfig>;

const RECENT_BARS = 5;

// Places of the columns.
const MIDDLE = 0;
const LOWER = 1;
const UPPER = 2;
const RSI = 3;

/**
 * Buys what has fallen under its lower Bollinger band with a low RSI while its slow average still rises; sells back at
 * the middle band, or when RSI has recovered. Where shorts are allowed, the mirror image too. (Bollinger 2001, ch. 16;
 * Wilder 1978 for RSI.)
 */
export const MEAN_REVERSION: Strategy<MeanReversionConfig> = {
  name: 'mean-reversion',
  configSchema: meanReversionConfig,
  screen: ({ slow, rsiPeriod }) => ({ screener: 'oversold-in-uptrend', config: { slow, rsiPeriod } }),
  barsNeeded: ({ period, rsiPeriod }) => Math.max(period, rsiPeriod + 1),
  indicators: ({ period, deviations, rsiPeriod }) => {
    const bands = { indicator: 'bollinger', params: { period, deviations } };
    return [
      { ...bands, output: 'middle' },
      { ...bands, output: 'lower' },
      { ...bands, output: 'upper' },
      { indicator: 'rsi', params: { period: rsiPeriod } },
    ];
  },
  horizon: { '1m': 'short', '5m': 'short', '15m': 'short', '1h': 'short', '1d': 'short', '1w': 'mid' },
  holdingBars: 10, // two weeks of daily bars
  decide,
  explain: (view) =>
    view.holding === null
      ? { record: recordOf(view), reasonsFor: view.candidate?.reasons ?? [], reasonsAgainst: against(view) }
      : { record: NO_RECORD, reasonsFor: [], reasonsAgainst: [] },
  miss: (view) => {
    const has = priceOf(view) / view.value(LOWER);
    if (has > 1) return { code: 'band', has, needs: 1, nearness: 1 / has } satisfies SetupMiss;
    const rsi = view.value(RSI);
    const needs = view.config.rsiBuy;
    return rsi > needs ? { code: 'rsi', has: rsi, needs, nearness: needs / rsi } : null;
  },
};

function priceOf({ columns, index }: View): number {
  return columns.c[index]!; // in range: the newest closed bar
}

function decide(view: View): Opinion | null {
  const { config, holding } = view;
  const price = priceOf(view);
  const middle = view.value(MIDDLE);
  const rsi = view.value(RSI);
  if (Number.isNaN(middle) || Number.isNaN(rsi)) return null;
  if (holding !== null) {
    const isLong = holding.side === 'long';
    const atMiddle = isLong ? price >= middle : price <= middle;
    const recovered = isLong ? rsi >= config.rsiSell : rsi <= 100 - config.rsiSell;
    if (!atMiddle && !recovered) return null;
    const reasons: Reason[] = [];
    if (atMiddle) reasons.push(reason('back-at-middle', { period: config.period }));
    if (recovered) reasons.push(reason('rsi-recovered', { rsi: roundDigits(rsi, 0) }));
    return { side: isLong ? 'sell' : 'buy', reasons };
  }
  const lower = view.value(LOWER);
  if (price <= lower && rsi <= config.rsiBuy) {
    return { side: 'buy', reasons: [outside('below-band', 1 - price / lower, config)] };
  }
  if (!view.mayShort) return null;
  const upper = view.value(UPPER);
  if (!(price >= upper && rsi >= 100 - config.rsiBuy)) return null;
  return { side: 'sell', reasons: [outside('above-band', price / upper - 1, config)] };
}

function outside(code: 'below-band' | 'above-band', fraction: number, { period }: MeanReversionConfig): Reason {
  return reason(code, { percent: roundDigits(fraction * 100, 1), period });
}

function against(view: View): Reason[] {
  const { columns, index, config } = view;
  const price = priceOf(view);
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

function recordOf({ columns, series, index, config, profile }: View): SetupRecord {
  const closes = columns.c.subarray(0, index + 1);
  const stands = (i: number): boolean => closes[i]! <= series[LOWER]![i]! && series[RSI]![i]! <= config.rsiBuy; // declared; false on NaN
  return setupRecord({
    columns,
    index,
    firstBar: Math.max(config.period, config.rsiPeriod + 1),
    began: (i) => stands(i) && !stands(i - 1),
    atr: atr({ h: columns.h.subarray(0, index + 1), l: columns.l.subarray(0, index + 1), c: closes }, ATR_PERIOD),
    profile,
    holdingBars: MEAN_REVERSION.holdingBars,
  });
}
