import { z } from 'zod';
import { limitShape } from '../domain/account-limits.ts';
import { BLOCK_DAYS_MAX } from '../domain/dated-blocks.ts';
import { WORLDS } from '../domain/market.ts';
import { ownerLimitsSchema, type OwnerLimitName } from '../domain/owner-limits.ts';
import { ROLES } from '../domain/role.ts';
import { AmountInput, Currency, DecimalString, Id, Instant, ReasonView } from './common.ts';
import { BrokerName, ConnectionHealth } from './connection.ts';
import { Trouble } from './watch.ts';

export const MODES = ['active', 'reducing', 'halted'] as const;
export const Mode = z.enum(MODES);
export type Mode = z.infer<typeof Mode>;

/** Losses that stop buying; after one, no limit of the account is loosened until the next session. */
export const LOSS_REASONS = ['daily-loss', 'drawdown', 'stop-outs'] as const;
export type LossReason = (typeof LOSS_REASONS)[number];

/** One trading account as whoever asks sees it. `recovering` is readiness, not a mode: entries wait for it. */
export const AccountView = z.object({
  id: Id,
  name: z.string(),
  /** What the asker is on it: what they may do, told before they try (`domain/role.ts`). A token may do less. */
  role: z.enum(ROLES),
  world: z.enum(WORLDS),
  marketId: Id,
  broker: BrokerName,
  /** The sealed credential it trades over; null for Nod's own paper broker. */
  connectionId: Id.nullable(),
  /** Off: it buys nothing, whatever bots and people ask; exits and protection go on. */
  mayTrade: z.boolean(),
  /** How the way to the broker is. */
  health: ConnectionHealth,
  /** Differences between the broker's book and ours that nobody has settled, with both sides. */
  differences: z.array(
    z.object({ what: z.enum(['position', 'cash', 'order']), name: z.string(), broker: z.string(), ours: z.string() }),
  ),
  /** Real money's first trades, at a fraction of the size and always asked; null on paper and when they are through. */
  firstTrades: z.object({ left: z.number(), sizeFraction: z.number() }).nullable(),
  /** After such a loss limits are only tightened until then (market time); null: nothing holds them. */
  limitsLock: z.object({ reason: z.enum(LOSS_REASONS), until: Instant }).nullable(),
  /** The part of their usual size that bots buy; 1 is all of it. */
  botSizeFraction: z.number(),
  baseCurrency: Currency,
  mode: Mode,
  modeReason: z.string().nullable(),
  recovering: z.boolean(),
  /** Cash by currency, then what is set aside for working orders. */
  cash: z.record(Currency, DecimalString),
  reserved: z.record(Currency, DecimalString),
  /** Base currency that is neither set aside nor some bot's own money: what a new bot can be given. */
  unassigned: DecimalString,
  /** Base currency: cash + positions at the last price. Null when a price or rate is unknown. */
  equity: DecimalString.nullable(),
  dayResult: DecimalString.nullable(),
  dayResultPercent: z.number().nullable(),
  realizedPnl: DecimalString,
  peakEquity: DecimalString.nullable(),
  drawdownPercent: z.number().nullable(),
  /** The safety line: how many open positions have a stop, and who holds it. */
  protection: z.object({
    positions: z.number(),
    protected: z.number(),
    heldByBroker: z.number(),
    heldByNod: z.number(),
  }),
  /** What does not work right now and was told, the oldest first. */
  troubles: z.array(z.object({ trouble: Trouble, since: Instant })),
  brokerCheckedAt: Instant.nullable(),
  pendingProposals: z.number(),
  /** Bots that stopped asking: nobody answered, or nobody was there. */
  silentBots: z.number(),
  workingOrders: z.number(),
  /** Orders that nobody has confirmed or that need a person. */
  unresolvedOrders: z.number(),
  /** What a person can do about a mode: `modeReason` as a sentence, and what lifts it. */
  modeSentence: ReasonView.nullable(),
  createdAt: Instant,
  /** A person closed it: it buys nothing again and stays to be read. Null: it is open. */
  closedAt: Instant.nullable(),
  /** Sequence number of the newest event, for the stream's `since`. */
  seq: z.number(),
});
export type AccountView = z.infer<typeof AccountView>;

export const PositionView = z.object({
  symbol: z.string(),
  instrumentId: Id,
  nameEn: z.string(),
  nameKo: z.string(),
  currency: Currency,
  quantity: DecimalString,
  averagePrice: DecimalString.nullable(),
  marketPrice: DecimalString.nullable(),
  priceAt: Instant.nullable(),
  marketValue: DecimalString.nullable(),
  unrealizedPnl: DecimalString.nullable(),
  holders: z.array(
    z.object({
      botId: Id.nullable(),
      /** `manual` and `external` have no bot. */
      holder: z.string(),
      quantity: DecimalString,
      averagePrice: DecimalString.nullable(),
      stopPrice: DecimalString.nullable(),
      targetPrice: DecimalString.nullable(),
      openedAt: Instant.nullable(),
      protection: z.object({
        heldBy: z.enum(['broker', 'nod', 'none']),
        stopPrice: DecimalString.nullable(),
        confirmedAt: Instant.nullable(),
      }),
    }),
  ),
});
export type PositionView = z.infer<typeof PositionView>;

