import type { InstrumentId } from '../../domain/ids.ts';
import type { Currency } from '../../domain/instrument.ts';
import type { DecimalText } from '../../lib/decimal.ts';
import type { WallMs } from '../../lib/time.ts';
import type { BookExecution, BookOrder, BookPosition, BookStore } from './book-store.ts';
import { hasEnded } from './book.ts';

/** A broker's book in memory. It outlives whoever crashes around it. */
export class MemoryStore implements BookStore {
  readonly #meta = new Map<string, string>();
  /** By number, from 1. */
  readonly #orders: BookOrder[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #clientIds = new Map<string, number>();
  readonly #groups = new Map<string, number[]>();
  readonly #working = new Map<number, BookOrder>();
  readonly #executions: BookExecution[] = [];
  readonly #held = new Map<InstrumentId, DecimalText>();
  readonly #cash = new Map<Currency, DecimalText>();
  readonly #splits = new Set<string>();

  meta(key: string): string | null {
    return this.#meta.get(key) ?? null;
  }

  setMeta(key: string, value: string): void {
    this.#meta.set(key, value);
  }

  nextOrderNumber(): number {
    return this.#orders.length + 1;
  }

  order(brokerOrderId: string): BookOrder | null {
    return this.#numbered(this.#numbers.get(brokerOrderId));
  }

  orderByClientId(clientOrderId: string): BookOrder | null {
    return this.#numbered(this.#clientIds.get(clientOrderId));
  }

  group(group: string): readonly BookOrder[] {
    const members: BookOrder[] = [];
    for (const number of this.#groups.get(group) ?? []) {
      const order = this.#numbered(number);
      if (order !== null) members.push(order);
    }
    return members;
  }

  working(): readonly BookOrder[] {
    return [...this.#working.values()];
  }

  ordersSince(since: WallMs): readonly BookOrder[] {
    return this.#orders.filter(({ endedAt }) => endedAt === null || endedAt >= since);
  }

  orders(): readonly BookOrder[] {
    return this.#orders;
  }

  putOrder(order: BookOrder): void {
    const { number } = order;
    if (number > this.#orders.length) {
      this.#numbers.set(order.brokerOrderId, number);
      this.#clientIds.set(order.clientOrderId, number);
      if (order.group !== null) this.#join(order.group, number);
    }
    this.#orders[number - 1] = order;
    if (hasEnded(order)) this.#working.delete(number);
    else this.#working.set(number, order);
  }

  addExecution(execution: Omit<BookExecution, 'seq'>): BookExecution {
    const { brokerOrderId, clientOrderId, instrumentId, side, quantity, price, at, marketAt } = execution;
    const seq = this.#executions.length + 1;
    const added = { seq, brokerOrderId, clientOrderId, instrumentId, side, quantity, price, at, marketAt };
    this.#executions.push(added);
    return added;
  }

  executionsAfter(seq: number, limit: number): readonly BookExecution[] {
    return this.#executions.slice(seq, seq + limit);
  }

  held(instrumentId: InstrumentId): DecimalText {
    return this.#held.get(instrumentId) ?? '0';
  }

  positions(): readonly BookPosition[] {
    const positions: BookPosition[] = [];
    for (const [instrumentId, quantity] of this.#held) if (quantity !== '0') positions.push({ instrumentId, quantity });
    return positions;
  }

  putPosition({ instrumentId, quantity }: BookPosition): void {
    this.#held.set(instrumentId, quantity);
  }

  cash(currency: Currency): DecimalText | null {
    return this.#cash.get(currency) ?? null;
  }

  setCash(currency: Currency, amount: DecimalText): void {
    this.#cash.set(currency, amount);
  }

  addSplit(id: string): boolean {
    if (this.#splits.has(id)) return false;
    this.#splits.add(id);
    return true;
  }

  #join(group: string, number: number): void {
    const members = this.#groups.get(group);
    if (members === undefined) this.#groups.set(group, [number]);
    else members.push(number);
  }

  #numbered(number: number | undefined): BookOrder | null {
    return number === undefined ? null : (this.#orders[number - 1] ?? null);
  }
}
