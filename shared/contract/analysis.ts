import { z } from 'zod';
import { FORECAST_MODELS } from '../analysis/forecast.ts';
import { TIMEFRAMES } from '../domain/bar.ts';
import { DecimalString, Horizon, ReasonView } from './common.ts';

export const AnalysisQuery = z.object({
  /** Absent: the market's own. */
  timeframe: z.enum(TIMEFRAMES).optional(),
});
export type AnalysisQuery = z.infer<typeof AnalysisQuery>;

/** How a model did on this instrument, on bars it had not seen, and whether it takes part. */
export const ForecastRecordView = z.object({
  model: z.enum(FORECAST_MODELS),
  /** `better`, or why it is not used: `few` cases, `no-better` than the base rate, within `luck`, or it could not be fitted. */
  use: z.enum(['better', 'few', 'no-better', 'luck', 'not-fitted']),
  cases: z.number(),
  right: z.number(),
  baseRight: z.number().describe('what always saying `baseSide` would have been right'),
  baseSide: z.enum(['up', 'down']),
  brier: z.number().nullable(),
  baseBrier: z.number().nullable(),
  banded: z.number().describe('cases with a band'),
  inside: z.number().describe('of them, how many fell inside'),
  tried: z.number().describe('models that were tried on this instrument'),
});
export type ForecastRecordView = z.infer<typeof ForecastRecordView>;

/** Bars that were forecast of those a record is to have; the rest is done by `POST …/analysis`. */
const RecordProgress = z.object({ done: z.number(), of: z.number() });

export const ForecastView = z.object({
  symbol: z.string(),
  timeframe: z.enum(TIMEFRAMES),
  /** The newest closed bar it was made at. */
  asOf: z.string(),
  close: DecimalString,
  /** After each of the next bars; empty where no trend could be fitted. `on` is null where the calendar does not say. */
  bars: z.array(
    z.object({
      ahead: z.number(),
      on: z.string().nullable(),
      low: DecimalString,
      median: DecimalString,
      high: DecimalString,
    }),
  ),
  /** Where the whole next bar may lie, and of how many past ones that was so. */
  nextBar: z.object({ low: DecimalString, high: DecimalString, inside: z.number(), of: z.number() }).nullable(),
  records: z.array(ForecastRecordView),
  progress: RecordProgress,
});
export type ForecastView = z.infer<typeof ForecastView>;

const Turn = z.object({ price: DecimalString, touches: z.number() });

export const AnalysisView = ForecastView.extend({
  barsSeen: z.number(),
  measures: z.record(z.string(), z.number().nullable()),
  patterns: z.array(z.object({ name: z.string(), side: z.enum(['up', 'down']), bars: z.number() })),
  horizon: Horizon,
  /** Stop and target of a purchase at this close, before the caps of a bot; null where its swings are unknown. */
  levels: z.object({ stop: DecimalString, target: DecimalString, fromForecast: z.boolean() }).nullable(),
  /** The nearest prices under and over the close at which it turned at least twice; null without one. */
  turns: z.object({ support: Turn.nullable(), resistance: Turn.nullable() }),
  /** A rating is its parts. */
  checks: z.array(ReasonView.extend({ passed: z.boolean() })),
});
export type AnalysisView = z.infer<typeof AnalysisView>;