export const TRANSACTION_TYPES = [
  'deposit',
  'withdrawal',
  'buy',
  'sell',
  'dividend',
  'fee',
  'tax',
  'split',
  'conversion',
  'interest',
] as const;
export const TransactionView = z.object({
  id: Id,
  botId: Id.nullable(),
  type: z.enum(TRANSACTION_TYPES),
  at: Instant,
  symbol: z.string().nullable(),
  quantity: DecimalString.nullable(),
  price: DecimalString.nullable(),
  amount: DecimalString,
  currency: Currency,
  realizedPnl: DecimalString.nullable(),
  realizedInBase: DecimalString.nullable().describe('the same in the account’s money; null where no rate is known'),
  orderId: Id.nullable(),
  entries: z.array(z.object({ account: z.string(), amount: DecimalString, currency: Currency })),
});
export type TransactionView = z.infer<typeof TransactionView>;

export const TransactionSummary = z.object({
  byType: z.array(
    z.object({ type: z.enum(TRANSACTION_TYPES), currency: Currency, count: z.number(), amount: DecimalString }),
  ),
});
export type TransactionSummary = z.infer<typeof TransactionSummary>;

/** Paper money in or out, dividends, and other bookings a person may make by hand where no broker keeps the book. */
export const CreateTransaction = z.strictObject({
  type: z.enum(['deposit', 'withdrawal', 'dividend', 'fee', 'split', 'conversion']),
  amount: AmountInput.optional(),
  currency: Currency.optional(),
  symbol: z.string().max(40).optional(),
  /** Splits: new shares per old share. Conversions: units of `toCurrency` per unit of `currency`. */
  ratio: AmountInput.optional(),
  toCurrency: Currency.optional(),
});
export type CreateTransaction = z.infer<typeof CreateTransaction>;

export const CreateAccount = z.strictObject({
  name: z.string().trim().min(1).max(60).optional(),
  broker: z.literal('paper').default('paper'),
  baseCurrency: Currency.default('USD'),
  deposit: AmountInput.optional(),
});
export type CreateAccount = z.infer<typeof CreateAccount>;

/** Its name, and whether it may buy; switched off, exits and protection go on. */
export const UpdateAccount = z
  .strictObject({ name: z.string().trim().min(1).max(60).optional(), mayTrade: z.boolean().optional() })
  .refine((change) => change.name !== undefined || change.mayTrade !== undefined, 'name or mayTrade');
export type UpdateAccount = z.infer<typeof UpdateAccount>;

/** Every limit of the account (`domain/account-limits.ts`), as it binds. */
export const AccountLimitsView = z.object(limitShape);
export type AccountLimitsView = z.infer<typeof AccountLimitsView>;

/** An amount as limits keep it. */
const LimitAmount = AmountInput.pipe(limitShape.investedMax.unwrap());

/**
 * Some of the limits, anew; null asks nothing any more. At a broker whatever is looser (`LOOSER`) needs the person
 * (step-up `loosen-limits`).
 */
export const UpdateLimits = z
  .strictObject({
    ...limitShape,
    positionAmountMax: LimitAmount.nullable(),
    priceMinUsd: LimitAmount.nullable(),
    priceMinKrw: LimitAmount.nullable(),
    tradedValueMin: LimitAmount.nullable(),
    investedMax: LimitAmount,
    /** 0 asks for two people every time. */
    secondNodAbove: LimitAmount.nullable(),
    /** 0 asks for every purchase. */
    unconfirmedFractionMax: z.number().min(0).max(1),
    /** Names put on the block list and taken off it, whatever else stands there by then. */
    block: limitShape.blockList,
    unblock: limitShape.blockList,
    /**
     * The same with an end. So many days from the market's today, at least: what holds longer stays. A last day
     * `YYYY-MM-DD`: it ends on this one, also where it had no end. Null: its last day goes.
     */
    blockUntil: z
      .record(z.string().trim().min(1).max(60), z.union([z.iso.date(), z.int().min(1).max(BLOCK_DAYS_MAX), z.null()]))
      .refine((blocks) => Object.keys(blocks).length <= 1_000),
  })
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'at least one limit');
export type UpdateLimits = z.infer<typeof UpdateLimits>;

/** The owner's limits for all accounts (`domain/owner-limits.ts`); absent or null: none. */
export const OwnerLimitsView = z.object({ limits: ownerLimitsSchema, mayChange: z.boolean() });
export type OwnerLimitsView = z.infer<typeof OwnerLimitsView>;

/** Some of them anew; null takes one away. Tighter holds at once, looser needs the person (step-up `loosen-limits`). */
export const UpdateOwnerLimits = z
  .strictObject(
    Object.fromEntries(
      Object.entries(ownerLimitsSchema.shape).map(([name, schema]) => [name, schema.unwrap().nullable().optional()]),
    ) as unknown as { [Name in OwnerLimitName]: z.ZodOptional<z.ZodNullable<z.ZodNumber>> }, // name by name
  )
  .refine((change) => Object.keys(change).length > 0, 'at least one limit');
export type UpdateOwnerLimits = z.infer<typeof UpdateOwnerLimits>;

export const EquityPoint = z.object({ at: Instant, equity: DecimalString, cash: DecimalString });
export type EquityPoint = z.infer<typeof EquityPoint>;

/** One line of an account's event log (audit, receipts, stream). */
export const EventView = z.object({
  accountId: Id,
  seq: z.number(),
  type: z.string(),
  at: Instant,
  marketAt: Instant,
  actor: z.string(),
  channel: z.string(),
  body: z.record(z.string(), z.unknown()),
});
export type EventView = z.infer<typeof EventView>;
