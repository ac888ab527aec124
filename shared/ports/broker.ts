import type { InstrumentId } from '../domain/ids.ts';
import type { Currency } from '../domain/instrument.ts';
import type { OrderState, Side } from '../domain/order.ts';
import type { OrderClass, OrderType, TimeInForce } from '../domain/order-terms.ts';
import type { DecimalText } from '../lib/decimal.ts';
import type { MarketMs, WallMs } from '../lib/time.ts';

/**
 * How a broker treats a repeated client order id: `a` refuses it for ever, `a-star` for a bounded time, `b` has no id.
 * It decides how an unanswered order is resolved (reliability: never resend by machine where nobody deduplicates).
 */
export type BrokerClass = 'a' | 'a-star' | 'b';

/** How far a trailing stop follows: by a price distance or in percent ("2.5" is 2.5 %). */
export type Trail = { readonly price: DecimalText } | { readonly percent: DecimalText };

/** What leaves for the broker. Fixed when the intent is stored; a repeat sends exactly the same. */
export interface BrokerOrderRequest {
  readonly clientOrderId: string;
  readonly instrumentId: InstrumentId;
  readonly symbol: string;
  readonly currency: Currency;
  readonly side: Side;
  readonly type: OrderType;
  /** Shares; null when `notional` is given. */
  readonly quantity: DecimalText | null;
  /** Money to spend instead of a number of shares; market orders for the day only. */
  readonly notional: DecimalText | null;
  readonly limitPrice: DecimalText | null;
  readonly stopPrice: DecimalText | null;
  readonly trail: Trail | null;
  readonly timeInForce: TimeInForce;
  /** Also outside the regular session; limit orders only. */
  readonly extendedHours: boolean;
  readonly orderClass: OrderClass;
  readonly takeProfit: { readonly limitPrice: DecimalText } | null;
  readonly stopLoss: { readonly stopPrice: DecimalText; readonly limitPrice: DecimalText | null } | null;
}

/** A change of a working order. The broker answers with a new order of its own that has `clientOrderId`. */
export interface BrokerReplaceRequest {
  /** The order to be changed. */
  readonly replaces: { readonly clientOrderId: string; readonly brokerOrderId: string };
  /** Of the new order. */
  readonly clientOrderId: string;
  /** Of the new order by itself: what the old one filled is not in it. Null: as much as the old one asked for. */
  readonly quantity: DecimalText | null;
  readonly limitPrice: DecimalText | null;
  readonly stopPrice: DecimalText | null;
  readonly trail: DecimalText | null;
}

/** An order as the broker has it. */
export interface BrokerOrder {
  /** Whoever placed it chose it; the broker made one up where nobody did. */
  readonly clientOrderId: string;
  readonly brokerOrderId: string;
  readonly instrumentId: InstrumentId;
  readonly symbol: string;
  readonly side: Side;
  readonly type: OrderType;
  /** Of an order by notional: what has filled so far. */
  readonly quantity: DecimalText;
  readonly filledQuantity: DecimalText;
  readonly limitPrice: DecimalText | null;
  readonly stopPrice: DecimalText | null;
  readonly timeInForce: TimeInForce;
  readonly state: Extract<
    OrderState,
    'accepted' | 'partially-filled' | 'filled' | 'cancelled' | 'expired' | 'rejected' | 'replaced'
  >;
  /** The broker's own words for a refusal. */
  readonly reason: string | null;
  /** Broker order ids of the chain: the order this one replaced, and the one that replaced it. */
  readonly replaces: string | null;
  readonly replacedBy: string | null;
  /** The order whose leg this is; null for an order of its own. */
  readonly parentId: string | null;
  readonly submittedAt: WallMs;
}

/** One fill. `id` is the broker's and never repeats. */
export interface Execution {
  readonly id: string;
  readonly clientOrderId: string;
  readonly brokerOrderId: string;
  readonly instrumentId: InstrumentId;
  readonly side: Side;
  readonly quantity: DecimalText;
  readonly price: DecimalText;
  readonly at: WallMs;
  readonly marketAt: MarketMs;
}

/**
 * Money that moved at the broker without a fill. `id` is the broker's and never repeats; the same id with another amount
 * is a correction, with `0` it was taken back.
 */
export interface CashMove {
  readonly id: string;
  readonly kind: 'fee' | 'tax' | 'dividend' | 'interest' | 'transfer';
  /** What it did to cash, signed. */
  readonly amount: DecimalText;
  readonly currency: Currency;
  /** What paid it; null for none. */
  readonly instrumentId: InstrumentId | null;
  /** When the broker booked it. */
  readonly at: WallMs;
}

/** How a broker answered. Everything that is not provably one of the others is `unknown`. */
export type SubmitAnswer =
  | { readonly kind: 'accepted'; readonly order: BrokerOrder }
  | { readonly kind: 'duplicate' }
  | { readonly kind: 'rejected'; readonly code: RejectCode; readonly message: string }
  | { readonly kind: 'throttled'; readonly retryAfterMs: number }
  /** It provably never left: no connection, no permit, no credential. */
  | { readonly kind: 'unavailable'; readonly message: string }
  | { readonly kind: 'unknown'; readonly message: string };

