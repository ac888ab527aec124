import type { LevelHit, PriceLevel } from '#shared/domain/market.ts';
import { decimal, toText } from '#shared/lib/decimal.ts';
import type { MarketMs, WallMs } from '#shared/lib/time.ts';
import type {
  Broker,
  BrokerAccount,
  BrokerOrder,
  BrokerOrderRequest,
  BrokerSnapshot,
  CancelAnswer,
  Execution,
  LookUpAnswer,
  ReplaceAnswer,
  SubmitAnswer,
} from '#shared/ports/broker.ts';
import {
  allOrders,
  bookOrder,
  bookSnapshot,
  bookSplit,
  cancelOrder,
  executionsSince,
  findOrder,
  PAPER_BOOK_MIGRATIONS,
  positions,
  rejectCode,
  restingOrders,
  tradeOrder,
} from '../objects/paper-broker/paper-book.ts';
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
  refuseWith: string | null;
}

const NO_FAULTS: BrokerFaults = {
  loseRequests: false,
  loseAnswers: false,
  isDown: false,
  isBlind: false,
  loseCancels: false,
  refuseWith: null,
};

interface Venue {
  readonly now: () => WallMs;
  readonly marketNow: () => MarketMs;
  /** The price that can be had right now; null while the market stands between two bars. */
  readonly tradable: (instrumentId: string) => number | null;
}

/** The paper broker's own book, with faults between it and the account. The checkers of tests read this book. */
export class SimBroker implements Broker {
  readonly class = 'a';
  readonly dedupMs = null;
  readonly can = { replace: true, protects: false, fractional: true };
  readonly sql = new NodeSql(PAPER_BOOK_MIGRATIONS);
  faults: BrokerFaults = { ...NO_FAULTS };
  /** Every request that left for it, whatever became of it. */
  readonly requests: BrokerOrderRequest[] = [];
  /** Runs at the named moment of a submit, or when a look-up has its answer; what it returns is awaited. */
  during: { received?: () => Promise<void>; booked?: () => Promise<void>; lookedUp?: () => Promise<void> } = {};
  readonly #venue: Venue;

  constructor(venue: Venue) {
    this.#venue = venue;
  }

  heal(): void {
    this.faults = { ...NO_FAULTS };
    this.during = {};
  }

  async submit(request: BrokerOrderRequest): Promise<SubmitAnswer> {
    this.requests.push(request);
    await this.during.received?.();
    const { isDown, loseRequests, refuseWith } = this.faults;
    if (isDown || loseRequests) return { kind: 'unknown', message: 'lost' };
    const price = this.#venue.tradable(request.instrumentId);
    const order = this.sql.transaction(() => {
      const booked = bookOrder(this.sql, request, { at: this.#venue.now(), refuseWith, goodUntil: null });
      if (booked?.state !== 'accepted' || price === null) return booked;
      return this.#trade(request.clientOrderId, price);
    });
    await this.during.booked?.();
    if (this.faults.loseAnswers) return { kind: 'unknown', message: 'lost' };
    if (order === null) return { kind: 'duplicate' };
    if (order.state !== 'rejected') return { kind: 'accepted', order };
    return { kind: 'rejected', code: rejectCode(order.reason), message: order.reason ?? '' };
  }

  async replace(): Promise<ReplaceAnswer> {
    await Promise.resolve();
    return { kind: 'rejected', code: 'invalid-order', message: 'orders are cancelled and placed anew here' };
  }

  async cancel({ clientOrderId }: { clientOrderId: string }): Promise<CancelAnswer> {
    await Promise.resolve();
    if (this.faults.isDown || this.faults.loseCancels) return { kind: 'unknown', message: 'lost' };
    const order = cancelOrder(this.sql, clientOrderId);
    if (order === null) return { kind: 'not-found' };
    return order.state === 'cancelled' ? { kind: 'cancelled', order } : { kind: 'too-late', order };
  }

  async orderByClientId(clientOrderId: string): Promise<LookUpAnswer> {
    await Promise.resolve();
    if (this.faults.isDown) return { kind: 'unavailable', message: 'down' };
    const order = this.faults.isBlind ? null : findOrder(this.sql, clientOrderId);
    await this.during.lookedUp?.();
    return order === null ? { kind: 'not-found' } : { kind: 'found', order };
  }

  async snapshot({ cursor }: { cursor: string | null }): Promise<BrokerSnapshot | null> {
    await Promise.resolve();
    return this.faults.isDown ? null : bookSnapshot(this.sql, cursor);
  }

  async account(): Promise<BrokerAccount | null> {
    await Promise.resolve();
    return null;
  }

  async split(split: { id: string; instrumentId: string; ratio: number }): Promise<void> {
    await Promise.resolve();
    this.sql.transaction(() => {
      bookSplit(this.sql, { ...split, instrumentId: split.instrumentId });
    });
  }

  /** What rests trades at these prices. */
  onLevels(hits: readonly LevelHit[]): void {
    for (const hit of hits) this.#trade(hit.levelId, hit.price);
  }

  levels(): PriceLevel[] {
    return restingOrders(this.sql).map(({ clientOrderId: id, instrumentId, side, limit_price, time_in_force }) =>
      limit_price === null || time_in_force === 'ioc'
        ? { id, instrumentId, kind: 'open', price: null, rank: 1 }
        : {
            id,
            instrumentId,
            kind: side === 'buy' ? 'at-or-below' : 'at-or-above',
            price: Number(limit_price),
            rank: 1,
          },
    );
  }

  /** A part of an order fills, whatever its state says. */
  fillPart(clientOrderId: string, quantity: string, price: string): void {
    const order = findOrder(this.sql, clientOrderId);
    if (order === null) throw new Error(`no order ${clientOrderId}`);
    const filled = decimal(order.filledQuantity).plus(quantity);
    const isOver = order.state !== 'accepted' && order.state !== 'partially-filled';
    const state = filled.gte(order.quantity) ? 'filled' : isOver ? order.state : 'partially-filled';
    this.sql.run(
      `INSERT INTO paper_execution (seq, client_order_id, quantity, price, at, market_at)
       VALUES ((SELECT coalesce(max(seq), 0) + 1 FROM paper_execution), ?, ?, ?, ?, ?)`,
      clientOrderId,
      quantity,
      price,
      this.#venue.now(),
      this.#venue.marketNow(),
    );
    this.sql.run(
      'UPDATE paper_order SET filled_quantity = ?, state = ? WHERE client_order_id = ?',
      toText(filled),
      state,
      clientOrderId,
    );
    const before = this.held(order.instrumentId);
    this.sql.run(
      'INSERT INTO paper_position (instrument_id, quantity) VALUES (?1, ?2) ON CONFLICT (instrument_id) DO UPDATE SET quantity = ?2',
      order.instrumentId,
      toText(order.side === 'buy' ? decimal(before).plus(quantity) : decimal(before).minus(quantity)),
    );
  }

  orders(): BrokerOrder[] {
    return allOrders(this.sql);
  }

  executions(): Execution[] {
    return executionsSince(this.sql, 0);
  }

  held(instrumentId: string): string {
    return positions(this.sql).find((position) => position.instrumentId === instrumentId)?.quantity ?? '0';
  }

  #trade(clientOrderId: string, price: number): BrokerOrder | null {
    const { now, marketNow } = this.#venue;
    return tradeOrder(this.sql, clientOrderId, { price, at: now(), marketAt: marketNow() });
  }
}
