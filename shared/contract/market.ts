import { z } from 'zod';
import { TIMEFRAMES } from '../domain/bar.ts';
import { ZONES } from '../domain/calendar/zone.ts';
import { SCREEN_EVENTS } from '../domain/screen-tree.ts';
import { Currency, DecimalString, Id, Instant, ReasonView } from './common.ts';

export const InstrumentView = z.object({
  id: Id,
  marketId: Id,
  symbol: z.string(),
  nameEn: z.string(),
  nameKo: z.string(),
  exchange: z.string(),
  currency: Currency,
  kind: z.string(),
  sector: z.string().nullable(),
  lastPrice: DecimalString.nullable(),
  priceAt: Instant.nullable(),
  /** Change against the close one day before, as a fraction. */
  dayChange: z.number().nullable(),
});
export type InstrumentView = z.infer<typeof InstrumentView>;

/** Something that is announced of an instrument, or was. */
export const DatedEventView = z.object({
  kind: z.enum(SCREEN_EVENTS),
  about: z.string().nullable().describe('the index it joins or leaves'),
  at: Instant,
  isAhead: z.boolean(),
});
export type DatedEventView = z.infer<typeof DatedEventView>;

export const BarView = z.object({
  t: Instant.describe('opening instant; for 1d and 1w the trading day as YYYY-MM-DD'),
  o: DecimalString,
  h: DecimalString,
  l: DecimalString,
  c: DecimalString,
  v: DecimalString,
});
export type BarView = z.infer<typeof BarView>;

export const BarsQuery = z.object({
  timeframe: z.enum(TIMEFRAMES).optional(),
  from: z.string().max(40).optional(),
  to: z.string().max(40).optional(),
  cursor: z.string().max(40).optional(),
  limit: z.coerce.number().int().min(1).max(5000).default(500),
});
export const BarsView = z.object({
  symbol: z.string(),
  timeframe: z.enum(TIMEFRAMES),
  items: z.array(BarView.extend({ t: z.string() })),
  nextCursor: z.string().nullable(),
});
export type BarsView = z.infer<typeof BarsView>;

/** Transport of a replayed or generated market. */
export const MarketView = z.object({
  id: Id,
  world: z.enum(['demo', 'replay', 'paper', 'live']),
  baseTimeframe: z.enum(TIMEFRAMES),
  /** That of its exchange: a whole trading day has the date it has there. */
  zone: z.enum(ZONES),
  step: z.number(),
  steps: z.number().nullable(),
  marketAt: Instant,
  phase: z.enum(['standing', 'between', 'held', 'open', 'range', 'close', 'ended']),
  speed: z.number(),
  noWait: z.boolean(),
  holdUntil: Instant.nullable(),
  instrumentCount: z.number(),
});
export type MarketView = z.infer<typeof MarketView>;

export const ControlMarket = z.strictObject({
  speed: z.number().min(0).max(1000).optional(),
  paused: z.boolean().optional(),
  noWait: z.boolean().optional(),
  untilProposal: z.boolean().optional(),
});
export type ControlMarket = z.infer<typeof ControlMarket>;

export const JobView = z.object({
  name: z.string(),
  /** A cron expression in market time, or `@close` for every closed bar. */
  schedule: z.string(),
  calendar: z.string(),
  enabled: z.boolean(),
  lastRunAt: Instant.nullable(),
  lastDurationMs: z.number().nullable(),
  lastResult: z.enum(['ok', 'failed', 'running']).nullable(),
  lastMessage: ReasonView.nullable(),
  nextRunAt: Instant.nullable(),
});
export type JobView = z.infer<typeof JobView>;
export const UpdateJob = z.strictObject({
  schedule: z.string().min(1).max(80).optional(),
  enabled: z.boolean().optional(),
});
export type UpdateJob = z.infer<typeof UpdateJob>;
