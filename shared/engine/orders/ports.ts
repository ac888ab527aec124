import type { Holder, InstrumentId } from '../../domain/ids.ts';
import type { Currency } from '../../domain/instrument.ts';
import type { OrderState } from '../../domain/order.ts';
import type { DecimalText } from '../../lib/decimal.ts';
import type { MarketMs, WallMs } from '../../lib/time.ts';
import type { Broker, BrokerOrder, CashMove, Execution } from '../../ports/broker.ts';
import type { Mode } from '../../risk/check.ts';
import type { Due } from './effects.ts';
import type { Actor, Intent, IntentChange, OrderReason } from './intent.ts';

/**
 * How an attempt to send stands. `sending`: it may have left. `unsent`: it provably did not. `refused`: the broker took
 * this one provably not. `duplicate`: the broker says it has the id. `answered`: it told what became of the order.
 */
export type AttemptState = 'sending' | 'unsent' | 'refused' | 'duplicate' | 'answered';

/** All attempts of one intent. */
export interface Attempts {
  readonly count: number;
  readonly firstAt: WallMs;
  readonly lastAt: WallMs;
  /** Whether any of them may be at the broker: `sending` or `duplicate`. */
  readonly mayHaveLeft: boolean;
  /** Whether the newest was refused while an older one may be there. */
  readonly isRefused: boolean;
  /** Whether the broker said of any that it has the id. */
  readonly isKnownThere: boolean;
  /** Counted not-found answers since the last attempt. */
  readonly notFound: number;
}

/** What was seen of an order at the broker, and whose it is. */
export interface SeenOrder {
  readonly brokerOrderId: string;
  readonly intentId: string | null;
}

/** Where the broker's book and ours are not the same. `name` is an instrument id, a currency or an order. */
export interface Difference {
  readonly what: 'position' | 'cash' | 'order';
  readonly name: string;
  readonly broker: string;
  readonly ours: string;
  /** When it was seen first. */
  readonly since: WallMs;
  /** Whether it was told, because it stayed. */
  readonly isTold: boolean;
}

/** Single values the protocol keeps. */
export interface OrderMeta {
  /** Up to here everything at the broker is booked. */
  cursor: string;
  /** When the broker's whole book was read last. */
  checkedAt: WallMs;
  differences: readonly Difference[];
  /** The broker's clock less ours. */
  clockSkewMs: number;
}

export interface OwedMessage {
  readonly seq: number;
  readonly recipient: string;
  readonly tries: number;
  readonly since: WallMs;
}

/** What the protocol knows by heart of the schedule; every other kind is the host's. */
export const ORDER_WORK = ['resolve-orders', 'reconcile', 'lapse', 'exit', 'verify-flat', 'deliver'] as const;
export type OrderWork = (typeof ORDER_WORK)[number];

/**
 * Everything durable, synchronous: what is written in one `transaction` is committed together or not at all, and nothing
 * is awaited inside. Writes outside a transaction commit each by itself.
 */
export interface OrderStore {
  transaction<T>(work: () => T): T;

  intent(id: string): Intent | null;
  intentByCoid(coid: string): Intent | null;
  /** Oldest first. `states` is one of the constant lists of `states.ts`. */
  intentsIn(states: readonly OrderState[]): readonly Intent[];
  /** The same of one holder's instrument. */
  intentsOf(instrumentId: InstrumentId, holder: Holder, states: readonly OrderState[]): readonly Intent[];
  /** False when the id or the clientOrderId is there already: nothing is written. */
  insertIntent(intent: Intent): boolean;
  /** Writes only while `version` is still the stored one, which then grows by one; false when it is not. */
  updateIntent(id: string, version: number, change: IntentChange): boolean;

  /** In state `sending`, numbered on. */
  addAttempt(intentId: string): void;
  attempts(intentId: string): Attempts | null;
  /** The newest one; `answered` marks them all. */
  markAttempt(intentId: string, state: AttemptState): void;
  /** One more not-found answer about the newest one. */
  countNotFound(intentId: string): void;

