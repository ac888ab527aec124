import type { Intent } from '../../engine/orders/intent.ts';
import type { AttemptState, KeyedAnswer, SeenOrder } from '../../engine/orders/ports.ts';
import type { Execution } from '../../ports/broker.ts';

/** What one holder has: whole shares, and what they cost in cents. */
export interface Held {
  readonly instrumentId: string;
  readonly holder: string;
  readonly quantity: number;
  readonly cost: number;
}

export interface Attempt {
  readonly state: AttemptState;
  readonly at: number;
  readonly notFound: number;
}

export interface Question {
  readonly id: string;
  readonly revision: number;
  readonly status: 'pending' | 'approved' | 'rejected' | 'expired';
  readonly answerBy: number;
  readonly orderId: string | null;
  /** How often it was decided: more than once is a fault. */
  readonly decisions: number;
}

export interface ScheduleRow {
  readonly kind: string;
  readonly ref: string;
  readonly dueAt: number;
}

export interface OutboxRow {
  readonly seq: number;
  readonly recipient: string;
  readonly tries: number;
  readonly state: 'owed' | 'delivered' | 'dead';
  readonly nextAt: number;
  readonly since: number;
}

/** What was told about an order. */
export interface News {
  readonly type: string;
  readonly about: string;
  /** People must hear of it. */
  readonly isOwed: boolean;
}

/** A sum per account of the ledger, in cents. */
export type LedgerRow = 'cash' | 'positions' | 'fees' | 'realised' | 'equity';

type Key = string | number;
type Table = Map<Key, unknown>;

/**
 * What survives a crash: rows, and a log of what was there before, so that a block, or a whole turn that never became
 * durable, is taken back. Rows are never changed in place.
 */
export class Tables {
  readonly intents = new Map<string, Intent>();
  readonly coids = new Map<string, string>();
  readonly attempts = new Map<string, readonly Attempt[]>();
  readonly seen = new Map<string, SeenOrder>();
  readonly executions = new Map<string, Execution>();
  /** Execution id (or split) to holder, in the order they were booked. */
  readonly booked = new Map<string, string>();
  readonly held = new Map<string, Held>();
  readonly reserved = new Map<string, string>();
  readonly questions = new Map<string, Question>();
  readonly keyed = new Map<string, KeyedAnswer>();
  readonly modes = new Map<string, string>();
  readonly meta = new Map<string, unknown>();
  readonly schedule = new Map<string, ScheduleRow>();
  /** By sequence number: there is one who reads them. */
  readonly outbox = new Map<number, OutboxRow>();
  readonly ledger = new Map<string, number>();
  /** By sequence number. */
  readonly news = new Map<number, News>();

  /** Threes of table, key and what was there; written over from the start by the next turn. */
  readonly #undo: unknown[] = [];
  #undoSize = 0;
  /** Null: to be looked for. */
  #nextDue: number | null = null;
  /** Grows with every instance: who writes with an older one is not there any more. */
  epoch = 0;
  /** How many commits there were: the clock of what happened before what. */
  commits = 0;

  put<K extends Key, V>(table: Map<K, V>, key: K, value: V): void {
    this.#note(table, key, table.get(key));
    table.set(key, value);
  }

  drop<K extends Key, V>(table: Map<K, V>, key: K): void {
    const before = table.get(key);
    if (before === undefined) return;
    this.#note(table, key, before);
    table.delete(key);
  }

  /** A place in the log to come back to. */
  mark(): number {
    return this.#undoSize;
  }

  rollBack(mark: number): void {
    const undo = this.#undo;
    this.#nextDue = null;
    while (this.#undoSize > mark) {
      this.#undoSize -= 3;
      const table = undo[this.#undoSize] as Table;
      const key = undo[this.#undoSize + 1] as Key;
      const before = undo[this.#undoSize + 2];
      if (before === undefined) table.delete(key);
      else table.set(key, before);
    }
  }

  /** What was written in this turn is there for good. */
  turnEnds(): void {
    if (this.#undoSize === 0) return;
    this.#undoSize = 0;
    this.commits += 1;
  }

  /** The alarm stands on the earliest row: armed in the commit that wrote it. Infinity: nothing is owed. */
  nextDue(): number {
    if (this.#nextDue !== null) return this.#nextDue;
    let at = Infinity;
    for (const { dueAt } of this.schedule.values()) if (dueAt < at) at = dueAt;
    this.#nextDue = at;
    return at;
  }

  get hasUnsaved(): boolean {
    return this.#undoSize > 0;
  }

  #note(table: unknown, key: Key, before: unknown): void {
    const undo = this.#undo;
    const at = this.#undoSize;
    undo[at] = table;
    undo[at + 1] = key;
    undo[at + 2] = before;
    this.#undoSize = at + 3;
    if (table === this.schedule) this.#nextDue = null;
  }
}
