import type { InstrumentId } from '../../domain/ids.ts';
import type { DecimalText } from '../../lib/decimal.ts';
import type { MarketMs, WallMs } from '../../lib/time.ts';
import type {
  BrokerClass,
  BrokerOrderRequest,
  BrokerReplaceRequest,
  BrokerSnapshot,
  CancelAnswer,
  LookUpAnswer,
  ReplaceAnswer,
  SubmitAnswer,
} from '../../ports/broker.ts';
import type { Book, BookNews, BookRules } from '../broker/book.ts';
import type { BookOrder } from '../broker/book-store.ts';
import { askCancel, bookSplit, cancelOrder, endSession, finishCancel, restartBroker } from '../broker/end.ts';
import { endOrder } from '../broker/group.ts';
import { MemoryStore } from '../broker/memory-store.ts';
import { askReplace, finishReplace } from '../broker/replace.ts';
import { submitOrder } from '../broker/submit.ts';
import { priceMoved, tradeOrder, type Tradable } from '../broker/trade.ts';
import { bookSnapshot, lookUpOrder, toBrokerOrder } from '../broker/view.ts';
import { centsOf, centsText, feeCents } from './cents.ts';
import { DRAW, FAULT, type Choices } from './choices.ts';
import { SYMBOLS } from './sim-rules.ts';
import type { Scheduler } from './scheduler.ts';

/** The longest a list may lag behind the book (LIST_LAG of the protocol's timing). */
const LIST_LAG_MAX_MS = 10_000;
/** A broker that is asked by our id knows it before a flight could count as over. */
const KNOWN_WITHIN_MS = 11_000;

export const DEDUP_MS = 600_000;

interface Settings {
  readonly brokerClass: BrokerClass;
  readonly choices: Choices;
  readonly scheduler: Scheduler;
  /** In cents. */
  readonly cash: number | null;
  readonly dayEndsAt: number;
  readonly fillLagMs: number;
  readonly fillsPerPage: number | null;
  /** Whether a cancel and a change are done at once, or asked for and done later. */
  readonly isSlow: boolean;
  /** Whether it refuses an order that could trade with one of ours on the other side, as Alpaca does. */
  readonly refusesWash: boolean;
  readonly tell: ((news: BookNews) => void) | null;
}

/** The broker's side of the wire: the one model of a broker, with what only a simulation does to it. */
export class SimBroker {
  readonly book: Book;
  readonly store = new MemoryStore();
  readonly #s: Settings;
  readonly #prices = new Map<string, number>();
  #strangers = 0;
  /** Refused at the door, by our id: the book keeps no trace of those. */
  readonly refused = new Set<string>();
  /** The broker's clock less ours. */
  skewMs = 0;

  constructor(settings: Settings) {
    this.#s = settings;
    const { brokerClass, fillLagMs, tell } = settings;
    const rules: BookRules = {
      class: brokerClass,
      dedupMs: brokerClass === 'a-star' ? DEDUP_MS : null,
      orderId: (number) => `b${number}`,
      executionId: (seq) => `x${seq}`,
      keepsRefused: false,
      refusesWash: settings.refusesWash,
      fillLagMs,
    };
    if (settings.cash !== null) this.store.setCash('USD', centsText(settings.cash));
    const { store } = this;
    this.book = {
      store,
      rules,
      tell: (news) => {
        // What it charges leaves the cash it shows with the fill.
        const cash = store.cash('USD');
        if (news.execution !== null && cash !== null) {
          const { side, quantity } = news.execution;
          store.setCash('USD', centsText(centsOf(cash) - feeCents(side, Number(quantity))));
        }
        tell?.(news);
      },
    };
  }

  /** In whole cents. */
  price(instrumentId: string): number {
    return this.#prices.get(instrumentId) ?? 10_000;
  }