/** The broker's no, as far as its words can be told apart; `other` keeps them as they came. */
export const REJECT_CODES = [
  'buying-power',
  'insufficient-shares',
  'not-authorised',
  'not-tradable',
  'invalid-order',
  'market-closed',
  'wash-trade',
  'account-blocked',
  'split',
  'other',
] as const;
export type RejectCode = (typeof REJECT_CODES)[number];

export type CancelAnswer =
  | { readonly kind: 'cancelled'; readonly order: BrokerOrder }
  /** Asked for; the end is confirmed by a later look. */
  | { readonly kind: 'asked' }
  | { readonly kind: 'too-late'; readonly order: BrokerOrder }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'unknown'; readonly message: string };

/** A replacement is an order: it is accepted, refused (the old one goes on), or not confirmed. */
export type ReplaceAnswer = SubmitAnswer | { readonly kind: 'too-late'; readonly order: BrokerOrder };

/**
 * `not-found` is an answer of a healthy broker; `unavailable` says nothing about the order. `legs` are all that hang on
 * the order; absent where the broker did not tell of them.
 */
export type LookUpAnswer =
  | { readonly kind: 'found'; readonly order: BrokerOrder; readonly legs?: readonly BrokerOrder[] | undefined }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'unavailable'; readonly message: string };

/** The broker's book as of now: what reconciliation compares with. */
export interface BrokerSnapshot {
  /** Every open order, and those that ended since the asked time less the broker's margin. */
  readonly orders: readonly BrokerOrder[];
  /** Fills after the cursor, oldest first. May repeat some: they are told apart by id. */
  readonly executions: readonly Execution[];
  /** Where the next snapshot begins. Opaque. */
  readonly cursor: string;
  /**
   * What moved cash besides fills, at least all since the asked time; null where it was not asked for this time, and of a
   * broker that tells of none.
   */
  readonly moves: readonly CashMove[] | null;
  /** False: there are more fills after these; ask again from `cursor`. */
  readonly isLast: boolean;
  /** Signed: a short position is negative. */
  readonly positions: readonly { readonly instrumentId: InstrumentId; readonly quantity: DecimalText }[];
  /** The broker's cash by currency; null where it does not say. */
  readonly cash: Readonly<Partial<Record<Currency, DecimalText>>> | null;
  /** The broker's clock less ours, in ms; null where it does not say. */
  readonly clockSkewMs: number | null;
}

/** What the broker itself says of the account that a key opens. */
export interface BrokerAccount {
  /** The broker's own number, to be shown by its last four characters. */
  readonly number: string;
  /** As the broker reports it, never as configuration says. */
  readonly environment: 'paper' | 'live';
  readonly currency: Currency;
  readonly cash: DecimalText;
  readonly buyingPower: DecimalText;
  readonly equity: DecimalText;
  /** May buy; exits may go on where it says no. */
  readonly mayTrade: boolean;
  /** What the key may do and may not, in the broker's own terms, e.g. `trading`, `short-sale`, `fractional`, `margin-2x`. */
  readonly permissions: readonly string[];
}

/** What this broker can do for us. */
export interface BrokerAbilities {
  readonly replace: boolean;
  /** Holds stops and targets by itself, also when Nod is off: as one OCO order, or as a stop alone. */
  readonly protects: boolean;
  readonly fractional: boolean;
  /** Charges fees and tax by themselves, days after the fill; else they leave cash with it. */
  readonly feesLater: boolean;
}

/** How the rate budget ranks a call: exits before entries, orders before polling. */
export const CALL_PRIORITIES = ['exit', 'entry', 'poll'] as const;
export type CallPriority = (typeof CALL_PRIORITIES)[number];

/**
 * One brokerage account. No method throws for an expected fault; `snapshot` and `account` answer null when the broker is
 * out of reach: a failed query is never an empty book.
 */
export interface Broker {
  readonly class: BrokerClass;
  /** `a-star`: how long a repeated id is known, in ms; null otherwise. */
  readonly dedupMs: number | null;
  readonly can: BrokerAbilities;
  /**
   * `isWanted` is asked once more right before the first byte leaves, after whatever had to be waited for (a permit, a
   * credential): false is answered `unavailable`.
   */
  submit(request: BrokerOrderRequest, isWanted?: () => boolean): Promise<SubmitAnswer>;
  replace(request: BrokerReplaceRequest, isWanted?: () => boolean): Promise<ReplaceAnswer>;
  cancel(order: { readonly clientOrderId: string; readonly brokerOrderId: string | null }): Promise<CancelAnswer>;
  orderByClientId(clientOrderId: string): Promise<LookUpAnswer>;
  /** `cursor` is null the first time: everything there is. `since` bounds how old an ended order may be. */
  snapshot(from: { readonly cursor: string | null; readonly since: WallMs }): Promise<BrokerSnapshot | null>;
  account(): Promise<BrokerAccount | null>;
}
