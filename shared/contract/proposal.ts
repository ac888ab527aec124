import { z } from 'zod';
import { LATER_MOMENTS } from '../domain/later-moments.ts';
import { WORLDS } from '../domain/market.ts';
import { ORDER_STATES } from '../domain/order.ts';
import { ORDER_PURPOSES } from '../domain/order-purpose.ts';
import { ORDER_TYPES, TIMES_IN_FORCE } from '../domain/order-terms.ts';
import { PROPOSAL_STATES } from '../domain/proposal.ts';
import { SKIP_REASONS } from '../domain/skip-reasons.ts';
import { AmountInput, Currency, DecimalString, Horizon, Id, Instant, ReasonView, Side } from './common.ts';

export const ProposalStatus = z.enum(PROPOSAL_STATES);
export const SESSIONS = ['now', 'next-open'] as const;

export const CheckVerdictView = z.object({
  check: z.string(),
  verdict: z.enum(['pass', 'deny', 'unknown']),
  reason: ReasonView.nullable(),
});
export type CheckVerdictView = z.infer<typeof CheckVerdictView>;

export const QuoteView = z.object({ price: DecimalString, at: Instant, source: z.string() });
export type QuoteView = z.infer<typeof QuoteView>;

/** A sized, checked, priced question to a person. Everything an asking card shows. */
export const ProposalView = z.object({
  id: Id,
  accountId: Id,
  botId: Id.nullable(),
  botName: z.string().nullable(),
  world: z.enum(WORLDS),
  symbol: z.string(),
  instrumentId: Id,
  nameEn: z.string(),
  nameKo: z.string(),
  side: Side,
  quantity: DecimalString,
  currency: Currency,
  /** The ceiling ("at most") of a buy, the floor of a sell. */
  limitPrice: DecimalString,
  stopPrice: DecimalString.nullable(),
  targetPrice: DecimalString.nullable(),
  horizon: Horizon,
  session: z.enum(SESSIONS),
  status: ProposalStatus,
  revision: z.number(),
  hash: z.string(),
  createdAt: Instant,
  marketAt: Instant,
  /** Wall instant after which it cannot be answered. */
  answerBy: Instant,
  rationale: z.object({
    for: z.array(ReasonView),
    against: z.array(ReasonView),
    rank: z.object({ place: z.number(), of: z.number() }).nullable(),
    record: z.object({ wins: z.number(), total: z.number() }),
    /** What forecasts were worth on it before, or why none has a part. */
    forecast: ReasonView.optional(),
  }),
  sizing: z.object({
    /** quantity x limit price */
    cost: DecimalString,
    costFractionOfBot: z.number().nullable(),
    costFractionOfAccount: z.number().nullable(),
    cashLeft: DecimalString,
    /** Which limit the size comes from: `risk-per-trade`, `position-max-bot`, `position-fraction`, `cash`, … */
    boundBy: z.string(),
    arithmetic: z.array(ReasonView),
    holdingBefore: DecimalString,
    holdingAfter: DecimalString,
    feesEstimated: DecimalString,
    rewardToRisk: z.number().nullable(),
    /** Gain at the target after fees; null without a target. */
    gainAtTarget: DecimalString.nullable(),
    half: z.object({ quantity: DecimalString, cost: DecimalString }).nullable(),
    /** Where the stock costs other money than the account has: its cost in that, won for one dollar, and since when. */
    fx: z.object({ rate: DecimalString, at: Instant, amount: DecimalString.optional() }).nullable(),
  }),
  /** Negative amounts in account currency and as a fraction of equity. */
  worstCase: z.object({
    atStop: DecimalString,
    atStopFraction: z.number().nullable(),
    inGap: DecimalString,
    inGapFraction: z.number().nullable(),
    /** The move behind it (0.12) and where it comes from. */
    gapBasis: z.object({ kind: z.enum(['two-years', 'twice-the-stop', 'whole-amount']), fraction: z.number() }),
  }),
  protection: z.object({ heldBy: z.enum(['broker', 'nod', 'none']) }),
  checks: z.array(CheckVerdictView),
  quote: QuoteView.nullable(),
  /** Why it asks instead of acting: autonomy, first trade of a symbol, above an amount. */
  askBecause: ReasonView,
  /** Another pending proposal that cannot be paid for beside this one. */
  conflictsWith: z.array(Id),
  decidedAt: Instant.nullable(),
  decidedBy: z.string().nullable(),
  decidedChannel: z.string().nullable(),
  /** Why it was skipped, taken back or superseded. */
  reason: ReasonView.nullable(),
  orderId: Id.nullable(),
  /** Where Later moved the one reminder; null: nobody did, or it was given. */
  remindAt: Instant.nullable().default(null),
  /** A purchase above an amount that two people have to nod to, and who did so first; null: one is enough. */
  twoPeople: z
    .object({
      above: DecimalString,
      first: z.object({ by: Id, name: z.string(), channel: z.string(), at: Instant }).nullable(),
    })
    .nullable()
    .default(null),
});
export type ProposalView = z.infer<typeof ProposalView>;

