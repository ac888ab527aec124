import { z } from 'zod';
import { JUDGED_ANSWERS, NOD_ANSWERS, NOD_ENDS, NOD_NOT_BOUGHT } from '../domain/nod.ts';
import { HORIZONS } from '../domain/signal.ts';
import { UpdateLimits } from './account.ts';
import { Currency, DecimalString, Id, Instant, ReasonView, Side } from './common.ts';

/** One question of the record, as it was sealed when it was asked, and what became of it by the bars. */
export const NodView = z.object({
  proposalId: Id,
  revision: z.number(),
  botId: Id.nullable(),
  symbol: z.string(),
  nameEn: z.string(),
  nameKo: z.string(),
  sector: z.string().nullable(),
  side: Side,
  quantity: DecimalString,
  currency: Currency,
  ceiling: DecimalString,
  stop: DecimalString.nullable(),
  target: DecimalString.nullable(),
  horizon: z.enum(HORIZONS),
  /** Bars of the bot's timeframe after which it counts as over, and when its bot ends. */
  holdingBars: z.number(),
  timeframe: z.string(),
  botEndsAt: Instant.nullable(),
  askedAt: Instant,
  /** Its line in the account's event log. False: that line is not the one that was written. */
  seal: z.object({ seq: z.number(), digest: z.string(), isWhole: z.boolean() }),
  answer: z.enum(NOD_ANSWERS),
  reason: ReasonView.nullable(),
  outcome: z.object({
    state: z.enum(['not-judged', 'waiting', 'no-bars', 'not-bought', 'open', 'ended']),
    notBought: z.enum(NOD_NOT_BOUGHT).nullable(),
    entryAt: Instant.nullable(),
    entryPrice: DecimalString.nullable(),
    exitAt: Instant.nullable(),
    exitPrice: DecimalString.nullable(),
    exitKind: z.enum(NOD_ENDS).nullable(),
    returnFraction: z.number().nullable(),
  }),
  /** In the account's currency, by the reckoning that all answers share. Hypothetical unless it was bought. */
  result: DecimalString.nullable(),
  isHypothetical: z.boolean(),
  /** Of a yes whose position is closed: what the account's books say. */
  booked: DecimalString.nullable(),
  judgedAt: Instant.nullable(),
});
export type NodView = z.infer<typeof NodView>;

export const NodGroupView = z.object({
  answer: z.enum(JUDGED_ANSWERS),
  count: z.number(),
  ended: z.number(),
  gained: z.number(),
  total: DecimalString.nullable(),
  average: DecimalString.nullable(),
  open: z.number(),
  openTotal: DecimalString.nullable(),
  notBought: z.number(),
  /** Under twenty that are over. */
  isTooFew: z.boolean(),
  isHypothetical: z.boolean(),
  /** Of those with a yes: what the books say of the closed ones. */
  booked: DecimalString.nullable(),
  bookedCount: z.number(),
});
export type NodGroupView = z.infer<typeof NodGroupView>;

/** What could follow. `change` is a change of the account's limits that only takes away; `undo` takes it back. */
export const NodOfferView = z.object({ code: z.string(), values: ReasonView.shape.values, change: UpdateLimits });
export type NodOfferView = z.infer<typeof NodOfferView>;

export const NodSummary = z.object({
  currency: Currency,
  groups: z.array(NodGroupView),
  /** Counted in no group. */
  others: z.object({ waiting: z.number(), takenBack: z.number(), alone: z.number() }),
  /** Questions whose line in the event log is not what was written; they count nowhere. */
  broken: z.number(),
  /** At most so many of the newest are read. */
  of: z.object({ read: z.number(), all: z.number() }),
  judgedAt: Instant.nullable(),
  offers: z.array(NodOfferView),
  assumptions: z.array(ReasonView),
});
export type NodSummary = z.infer<typeof NodSummary>;