  move(instrumentId: InstrumentId, cents: number, quantity?: DecimalText): void {
    this.#prices.set(instrumentId, cents);
    priceMoved(this.book, instrumentId, this.#tradable(cents, quantity));
  }

  submit(request: BrokerOrderRequest, sentAt: number): SubmitAnswer {
    const { choices } = this.#s;
    const price = this.price(request.instrumentId);
    const booked = submitOrder(this.book, request, {
      at: this.#now(),
      price: price / 100,
      goodUntil: request.timeInForce === 'day' ? this.#endOfDay() : null,
      visibleFrom: this.#visibleFrom(sentAt),
      // Whoever was told no is not told yes to the same bytes.
      refuseWith: this.refused.has(request.clientOrderId) || choices.fault(FAULT.refused) ? 'not today' : null,
    });
    if (booked.kind === 'duplicate') return { kind: 'duplicate' };
    if (booked.kind === 'refused') {
      this.refused.add(request.clientOrderId);
      return { kind: 'rejected', code: booked.refusal.code, message: booked.refusal.reason };
    }
    if (choices.fault(FAULT['reject-after-accept'])) this.#refuseLater(booked.order.brokerOrderId);
    return { kind: 'accepted', order: toBrokerOrder(this.#tradeSoon(booked.order)) };
  }

  replace(request: BrokerReplaceRequest, sentAt: number): ReplaceAnswer {
    const old = this.store.order(request.replaces.brokerOrderId);
    if (old === null) {
      this.refused.add(request.clientOrderId);
      return { kind: 'rejected', code: 'other', message: 'no such order' };
    }
    const at = this.#now();
    const asked = askReplace(this.book, request, { at, visibleFrom: this.#visibleFrom(sentAt) });
    switch (asked.kind) {
      case 'duplicate':
        return { kind: 'duplicate' };
      case 'not-found':
        this.refused.add(request.clientOrderId);
        return { kind: 'rejected', code: 'other', message: 'no such order' };
      case 'too-late':
        this.refused.add(request.clientOrderId);
        return { kind: 'too-late', order: toBrokerOrder(asked.order) };
      case 'refused':
        this.refused.add(request.clientOrderId);
        return { kind: 'rejected', code: asked.refusal.code, message: asked.refusal.reason };
      case 'booked':
        break;
    }
    const id = asked.order.brokerOrderId;
    const finish = (): void => {
      finishReplace(this.book, id, this.#now());
    };
    if (this.#s.isSlow) this.#s.scheduler.after(this.#s.choices.between(DRAW.latency, 10, 2_000), finish);
    else finish();
    return { kind: 'accepted', order: toBrokerOrder(this.store.order(id) ?? asked.order) };
  }

  cancel({ clientOrderId, brokerOrderId }: { clientOrderId: string; brokerOrderId: string | null }): CancelAnswer {
    const { choices, scheduler, isSlow } = this.#s;
    const id = brokerOrderId ?? this.store.orderByClientId(clientOrderId)?.brokerOrderId;
    if (id === undefined) return { kind: 'not-found' };
    if (isSlow || choices.fault(FAULT['fill-beats-cancel'])) {
      const asked = askCancel(this.book, id, this.#now());
      if (asked.kind === 'not-found') return { kind: 'not-found' };
      if (asked.kind === 'too-late') return { kind: 'too-late', order: toBrokerOrder(asked.order) };
      scheduler.after(choices.between(DRAW.latency, 10, 3_000), () => {
        finishCancel(this.book, id, this.#now());
      });
      return { kind: 'asked' };
    }
    const done = cancelOrder(this.book, id, this.#now());
    if (done.kind === 'not-found') return { kind: 'not-found' };
    return { kind: done.kind === 'too-late' ? 'too-late' : 'cancelled', order: toBrokerOrder(done.order) };
  }

  lookUp(clientOrderId: string): LookUpAnswer {
    const order = lookUpOrder(this.book, clientOrderId, this.#now());
    return order === null ? { kind: 'not-found' } : { kind: 'found', order: toBrokerOrder(order) };
  }

  snapshot({ cursor, since }: { cursor: string | null; since: WallMs }): BrokerSnapshot {
    const snapshot = this.#page(bookSnapshot(this.book, { cursor, since, now: this.#now() }), cursor);
    const shown = this.#s.brokerClass === 'a-star' ? this.#forgetful(snapshot) : snapshot;
    return this.skewMs === 0 ? shown : { ...shown, clockSkewMs: this.skewMs };
  }

  /** After its window this broker's lists show its own ids only. */
  #forgetful(snapshot: BrokerSnapshot): BrokerSnapshot {
    const now = this.#now();
    if (now < DEDUP_MS) return snapshot;
    const isForgotten = (id: string): boolean => now - (this.store.order(id)?.submittedAt ?? 0) >= DEDUP_MS;
    const nameless = <T extends { readonly brokerOrderId: string; readonly clientOrderId: string }>(item: T): T =>
      isForgotten(item.brokerOrderId) ? { ...item, clientOrderId: item.brokerOrderId } : item;
    return {
      ...snapshot,
      orders: snapshot.orders.map(nameless),
      executions: snapshot.executions.map(nameless),
    };
  }

  /** Fills come in pages, where this broker is one of those. */
  #page(snapshot: BrokerSnapshot, cursor: string | null): BrokerSnapshot {
    const { fillsPerPage } = this.#s;
    if (fillsPerPage === null || snapshot.executions.length <= fillsPerPage) return snapshot;
    const executions = snapshot.executions.slice(0, fillsPerPage);
    return { ...snapshot, executions, isLast: false, cursor: String(Number(cursor ?? 0) + executions.length) };
  }

  split(id: string, instrumentId: InstrumentId, ratio: number): void {
    this.#prices.set(instrumentId, Math.max(100, Math.round(this.price(instrumentId) / ratio / 100) * 100));
    bookSplit(this.book, { id, instrumentId, ratio }, this.#now());
  }

  /** Somebody buys at the broker, outside of Nod; or a copy of this very state does, in its name. */
  foreign(instrumentId: InstrumentId, quantity: number, clientOrderId?: string): void {
    this.#strangers += 1;
    const booked = submitOrder(
      this.book,
      {
        clientOrderId: clientOrderId ?? `stranger-${this.#strangers}`,
        instrumentId,
        symbol: SYMBOLS[instrumentId] ?? '',
        currency: 'USD',
        side: 'buy',
        type: 'market',
        quantity: String(quantity),
        notional: null,
        limitPrice: null,
        stopPrice: null,
        trail: null,
        timeInForce: 'gtc',
        extendedHours: false,
        orderClass: 'simple',
        takeProfit: null,
        stopLoss: null,
      },
      { at: this.#now(), price: this.price(instrumentId) / 100, goodUntil: null },
    );
    if (booked.kind === 'booked') this.#tradeSoon(booked.order);
  }

  endDay(): void {
    const at = this.#now();
    endSession(this.book, { at, marketAt: (at + 1) as MarketMs });
  }

  /** Of what arrives after its close: another day, which never ends here. */
  #endOfDay(): MarketMs {
    const { dayEndsAt, scheduler } = this.#s;
    return (scheduler.now <= dayEndsAt ? dayEndsAt : Number.MAX_SAFE_INTEGER) as MarketMs;
  }

  restart(): void {
    restartBroker(this.book, this.#now());
  }

  /** What its own screen shows. */
  listed(): BookOrder[] {
    const now = this.#now();
    return this.store.orders().filter(({ visibleFrom }) => visibleFrom <= now);
  }

  orders(): readonly BookOrder[] {
    return this.store.orders();
  }

  /** What can be had at once is had a moment later, or in parts. */
  #tradeSoon(order: BookOrder): BookOrder {
    const { choices, scheduler } = this.#s;
    const { brokerOrderId, instrumentId } = order;
    const isPartial = choices.fault(FAULT['partial-fill']);
    const trade = (quantity?: DecimalText): void => {
      tradeOrder(this.book, brokerOrderId, this.#tradable(this.price(instrumentId), quantity));
    };
    const total = Number(order.quantity ?? '0');
    if (isPartial && total > 1) {
      const part = String(choices.between(DRAW.size, 1, total - 1));
      scheduler.after(choices.between(DRAW.latency, 0, 400), () => {
        trade(part);
      });
      scheduler.after(choices.between(DRAW.latency, 500, 20_000), trade);
      return order;
    }
    if (choices.below(DRAW.market, 3) === 0) trade();
    else scheduler.after(choices.between(DRAW.latency, 0, 2_000), trade);
    return this.store.order(brokerOrderId) ?? order;
  }

  #refuseLater(brokerOrderId: string): void {
    const { choices, scheduler } = this.#s;
    scheduler.after(choices.between(DRAW.latency, 10, 5_000), () => {
      const order = this.store.order(brokerOrderId);
      if (order?.state !== 'accepted') return;
      endOrder(this.book, order, { state: 'rejected', at: this.#now(), reason: 'refused after all' });
    });
  }

  #visibleFrom(sentAt: number): WallMs {
    const { choices, scheduler, brokerClass } = this.#s;
    const now = scheduler.now;
    if (brokerClass === 'b') {
      return (
        choices.fault(FAULT['list-lags']) ? now + choices.between(DRAW.latency, 100, LIST_LAG_MAX_MS) : now
      ) as WallMs;
    }
    if (!choices.fault(FAULT['not-found-yet'])) return now as WallMs;
    return Math.max(now, Math.min(now + choices.between(DRAW.latency, 100, 8_000), sentAt + KNOWN_WITHIN_MS)) as WallMs;
  }

  #tradable(cents: number, quantity?: DecimalText): Tradable {
    const at = this.#now();
    const price = cents / 100;
    const marketAt = at as number as MarketMs;
    return quantity === undefined ? { at, marketAt, price } : { at, marketAt, price, quantity };
  }

  #now(): WallMs {
    return this.#s.scheduler.now as WallMs;
  }
}
