import { z } from 'zod';
import { CONNECTION_STATES } from './connection.ts';
import { Currency, DecimalString, Id, ReasonView } from './common.ts';

/** The door between paper and real money: what paper showed, what will differ, and what is still missing. */
export const GoingLiveView = z.object({
  /** The paper account that was practised with. */
  accountId: Id,
  currency: Currency,
  paper: z.object({
    days: z.number(),
    trades: z.number(),
    /** What was made of the money, in percent; beside it what holding the benchmark would have made. Null: not known. */
    resultPercent: z.number().nullable(),
    /** A fund of the whole market, or `equal-weight`: the same money in everything of the market. */
    benchmark: z.object({ symbol: z.string(), resultPercent: z.number().nullable() }),
    deepestFallPercent: z.number().nullable(),
    /** Average distance of paper fills from the quote at the send, in percent of price, against the buyer. */
    fillVsQuotePercent: z.number().nullable(),
  }),
  /** Fewer than 20 paper days or 20 paper trades: said, and asked once more. */
  isThin: z.boolean(),
  /** Sentences `goingLive.differs.<code>`: fills, fees, tax, nerves. */
  differs: z.array(ReasonView),
  stopsHeldBy: z.enum(['broker', 'nod']),
  /** Live connections a live account could trade over. */
  connections: z.array(
    z.object({ id: Id, name: z.string(), accountEnding: z.string(), state: z.enum(CONNECTION_STATES) }),
  ),
  firstTrades: z.object({ count: z.number(), sizeFraction: z.number() }),
  /** Most the broker lets be spent, where it says so. */
  buyingPower: DecimalString.nullable(),
  /** What the person has to type, with `{amount}` where the amount stands that they choose. */
  sentence: z.string(),
});
export type GoingLiveView = z.infer<typeof GoingLiveView>;

/** Fewer trading days or trades than this on paper tell little. */
export const PRACTICE_DAYS_MIN = 20;
export const PRACTICE_TRADES_MIN = 20;
/** How real money begins: so many trades, each asked, each this part of the usual size. */
export const FIRST_TRADES = { count: 10, sizeFraction: 0.25 } as const;

/** The typed sentence must hold the amount; `iKnowItIsThin` answers the second question. Needs step-up `going-live`. */
export const GoLive = z.strictObject({
  connectionId: Id,
  /** Most that Nod may have invested there. */
  amount: DecimalString,
  typed: z.string().max(200),
  iKnowItIsThin: z.boolean().default(false),
  /** Bots to be copied: paused, on `ask`. */
  copyBotIds: z.array(Id).max(50).default([]),
});
export type GoLive = z.infer<typeof GoLive>;

/** The live account that was made; its bots wait, paused, until somebody starts them. */
export const WentLiveView = z.object({
  accountId: Id,
  copiedBots: z.array(z.object({ id: Id, name: z.string() })),
  /** Bots of the request that could not be copied. */
  notCopied: z.array(z.object({ id: Id, name: z.string() })),
});
export type WentLiveView = z.infer<typeof WentLiveView>;

/** Back to paper is one tap: what stays open on the live account, and who protects it. */
export const BackToPaperView = z.object({
  accountId: Id,
  paperAccountId: Id.nullable(),
  staysOpen: z.array(
    z.object({
      symbol: z.string(),
      quantity: DecimalString,
      stopPrice: DecimalString.nullable(),
      heldBy: z.enum(['broker', 'nod', 'none']),
    }),
  ),
  workingOrders: z.number(),
});
export type BackToPaperView = z.infer<typeof BackToPaperView>;
