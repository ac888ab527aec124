import { z } from 'zod';
import { SIGNAL_ACTIONS } from '../domain/market-signal.ts';
import { TIMEFRAMES } from '../domain/bar.ts';
import { Currency, DecimalString, Horizon, Id, Instant, OfAccount, PageQuery, ReasonView } from './common.ts';

const Day = z.iso.date();

/** A part of a rating. */
const CheckView = ReasonView.extend({ passed: z.boolean() });
const Ratio = z.number().nullable();

/** What was written of an instrument at the end of a market day. A rating is its checks. */
export const SnapshotView = z.object({
  symbol: z.string(),
  currency: Currency,
  day: Day,
  marketAt: Instant,
  timeframe: z.enum(TIMEFRAMES).describe('of the bars that indicators and checks were measured on'),
  overview: z.object({
    open: DecimalString,
    high: DecimalString,
    low: DecimalString,
    close: DecimalString,
    volume: DecimalString,
    change: Ratio.describe('against the close of the day before, as a fraction'),
    volumeTimes: Ratio.describe('volume against the usual of `volumeDays` days before'),
    volumeDays: z.number(),
    indices: z.array(z.string()).nullable().describe('it is in; null where no list of any index is known'),
  }),
  technical: z.record(z.string(), z.number().nullable()),
  fundamental: z.record(z.string(), z.number().nullable()).nullable(),
  bullFlag: z
    .object({ poleBars: z.number(), flagBars: z.number(), rise: z.number(), givenBack: z.number() })
    .nullable(),
  earnings: z
    .object({ last: Instant.nullable(), next: Instant.nullable() })
    .nullable()
    .describe('null where nobody records earnings'),
  horizon: Horizon,
  levels: z.object({ stop: DecimalString, target: DecimalString }).nullable(),
  rating: z.object({ passed: z.number(), of: z.number(), checks: z.array(CheckView) }),
  eligibility: z
    .object({
      index: z.string(),
      asOf: Day.describe('the day the rules are as of'),
      met: z.number(),
      of: z.number(),
      rules: z.array(ReasonView.extend({ passed: z.boolean().nullable().describe('null where it is not known here') })),
    })
    .nullable()
    .describe('rules for joining an index it is not in'),
  standingTarget: z
    .object({ target: DecimalString, stop: DecimalString, setOn: Day, days: z.number() })
    .nullable()
    .describe('a target that was neither reached nor given up'),
});
export type SnapshotView = z.infer<typeof SnapshotView>;

export const SnapshotsQuery = PageQuery.extend({ from: Day.optional(), to: Day.optional(), ...OfAccount.shape });
export type SnapshotsQuery = z.infer<typeof SnapshotsQuery>;

export const RatingView = z.object({
  symbol: z.string(),
  nameEn: z.string(),
  nameKo: z.string(),
  currency: Currency,
  day: Day,
  close: DecimalString,
  change: Ratio,
  passed: z.number(),
  of: z.number(),
  checks: z.array(CheckView),
});
export type RatingView = z.infer<typeof RatingView>;

/** Of the newest market day, unless `day` or `since` names others. */
export const RatingsQuery = PageQuery.extend({
  passedMin: z.coerce.number().int().min(0).max(20).default(0),
  day: Day.optional(),
  since: Day.optional(),
  watchlistId: Id.optional(),
  index: z.string().max(40).optional(),
  ...OfAccount.shape,
});
export type RatingsQuery = z.infer<typeof RatingsQuery>;

/** Something that happened, with an opinion and its reasons; `kind` is an event or the name of a strategy. */
export const SignalView = z.object({
  id: Id,
  symbol: z.string(),
  nameEn: z.string(),
  nameKo: z.string(),
  currency: Currency,
  kind: z.string(),
  action: z.enum(SIGNAL_ACTIONS),
  day: Day,
  marketAt: Instant,
  price: DecimalString,
  reasons: z.array(ReasonView),
  readAt: Instant.nullable(),
  dismissedAt: Instant.nullable(),
});
export type SignalView = z.infer<typeof SignalView>;

/** Without `kind` those of events; a strategy's name as `kind` lists its opinions. */
export const SignalsQuery = PageQuery.extend({
  status: z.enum(['open', 'unread', 'all']).default('open'),
  kind: z.string().max(40).optional(),
  symbol: z.string().max(40).optional(),
  ...OfAccount.shape,
});
export type SignalsQuery = z.infer<typeof SignalsQuery>;

export const UnreadView = z.object({ count: z.number() });
export type UnreadView = z.infer<typeof UnreadView>;
