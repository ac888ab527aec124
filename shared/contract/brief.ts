import { z } from 'zod';
import { Currency, DecimalString, Instant, ReasonView } from './common.ts';
import { ResearchDone } from './watch.ts';

const Named = z.object({ symbol: z.string(), nameEn: z.string(), nameKo: z.string() });
/** Of holding the market instead; null where its prices are not known. */
const Benchmark = z.object({ symbol: z.string(), percent: z.number() }).nullable();

/** A market day, in account currency. Null where it cannot be said. */
const DayResult = z.object({ amount: DecimalString, percent: z.number().nullable(), benchmark: Benchmark }).nullable();

const Protection = z.object({ positions: z.number(), protected: z.number() });
/** What left, what of it the broker knows, and differences nobody has settled. */
const Sent = z.object({ sent: z.number(), known: z.number(), differences: z.number() });
/** What a person has to do; all 0 and false: nothing. */
const Needs = z.object({ questions: z.number(), unresolved: z.number(), unprotected: z.number(), halted: z.boolean() });

/** Before the first session of a day: everything in 20 seconds. */
export const MorningBrief = z.object({
  day: z.string(),
  value: DecimalString.nullable(),
  yesterday: DayResult,
  protection: Protection,
  orders: Sent,
  /** What happened since the last close, newest last, as kinds with counts. */
  overnight: z.object({ bought: z.number(), sold: z.number(), notBought: z.number() }),
  looks: z.array(z.object({ bot: z.string(), at: Instant.nullable() })),
  events: z.array(Named.extend({ kind: z.string(), at: Instant })),
  /** What was asked of past prices and is there since the brief before. */
  research: z.array(ResearchDone).optional(),
  needs: Needs,
});
export type MorningBrief = z.infer<typeof MorningBrief>;

/** After the close, where something happened. */
export const CloseBrief = z.object({
  day: z.string(),
  value: DecimalString.nullable(),
  today: DayResult,
  bought: z.number(),
  sold: z.array(Named.extend({ result: DecimalString, currency: Currency })),
  notBought: z.number(),
  protection: Protection,
  needs: Needs,
});
export type CloseBrief = z.infer<typeof CloseBrief>;

/** The week: what came of it, losses as plainly as gains. */
export const WeekBrief = z.object({
  from: z.string(),
  to: z.string(),
  value: DecimalString.nullable(),
  week: DayResult,
  /** Results of what was sold, in account currency, oldest first. */
  closed: z.array(DecimalString),
  /** Of what is held, against what it cost; null where a price is unknown. */
  open: DecimalString.nullable(),
  questions: z.object({ asked: z.number(), approved: z.number(), skipped: z.number(), unanswered: z.number() }),
  drawdownPercent: z.number().nullable(),
  drawdownMaxPercent: z.number().nullable(),
  /** Why the account does not buy; null: it does. */
  mode: ReasonView.nullable(),
});
export type WeekBrief = z.infer<typeof WeekBrief>;