  seenOrder(brokerOrderId: string): SeenOrder | null;
  /** Keeps what the broker says of an order. A known `intentId` is never lost again. */
  saveSeen(order: BrokerOrder, intentId: string | null): void;
  knowsExecution(id: string): boolean;
  /** False when this execution is known. */
  insertExecution(execution: Execution, intentId: string | null): boolean;

  held(instrumentId: InstrumentId, holder: Holder): DecimalText;
  /** What all holders have together, by instrument. */
  heldByInstrument(): ReadonlyMap<string, DecimalText>;
  /** Every holder of anything, and of a working order of purpose `protection`. */
  holders(): readonly { readonly instrumentId: InstrumentId; readonly holder: Holder }[];

  reserve(intentId: string, holder: Holder, amount: DecimalText): void;
  free(intentId: string): void;

  /** One compare-and-set: only while it is pending, at this revision, within its window. False: somebody was first. */
  claimProposal(claim: ProposalClaim): boolean;

  /** What was kept under a request's key (`once.ts`) within the last day. */
  keyed(key: string): KeyedAnswer | null;
  putKeyed(key: string, answer: KeyedAnswer): void;

  /** The strictest of global, account and the holder's own. */
  mode(holder: Holder): Mode;

  meta<K extends keyof OrderMeta>(key: K): OrderMeta[K] | null;
  setMeta<K extends keyof OrderMeta>(key: K, value: OrderMeta[K]): void;

  /** Adds or moves a row, one per kind and ref, and arms the alarm in the same commit. */
  schedule(kind: string, ref: string, dueAt: number, how?: 'keep-earlier'): void;
  unschedule(kind: string, ref: string): void;
  /** Earliest first, at most 100. Rows stay until their work moved or removed them. */
  due(): readonly Due[];
  isDue(due: Due): boolean;
  /** Whether there is a row of this kind whose ref begins so. */
  isScheduled(kind: string, refBegin: string): boolean;
  /** The refs of all rows of this kind, earliest first. */
  scheduled(kind: string): readonly string[];

  /** Messages that are owed and due, oldest event first. */
  owed(limit: number): readonly OwedMessage[];
  markMessage(message: OwedMessage, state: 'owed' | 'delivered' | 'dead', nextAt: number): void;
  /** When the next one is due; null when nothing is owed. */
  nextOwedAt(): WallMs | null;
}

/** What was made of a request: the hash of its body, and its answer as JSON or the exit that is its answer. */
export interface KeyedAnswer {
  readonly bodyHash: string;
  readonly answer: string | null;
  /** As its row keeps it (`exits.ts`). */
  readonly exit: string | null;
}

export interface ProposalClaim {
  readonly proposalId: string;
  readonly revision: number;
  readonly actor: Actor;
  readonly orderId: string;
}

export type OrderNewsType =
  | 'order.waiting'
  | 'order.sent'
  | 'order.accepted'
  | 'order.not-sent'
  | 'order.rejected'
  | 'order.cancelled'
  | 'order.expired'
  | 'order.replaced'
  | 'order.unknown'
  | 'order.needs-human'
  | 'order.settled'
  | 'order.adopted';

/** Something that happened to an order; `pages` wakes a person whatever it is. */
export interface OrderNews {
  readonly type: OrderNewsType;
  readonly intent: Intent;
  readonly actor: Actor;
  readonly pages: boolean;
}

/** Why buying stops by itself. */
export type TripReason =
  'foreign-writer' | 'position-mismatch' | 'unconfirmed-order' | 'reject-rate' | 'order-rate' | 'audit-break';

/** What is left where everything is to be sold. */
export interface Unsold {
  readonly positions: readonly {
    readonly instrumentId: InstrumentId;
    readonly holder: Holder;
    readonly quantity: DecimalText;
    /** All of it is in sales that the broker has, or may have. */
    readonly isOnItsWay: boolean;
  }[];
  /** Purchases that may still fill. */
  readonly mayStillBuy: number;
  /** The broker's positions are not ours. */
  readonly differs: boolean;
  /** Whether the broker's book was read for this. */
  readonly isRead: boolean;
}

