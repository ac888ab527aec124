import { z } from 'zod';
import { HORIZON_BARS } from '../../analysis/forecast.ts';
import { reason } from '../../domain/reason-codes.ts';
import type { Reason, SetupRecord } from '../../domain/signal.ts';
import { atr } from '../../indicators/atr/atr.ts';
import { setupRecord } from '../record.ts';
import { ATR_PERIOD } from '../signal-of.ts';
import { NO_RECORD, type Opinion, type SetupMiss, type Strategy, type StrategyView } from '../strategy.ts';

export const forecastConfig = z
  .strictObject({
    /** Buys from this chance of a higher close on, of 100. */
    enter: z.int().min(51).max(95).default(58).describe('config.forecast.enter'),
    /** Sells what is held from this chance on downwards, of 100. */
    leave: z.int().min(5).max(50).default(45).describe('config.forecast.leave'),
  })
  .refine(({ enter, leave }) => leave < enter, { message: 'config.forecast.leave-below-enter', path: ['leave'] });
export type ForecastConfig = z.infer<typeof forecastConfig>;
type View = StrategyView<ForecastConfig>;

// Places of the columns.
const CHANCE = 0;
const WORTH = 1;

/**
 * Goes by the recorded forecasts of the instrument: buys where the newest puts a higher close at `enter` of 100 or more,
 * sells at `leave` or fewer. Only where those forecasts had been better than always saying the same by then; where they
 * had not, or there is none, it has no opinion. It never forecasts itself: what it reads was sealed when it was made.
 */
export const FORECAST: Strategy<ForecastConfig> = {
  name: 'forecast',
  configSchema: forecastConfig,
  screen: () => ({ screener: 'most-traded', config: {} }),
  barsNeeded: () => 1,
  indicators: () => [
    { indicator: 'forecast', params: {}, output: 'chance' },
    { indicator: 'forecast', params: {}, output: 'worth' },
  ],
  horizon: { '1m': 'short', '5m': 'short', '15m': 'short', '1h': 'short', '1d': 'short', '1w': 'mid' },
  holdingBars: 2 * HORIZON_BARS,
  decide,
  explain: (view) =>
    view.holding === null
      ? { record: recordOf(view), reasonsFor: view.candidate?.reasons ?? [], reasonsAgainst: [] }
      : { record: NO_RECORD, reasonsFor: [], reasonsAgainst: [] },
  miss: (view) => {
    const chance = view.value(CHANCE) * 100;
    const needs = view.config.enter;
    // Without a forecast that counts there is nothing to be close to.
    if (!(view.value(WORTH) === 1) || !(chance < needs)) return null;
    return { code: 'forecast', has: Math.round(chance), needs, nearness: chance / needs } satisfies SetupMiss;
  },
};

function decide(view: View): Opinion | null {
  if (view.value(WORTH) !== 1) return null;
  const chance = view.value(CHANCE) * 100; // NaN compares false
  const { holding, config, mayShort } = view;
  if (holding !== null) {
    if (holding.side === 'long') return chance <= config.leave ? { side: 'sell', reasons: [down(chance)] } : null;
    return chance >= 100 - config.leave ? { side: 'buy', reasons: [up(chance)] } : null;
  }
  if (chance >= config.enter) return { side: 'buy', reasons: [up(chance)] };
  return mayShort && chance <= 100 - config.enter ? { side: 'sell', reasons: [down(chance)] } : null;
}

function up(chance: number): Reason {
  return reason('forecast-up', { chance: Math.round(chance), bars: HORIZON_BARS });
}

function down(chance: number): Reason {
  return reason('forecast-down', { chance: Math.round(100 - chance), bars: HORIZON_BARS });
}

function recordOf(view: View): SetupRecord {
  const { columns, series, index, config, profile } = view;
  const { h, l, c } = columns;
  const [chance, worth] = series as readonly [Float64Array, Float64Array]; // what `indicators` declares
  const stands = (i: number): boolean => worth[i] === 1 && chance[i]! * 100 >= config.enter; // in range; false on NaN
  return setupRecord({
    columns,
    index,
    firstBar: 1,
    began: (i) => stands(i) && !stands(i - 1),
    atr: atr({ h: h.subarray(0, index + 1), l: l.subarray(0, index + 1), c: c.subarray(0, index + 1) }, ATR_PERIOD),
    profile,
    holdingBars: FORECAST.holdingBars,
  });
}
