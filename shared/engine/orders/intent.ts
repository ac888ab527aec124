import type { Caller } from '../../domain/caller.ts';
import type { Holder, InstrumentId } from '../../domain/ids.ts';
import type { OrderState, Side } from '../../domain/order.ts';
import type { OrderPurpose } from '../../domain/order-purpose.ts';
import type { OrderType, TimeInForce } from '../../domain/order-terms.ts';
import type { DecimalText } from '../../lib/decimal.ts';
import type { BrokerOrder } from '../../ports/broker.ts';

/** Who did it: a person through a channel, or the clock. */
export type Actor = Pick<Caller, 'userId' | 'channel'> | 'clock';

/** A reason of the words catalogue. */
export interface OrderReason {
  readonly code: string;
  readonly values: Readonly<Record<string, string | number>>;
}

/** What an order is to do. Never changed once stored: a change of a working order is another intent of the same chain. */
export interface OrderTerms {
  readonly purpose: OrderPurpose;
  readonly holder: Holder;
  readonly instrumentId: InstrumentId;
  readonly side: Side;
  readonly type: OrderType;
  readonly timeInForce: TimeInForce;
  readonly extendedHours: boolean;
  readonly quantity: DecimalText;
  readonly limitPrice: DecimalText | null;
  /** Of a buy: the plan's stop, which is not sent. Of a sale: the price that sets it off. */
  readonly stopPrice: DecimalText | null;
  /** Of a buy: the plan's target, not sent. Of a `protection`: the price its other leg sells at. */
  readonly targetPrice: DecimalText | null;
  /** Of a trailing stop, in percent ("2.5" is 2.5 %). */
  readonly trailPercent: DecimalText | null;
}

/** One intent: an order stored before its first byte leaves, and where it stands. */
export interface Intent extends OrderTerms {
  readonly id: string;
  /** What the broker knows it by: a pure function of the intent, never of the attempt. */
  readonly coid: string;
  /** Grows with every write. */
  readonly version: number;
  readonly state: OrderState;
  readonly proposalId: string | null;
  readonly filledQuantity: DecimalText;
  /** Sum of price × quantity of its fills. */
  readonly filledValue: DecimalText;
  /** Realised result of its fills, in the instrument's currency. */
  readonly realized: DecimalText;
  readonly brokerOrderId: string | null;
  readonly reason: OrderReason | null;
  /** Why it shall end; set before the broker is asked. */
  readonly cancelReason: OrderReason | null;
  /** Ids of the intents before and after it in its chain. */
  readonly replaces: string | null;
  readonly replacedBy: string | null;
  /** Of a replacement: what the order before it had filled when this one was stored. More than that is too much. */
  readonly filledBefore: DecimalText;
  /** While it needs a person: what of the broker's list it could be. */
  readonly candidates: readonly BrokerOrder[] | null;
  readonly actor: string;
  readonly createdAt: number;
  readonly marketAt: number;
  readonly updatedAt: number;
}

/** What may change about an intent after it was stored. */
export type IntentChange = Partial<
  Pick<
    Intent,
    | 'state'
    | 'filledQuantity'
    | 'filledValue'
    | 'realized'
    | 'brokerOrderId'
    | 'reason'
    | 'cancelReason'
    | 'replacedBy'
    | 'candidates'
  >
>;

/** An order to be placed, as whoever decides on it states it. */
export interface NewOrder extends OrderTerms {
  /** Absent: a new one. A repeated id places nothing again. */
  readonly id?: string | undefined;
  readonly proposalId: string | null;
  readonly actor: Actor;
  /** Released at the open, not before. */
  readonly waitsForOpen: boolean;
}