/** What was booked of an execution. */
export interface Booked {
  /** In the instrument's currency; `0` for a buy. */
  readonly realized: DecimalText;
  /** The fill's news, told once the order shows it. `isLate`: against all expectation. */
  tell(order: Intent | null, how: { readonly isComplete: boolean; readonly isLate: boolean }): void;
}

/** What shall rest at the broker for a holder's shares. */
export interface Protection {
  readonly quantity: DecimalText;
  readonly stopPrice: DecimalText;
  readonly targetPrice: DecimalText | null;
}

/** What the account decides; called inside synchronous blocks, never awaits. */
export interface OrderRules {
  /** Null: never heard of it. */
  instrument(id: InstrumentId): { readonly symbol: string; readonly currency: Currency } | null;
  /** What this entry may still take out of cash for that many shares; null: nothing is set aside. */
  costOf(intent: Intent, quantity: DecimalText): DecimalText | null;
  /** Why this entry may not leave now, beside its mode; null: it may. Asked before every byte of an entry. */
  entryBlocked(order: Intent): OrderReason | null;
  /** Money and position of one execution, once. `intent` is null for an order nobody here knows. */
  book(execution: Execution, intent: Intent | null): Booked;
  /** Appends the event and what is owed to people. */
  tell(news: OrderNews): void;
  /** Where the two books turned out not to be the same, with both sides, and where they are again. */
  tellDifferences(news: { readonly appeared: readonly Difference[]; readonly settled: readonly Difference[] }): void;
  /** What is left where everything is to be sold; null: nothing, by the broker's own book. `whose`: `all` or a holder. */
  tellUnsold(whose: string, left: Unsold | null): void;
  /** Protection or a person's exit that the broker did not take: told at once, and at most once a minute. */
  exitBlocked(exit: Intent): void;
  /**
   * Stops buying by itself: stores the mode and tells why, once per `key`. True when it did; the caller then ends the
   * working entries.
   */
  trip(reason: TripReason, key: string, about: Readonly<Record<string, string | number>>): boolean;
  /** Ours, to be compared with the broker's; null: not known in this currency. */
  cash(currency: Currency): DecimalText | null;
  /** Fees of fills that the broker charges by themselves, and has not told of yet. */
  unsettled(currency: Currency): DecimalText;
  /** Books what moved cash besides fills: each id once, whatever was booked of it before. */
  bookMoves(moves: readonly CashMove[]): void;
  /** How often the broker's book is read while nothing works and nothing is held, in ms; null: not at all. */
  readonly idleReconcileMs: number | null;
  /** What the holder's shares shall have at the broker; null: nothing, or Nod watches instead. */
  protection(instrumentId: InstrumentId, holder: Holder): Protection | null;
  /** Who watches these shares from now on. */
  protectedBy(instrumentId: InstrumentId, holder: Holder, by: 'broker' | 'nod'): void;
  /**
   * A message about a price level, a bot, a mode: what the market or a screen must know after the commit.
   * `isLookedAtAgain`: a row of the same block sees to it that whatever a crash cuts off is taken up.
   */
  changed(isLookedAtAgain?: boolean): void;
  /** When an order that waits is to be released, in wall time; null: the market's clock calls. */
  opensAt(intent: Intent): WallMs | null;
}

/** Everything a flow runs on. */
export interface OrderCore {
  readonly store: OrderStore;
  readonly rules: OrderRules;
  readonly broker: Pick<Broker, 'class' | 'dedupMs' | 'can'>;
  now(): WallMs;
  marketNow(): MarketMs;
  /** A ULID. */
  newId(): string;
  /** What the ids of orders begin with, before their ULID. */
  readonly idPrefix: string;
  /** What happened at the broker before is not ours to book. */
  readonly since: WallMs;
  /** `<p|l><writer>-`: what every clientOrderId of this state begins with; the first is the one in use. */
  readonly prefixes: readonly [string, ...string[]];
  /** Sends under way in this very instance: a reconcile leaves them alone. */
  readonly inFlight: Set<string>;
  /** False while RECOVERING: nothing is bought. */
  isReady(): boolean;
  log(entry: Readonly<Record<string, unknown>>): void;
}
