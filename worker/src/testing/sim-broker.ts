import type { InstrumentId } from '#shared/domain/ids.ts';
import type { LevelHit, PriceLevel } from '#shared/domain/market.ts';
import type { MarketMs, WallMs } from '#shared/lib/time.ts';
import type {
  Broker,
  BrokerAccount,
  BrokerClass,
  BrokerOrder,
  BrokerOrderRequest,
  BrokerReplaceRequest,
  BrokerSnapshot,
  CancelAnswer,
  CashMove,
  Execution,
  LookUpAnswer,
  ReplaceAnswer,
  SubmitAnswer,
} from '#shared/ports/broker.ts';
import { cancelAnswer, lookUpAnswer, replaceAnswer, submitAnswer } from '#shared/simulator/broker/answers.ts';
import { PAPER_RULES, type Book } from '#shared/simulator/broker/book.ts';
import type { BookOrder } from '#shared/simulator/broker/book-store.ts';
import { askCancel, bookSplit, finishCancel } from '#shared/simulator/broker/end.ts';
import { bookLevels, orderOfLevel } from '#shared/simulator/broker/levels.ts';
import { MemoryStore } from '#shared/simulator/broker/memory-store.ts';
import { askReplace, finishReplace } from '#shared/simulator/broker/replace.ts';
import { submitOrder } from '#shared/simulator/broker/submit.ts';
import { fillOrder, tradeOrder } from '#shared/simulator/broker/trade.ts';
import { bookSnapshot, lookUpOrder, toBrokerOrder, toExecution } from '#shared/simulator/broker/view.ts';
import { SqlBookStore } from '../objects/paper-broker/book-store.ts';
import { PAPER_BOOK_MIGRATIONS } from '../objects/paper-broker/schema.ts';
import { NodeSql } from './node-sql.ts';

/** What goes wrong between an account and its broker. */
export interface BrokerFaults {
  /** The request never arrives. */
  loseRequests: boolean;
  /** The request arrives, its answer never does. */
  loseAnswers: boolean;
  /** Nothing answers. */
  isDown: boolean;
  /** The order is there, and nobody finds it. */
  isBlind: boolean;
  loseCancels: boolean;
  /** Cancels and replacements are only asked for; `settle` carries them out. */
  isSlow: boolean;
  refuseWith: string | null;
}

const NO_FAULTS: BrokerFaults = {
  loseRequests: false,
  loseAnswers: false,
  isDown: false,
  isBlind: false,
  loseCancels: false,
  isSlow: false,
  refuseWith: null,
};

interface Venue {
  readonly now: () => WallMs;
  readonly marketNow: () => MarketMs;
  /** The price that can be had right now; null while the market stands between two bars. */
  readonly tradable: (instrumentId: string) => number | null;
}

/** What kind of broker it is: class A in the paper broker's own tables unless said otherwise. */
export interface SimBrokerKind {
  readonly class?: BrokerClass;
  readonly dedupMs?: number;
  /** It holds stops and targets by itself. */
  readonly protects?: boolean;
  readonly replace?: boolean;
  /** Fees are charged by themselves, later. */
  readonly feesLater?: boolean;
  /** Kept from the start, and what orders are checked against. */
  readonly cash?: string;
}

/** The one broker model, with faults between it and the account. The checkers of tests read this book. */
export class SimBroker implements Broker {
  readonly class: BrokerClass;
  readonly dedupMs: number | null;
  /** Tests may switch it. */
  can: { replace: boolean; protects: boolean; fractional: boolean; feesLater: boolean };
  /** The tables of a broker of class A; other classes keep their book in memory, where an id can come again. */
  readonly sql = new NodeSql(PAPER_BOOK_MIGRATIONS);
  readonly book: Book;
  faults: BrokerFaults = { ...NO_FAULTS };
  /** Every request that left for it, whatever became of it. */
  readonly requests: BrokerOrderRequest[] = [];
  readonly replacements: BrokerReplaceRequest[] = [];
  /** Runs at the named moment of a submit, or when a look-up has its answer; what it returns is awaited. */
  during: { received?: () => Promise<void>; booked?: () => Promise<void>; lookedUp?: () => Promise<void> } = {};
  readonly #venue: Venue;

  constructor(venue: Venue, kind: SimBrokerKind = {}) {
    this.#venue = venue;
    this.class = kind.class ?? 'a';
    this.dedupMs = kind.class === 'a-star' ? (kind.dedupMs ?? 600_000) : null;
    this.can = {
      replace: kind.replace ?? true,
      protects: kind.protects ?? false,
      fractional: true,
      feesLater: kind.feesLater ?? false,
    };
    const store = this.class === 'a' ? new SqlBookStore(this.sql) : new MemoryStore();
    this.book = { store, rules: { ...PAPER_RULES, class: this.class, dedupMs: this.dedupMs }, tell: null };
    if (kind.cash !== undefined) store.setCash('USD', kind.cash);
  }

  heal(): void {
    this.faults = { ...NO_FAULTS };
    this.during = {};
    this.settle();
  }

  /** Marks the book as it is now; the answer brings it back, healthy. */
  checkpoint(): () => void {
    const rewind = this.sql.checkpoint();
    const count = this.requests.length;
    return () => {
      rewind();
      this.requests.length = count;
      this.heal();
    };
  }