export const ApproveProposal = z.strictObject({
  hash: z.string().min(8).max(128),
  /** A smaller size or another limit makes a new revision through the same checks. */
  edit: z.strictObject({ quantity: AmountInput.optional(), limitPrice: AmountInput.optional() }).optional(),
  /** The device on whose notification it was tapped: only where that is switched on there, and up to its amount. */
  device: Id.optional(),
});
export type ApproveProposal = z.infer<typeof ApproveProposal>;

/** Later: `zone` is an IANA name, whose lunch is meant; absent: where readers of the language are. */
export const PutOffProposal = z.strictObject({ moment: z.enum(LATER_MOMENTS), zone: z.string().max(60).optional() });
export type PutOffProposal = z.infer<typeof PutOffProposal>;

export const RejectProposal = z.strictObject({
  /** What was seen, where that may be old: another question by now is not skipped. */
  hash: z.string().min(8).max(128).optional(),
  reason: z.enum(SKIP_REASONS).or(z.string().trim().max(200)).optional(),
});
export type RejectProposal = z.infer<typeof RejectProposal>;

/** An order as the broker lists it. */
export const BrokerOrderLine = z.object({
  brokerOrderId: z.string(),
  symbol: z.string(),
  side: Side,
  quantity: DecimalString,
  filledQuantity: DecimalString,
  limitPrice: DecimalString.nullable(),
  status: z.string(),
  submittedAt: Instant,
});
export type BrokerOrderLine = z.infer<typeof BrokerOrderLine>;

export const OrderView = z.object({
  id: Id,
  accountId: Id,
  botId: Id.nullable(),
  holder: z.string(),
  proposalId: Id.nullable(),
  clientOrderId: z.string(),
  brokerOrderId: z.string().nullable(),
  symbol: z.string(),
  instrumentId: Id,
  nameEn: z.string(),
  nameKo: z.string(),
  currency: Currency,
  side: Side,
  type: z.enum(ORDER_TYPES),
  timeInForce: z.enum(TIMES_IN_FORCE),
  /** entry, or why it exits: stop, target, strategy, manual, panic, end; `protection` rests at the broker; `external` was placed outside Nod. */
  purpose: z.enum(ORDER_PURPOSES),
  quantity: DecimalString,
  limitPrice: DecimalString.nullable(),
  stopPrice: DecimalString.nullable(),
  filledQuantity: DecimalString,
  averagePrice: DecimalString.nullable(),
  status: z.enum(ORDER_STATES),
  reason: ReasonView.nullable(),
  realizedPnl: DecimalString.nullable(),
  /** The order this one replaced, and the one that replaced it. */
  replaces: Id.nullable(),
  replacedBy: Id.nullable(),
  /** While nobody has confirmed it: since when, what is set aside, and when Nod reports next. */
  unconfirmed: z.object({ sentAt: Instant, setAside: DecimalString, currency: Currency, newsBy: Instant }).nullable(),
  /** While it needs a person: what of the broker's list it could be. Answered by `settle`. */
  candidates: z.array(BrokerOrderLine).nullable(),
  createdAt: Instant,
  marketAt: Instant,
  updatedAt: Instant,
});
export type OrderView = z.infer<typeof OrderView>;

export const ApproveResult = z.object({ proposal: ProposalView, order: OrderView.nullable() });
export type ApproveResult = z.infer<typeof ApproveResult>;

/** `POST /accounts/:id/orders`: a person's own order; a sell takes from `holder` (default: manual, else the only holder). */
export const CreateOrder = z.strictObject({
  symbol: z.string().min(1).max(40),
  side: Side,
  quantity: AmountInput,
  limitPrice: AmountInput.optional(),
  /**
   * Of a buy without a limit: the most per share that its person was shown. It never pays more; a price above it is
   * `price-moved`, and nothing is sent. Absent: the price of the moment and its collar.
   */
  atMost: AmountInput.optional(),
  stopPrice: AmountInput.optional(),
  targetPrice: AmountInput.optional(),
  /** Sells: `market` and `limit` as the limit says, or a resting `stop`/`trailing-stop` where the broker holds them. */
  type: z.enum(ORDER_TYPES).optional(),
  trailPercent: AmountInput.optional(),
  timeInForce: z.enum(TIMES_IN_FORCE).optional(),
  extendedHours: z.boolean().optional(),
  holder: Id.optional(),
});
export type CreateOrder = z.infer<typeof CreateOrder>;

/** A change of a working order: the broker's new order takes its place. */
export const ReplaceOrder = z.strictObject({
  quantity: AmountInput.optional(),
  limitPrice: AmountInput.optional(),
  stopPrice: AmountInput.optional(),
});
export type ReplaceOrder = z.infer<typeof ReplaceOrder>;

/** A person states what became of an order nobody could settle: this one of the broker's list, or never placed. */
export const SettleOrder = z.strictObject({ brokerOrderId: z.string().min(1).max(100).nullable() });
export type SettleOrder = z.infer<typeof SettleOrder>;

/** What is absent stays as it stands by then; one of them at least. A target may be taken away (null), a stop-loss may not. */
export const MoveStop = z.strictObject({
  stopPrice: AmountInput.optional(),
  targetPrice: AmountInput.nullable().optional().describe('null takes it away'),
});
export type MoveStop = z.infer<typeof MoveStop>;
