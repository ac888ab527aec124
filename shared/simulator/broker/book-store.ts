import type { InstrumentId } from '../../domain/ids.ts';
import type { Currency } from '../../domain/instrument.ts';
import type { Side } from '../../domain/order.ts';
import type { OrderClass, OrderType, TimeInForce } from '../../domain/order-terms.ts';
import type { DecimalText } from '../../lib/decimal.ts';
import type { MarketMs, WallMs } from '../../lib/time.ts';
import type { BrokerOrder, Trail } from '../../ports/broker.ts';

/** What an order is within its class; `single` is one of its own. */
export type OrderRole = 'single' | 'entry' | 'take-profit' | 'stop-loss';

/** An order as the broker's own book keeps it. Never changed in place: a changed one is put in its stead. */
export interface BookOrder {
  /** Grows by one per order. */
  readonly number: number;
  readonly brokerOrderId: string;
  /** As the broker shows it: the sender's, or one the broker made up. */
  readonly clientOrderId: string;
  /** What the sender called it, also where the broker keeps no such thing (class b): for checkers. Null of a leg. */
  readonly sentAs: string | null;
  readonly instrumentId: InstrumentId;
  readonly symbol: string;
  readonly currency: Currency;
  readonly side: Side;
  readonly type: OrderType;
  readonly quantity: DecimalText | null;
  readonly notional: DecimalText | null;
  readonly limitPrice: DecimalText | null;
  /** Of a trailing stop: where it stands now; null before the first price. */
  readonly stopPrice: DecimalText | null;
  readonly trail: Trail | null;
  /** The best price a trailing stop has seen. */
  readonly highWater: DecimalText | null;
  /** A stop that was reached; from then on it is a market or a limit order. */
  readonly isTriggered: boolean;
  readonly timeInForce: TimeInForce;
  readonly extendedHours: boolean;
  readonly orderClass: OrderClass;
  readonly role: OrderRole;
  /** Broker order id of the order this one came with; shared by an entry and its exits, kept through replacements. */
  readonly group: string | null;
  readonly parentId: string | null;
  readonly state: BrokerOrder['state'];
  /** An exit that waits for its entry to be filled completely. */
  readonly isHeld: boolean;
  /** What was asked for and has not happened yet. `new`: it replaces an order that still works. */
  readonly pending: 'new' | 'cancel' | 'replace' | null;
  readonly reason: string | null;
  readonly filledQuantity: DecimalText;
  /** Sum of quantity times price over its fills. */
  readonly filledValue: DecimalText;
  readonly replaces: string | null;
  readonly replacedBy: string | null;
  readonly submittedAt: WallMs;
  /** Lists and look-ups show it from here on. */
  readonly visibleFrom: WallMs;
  readonly updatedAt: WallMs;
  readonly endedAt: WallMs | null;
  /** The end of the session a day order is for; null for all others. */
  readonly goodUntil: MarketMs | null;
}

export interface BookExecution {
  /** Grows by one per fill. */
  readonly seq: number;
  readonly brokerOrderId: string;
  readonly clientOrderId: string;
  readonly instrumentId: InstrumentId;
  readonly side: Side;
  readonly quantity: DecimalText;
  readonly price: DecimalText;
  readonly at: WallMs;
  readonly marketAt: MarketMs;
}

export interface BookPosition {
  readonly instrumentId: InstrumentId;
  /** Signed. */
  readonly quantity: DecimalText;
}

/** Where a broker's book is kept. Synchronous: what one function of the model does is one step. */
export interface BookStore {
  meta(key: string): string | null;
  setMeta(key: string, value: string): void;
  nextOrderNumber(): number;
  order(brokerOrderId: string): BookOrder | null;
  /** The newest that is shown under this id. */
  orderByClientId(clientOrderId: string): BookOrder | null;
  /** Those that came together. */
  group(group: string): readonly BookOrder[];
  /** Those that have not ended, oldest first. */
  working(): readonly BookOrder[];
  /** Those that have not ended, and those that ended at this time or later; oldest first. */
  ordersSince(since: WallMs): readonly BookOrder[];
  orders(): readonly BookOrder[];
  /** A new order, or a changed one (told by its number). */
  putOrder(order: BookOrder): void;
  addExecution(execution: Omit<BookExecution, 'seq'>): BookExecution;
  /** Oldest first. */
  executionsAfter(seq: number, limit: number): readonly BookExecution[];
  held(instrumentId: InstrumentId): DecimalText;
  /** Those that are not zero. */
  positions(): readonly BookPosition[];
  putPosition(position: BookPosition): void;
  /** Null: this book keeps no cash in that currency. */
  cash(currency: Currency): DecimalText | null;
  setCash(currency: Currency, amount: DecimalText): void;
  /** False: this split was booked before. */
  addSplit(id: string): boolean;
}