  async submit(request: BrokerOrderRequest): Promise<SubmitAnswer> {
    this.requests.push(request);
    await this.during.received?.();
    const { isDown, loseRequests, refuseWith } = this.faults;
    if (isDown || loseRequests) return { kind: 'unknown', message: 'lost' };
    const price = this.#venue.tradable(request.instrumentId);
    const answer = this.sql.transaction(() => {
      const arrival = { at: this.#venue.now(), price, goodUntil: null, refuseWith };
      const booked = submitOrder(this.book, request, arrival);
      return submitAnswer(booked, booked.kind === 'booked' ? this.#offer(booked.order, price) : undefined);
    });
    await this.during.booked?.();
    return this.faults.loseAnswers ? { kind: 'unknown', message: 'lost' } : answer;
  }

  async replace(request: BrokerReplaceRequest): Promise<ReplaceAnswer> {
    this.replacements.push(request);
    await this.during.received?.();
    const { isDown, loseRequests, isSlow, refuseWith } = this.faults;
    if (isDown || loseRequests) return { kind: 'unknown', message: 'lost' };
    if (refuseWith !== null) return { kind: 'rejected', code: 'other', message: refuseWith };
    const answer = this.sql.transaction(() => {
      const asked = askReplace(this.book, request, { at: this.#venue.now() });
      if (asked.kind !== 'booked' || isSlow) return replaceAnswer(asked);
      const order = finishReplace(this.book, asked.order.brokerOrderId, this.#venue.now()) ?? asked.order;
      return replaceAnswer(asked, this.#offer(order, this.#venue.tradable(order.instrumentId)));
    });
    await this.during.booked?.();
    return this.faults.loseAnswers ? { kind: 'unknown', message: 'lost' } : answer;
  }

  async cancel(wanted: { clientOrderId: string; brokerOrderId?: string | null }): Promise<CancelAnswer> {
    await Promise.resolve();
    if (this.faults.isDown || this.faults.loseCancels) return { kind: 'unknown', message: 'lost' };
    const id = wanted.brokerOrderId ?? this.book.store.orderByClientId(wanted.clientOrderId)?.brokerOrderId ?? '';
    return this.sql.transaction(() => {
      const asked = askCancel(this.book, id, this.#venue.now());
      if (asked.kind !== 'asked' || this.faults.isSlow) return cancelAnswer(asked);
      return cancelAnswer({ ...asked, order: finishCancel(this.book, id, this.#venue.now()) ?? asked.order });
    });
  }

  async orderByClientId(clientOrderId: string): Promise<LookUpAnswer> {
    await Promise.resolve();
    if (this.faults.isDown) return { kind: 'unavailable', message: 'down' };
    const order = this.faults.isBlind ? null : lookUpOrder(this.book, clientOrderId, this.#venue.now());
    await this.during.lookedUp?.();
    return lookUpAnswer(order);
  }

  /** What moved cash besides fills, as it tells it. */
  readonly moves: CashMove[] = [];

  async snapshot({ cursor, since }: { cursor: string | null; since?: WallMs }): Promise<BrokerSnapshot | null> {
    await Promise.resolve();
    const now = this.#venue.now();
    if (this.faults.isDown) return null;
    return { ...bookSnapshot(this.book, { cursor, since: since ?? (0 as WallMs), now }), moves: [...this.moves] };
  }

  async account(): Promise<BrokerAccount | null> {
    await Promise.resolve();
    return null;
  }

  async split(split: { id: string; instrumentId: string; ratio: number }): Promise<void> {
    await Promise.resolve();
    this.sql.transaction(() => {
      bookSplit(this.book, { ...split, instrumentId: split.instrumentId as InstrumentId }, this.#venue.now());
    });
  }

  /** What was only asked for happens, unless a fill came first. */
  settle(): void {
    for (const { brokerOrderId, pending } of this.book.store.working()) {
      if (pending === 'cancel') finishCancel(this.book, brokerOrderId, this.#venue.now());
      if (pending === 'new') finishReplace(this.book, brokerOrderId, this.#venue.now());
    }
  }

  /** What rests trades at these prices. */
  onLevels(hits: readonly LevelHit[]): void {
    for (const { levelId, price, moment } of hits) {
      const order = this.book.store.orderByClientId(orderOfLevel(levelId));
      if (order !== null) this.#offer(order, price, moment === 'open');
    }
  }

  levels(): PriceLevel[] {
    return bookLevels(this.book);
  }

  /** A part of an order fills, whatever its state says. */
  fillPart(clientOrderId: string, quantity: string, price: string): void {
    // A broker that knows no ids of ours has it all the same.
    const { store } = this.book;
    const bySent = store.orders().find(({ sentAs }) => sentAs === clientOrderId);
    const order = store.orderByClientId(clientOrderId) ?? bySent ?? null;
    if (order === null) throw new Error(`no order ${clientOrderId}`);
    fillOrder(this.book, order, { quantity, price, moment: this.#moment() });
  }

  orders(): BrokerOrder[] {
    return this.book.store.orders().map(toBrokerOrder);
  }

  executions(): Execution[] {
    return this.book.store.executionsAfter(0, Number.MAX_SAFE_INTEGER).map((one) => toExecution(this.book, one));
  }

  held(instrumentId: string): string {
    return this.book.store.held(instrumentId as InstrumentId);
  }

  #offer(order: BookOrder, price: number | null, isOpen = false): BookOrder {
    if (price === null) return order;
    const tradable = { price, ...this.#moment(), ...(isOpen ? { auction: 'open' as const } : {}) };
    return tradeOrder(this.book, order.brokerOrderId, tradable) ?? order;
  }

  #moment(): { at: WallMs; marketAt: MarketMs } {
    return { at: this.#venue.now(), marketAt: this.#venue.marketNow() };
  }
}
