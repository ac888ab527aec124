import type { InstrumentId } from '../domain/ids.ts';
import type { Currency } from '../domain/instrument.ts';
import type { OrderState, Side } from '../domain/order.ts';
import type { DecimalText } from '../lib/decimal.ts';
import type { MarketMs, WallMs } from '../lib/time.ts';

/**
 * How a broker treats a repeated client order id: `a` refuses it for ever, `a-star` for a bounded time, `b` has no id.
 * It decides how an unanswered order is resolved (reliability: never resend by machine where nobody deduplicates).
 */
export type BrokerClass = 'a' | 'a-star' | 'b';

/** What leaves for the broker. Fixed when the intent is stored; a repeat sends exactly the same. */
export interface BrokerOrderRequest {
  readonly clientOrderId: string;
  readonly instrumentId: InstrumentId;
  readonly symbol: string;
  readonly currency: Currency;
  readonly side: Side;
  readonly type: 'market' | 'limit';
  readonly quantity: DecimalText;
  readonly limitPrice: DecimalText | null;
  /** `ioc` trades at the next moment there is a price or not at all; `day` and `gtc` rest. */
  readonly timeInForce: 'ioc' | 'day' | 'gtc';
}

/** An order as the broker has it. */
export interface BrokerOrder {
  readonly clientOrderId: string;
  readonly brokerOrderId: string;
  readonly instrumentId: InstrumentId;
  readonly side: Side;
  readonly quantity: DecimalText;
  readonly filledQuantity: DecimalText;
  readonly state: Extract<
    OrderState,
    'accepted' | 'partially-filled' | 'filled' | 'cancelled' | 'expired' | 'rejected'
  >;
  /** The broker's own words for a refusal. */
  readonly reason: string | null;
}

/** One fill. `id` is the broker's and never repeats; `seq` orders the fills of one account. */
export interface Execution {
  readonly id: string;
  readonly seq: number;
  readonly clientOrderId: string;
  readonly brokerOrderId: string;
  readonly instrumentId: InstrumentId;
  readonly side: Side;
  readonly quantity: DecimalText;
  readonly price: DecimalText;
  readonly at: WallMs;
  readonly marketAt: MarketMs;
}

/** How a broker answered. Everything that is not provably one of the others is `unknown`. */
export type SubmitAnswer =
  | { readonly kind: 'accepted'; readonly order: BrokerOrder }
  | { readonly kind: 'duplicate' }
  | { readonly kind: 'rejected'; readonly code: string; readonly message: string }
  | { readonly kind: 'throttled'; readonly retryAfterMs: number }
  | { readonly kind: 'unknown'; readonly message: string };

export type CancelAnswer =
  | { readonly kind: 'cancelled'; readonly order: BrokerOrder }
  | { readonly kind: 'too-late'; readonly order: BrokerOrder }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'unknown'; readonly message: string };

/** `not-found` is an answer of a healthy broker; `unavailable` says nothing about the order. */
export type LookUpAnswer =
  | { readonly kind: 'found'; readonly order: BrokerOrder }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'unavailable'; readonly message: string };

/** Most fills of one snapshot; when it has so many, the next page begins after the last. */
export const EXECUTIONS_PER_SNAPSHOT = 1_000;

/** The broker's book as of now: what reconciliation compares with. */
export interface BrokerSnapshot {
  readonly openOrders: readonly BrokerOrder[];
  /** Fills with `seq` above the asked one, oldest first, at most `EXECUTIONS_PER_SNAPSHOT`. */
  readonly executions: readonly Execution[];
  readonly positions: readonly { readonly instrumentId: InstrumentId; readonly quantity: DecimalText }[];
}

/** One brokerage account. No method throws for an expected fault; `snapshot` answers null when the broker is out of reach. */
export interface Broker {
  readonly class: BrokerClass;
  submit(request: BrokerOrderRequest): Promise<SubmitAnswer>;
  cancel(clientOrderId: string): Promise<CancelAnswer>;
  orderByClientId(clientOrderId: string): Promise<LookUpAnswer>;
  snapshot(sinceExecution: number): Promise<BrokerSnapshot | null>;
}
