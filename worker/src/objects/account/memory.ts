import type { InstrumentId } from '#shared/domain/ids.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import type { Intent } from '#shared/engine/orders/intent.ts';
import type { SeenOrder } from '#shared/engine/orders/ports.ts';
import type { PastPrices } from '#shared/risk/past-prices.ts';
import type { Sql } from '../sql.ts';
import type { ChainHead } from './audit-chain.ts';
import type { HeldPosition } from './money-book.ts';

/**
 * What an instance remembers of its own rows. It is their single writer: whoever writes such a row remembers it in the
 * same turn, and a transaction that is taken back takes the whole memory with it.
 */
interface Memory {
  /** As the row would be parsed; null where there is none. */
  readonly meta: Map<string, unknown>;
  /** By id and by symbol. Their rows are written once. */
  readonly instruments: Map<string, Instrument>;
  /** The orders that were worked on last, by id. */
  readonly intents: Map<string, Intent>;
  /** Their ids, by clientOrderId; null: none of this account's orders has it. */
  readonly intentIds: Map<string, string | null>;
  /** The orders of the broker's that were looked for last, by its id. */
  readonly seen: Map<string, SeenOrder | null>;
  /** Executions that are booked. */
  readonly executions: Set<string>;
  /** What is held, in the order of its table; null until it was read, and where a position changed. */
  positions: readonly HeldPosition[] | null;
  /** The newest event; null until one was read or written. */
  head: ChainHead | null;
  /** When each row of the schedule is due, in wall time, by its id; null until they were read. */
  schedule: Map<string, number> | null;
  /** No message is owed to anybody. */
  owesNothing: boolean;
  /** When answers kept by key were looked through last, in wall time. */
  keysSweptAt: number;
  /** As of which step of the market, and what was heard of it. No rows: the market keeps them. */
  past: { readonly step: number; readonly prices: ReadonlyMap<InstrumentId, PastPrices> } | null;
}

/** Of each kind; a broker's list is looked through at every piece of news, and what it shows has to find room. */
const KEPT_MAX = 500;

const memories = new WeakMap<Sql, Memory>();

export function memoryOf(sql: Sql): Memory {
  let memory = memories.get(sql);
  if (memory === undefined) {
    memory = {
      meta: new Map(),
      instruments: new Map(),
      intents: new Map(),
      intentIds: new Map(),
      seen: new Map(),
      executions: new Set(),
      positions: null,
      head: null,
      schedule: null,
      owesNothing: false,
      keysSweptAt: 0,
      past: null,
    };
    memories.set(sql, memory);
  }
  return memory;
}

/** The oldest make room, here and below. */
export function rememberIntent({ intents, intentIds }: Memory, intent: Intent): void {
  keepNewest(intents, intent.id, intent);
  keepNewest(intentIds, intent.coid, intent.id);
}

export function rememberUnknown({ intentIds }: Memory, coid: string): void {
  keepNewest(intentIds, coid, null);
}

export function rememberSeen({ seen }: Memory, brokerOrderId: string, order: SeenOrder | null): void {
  keepNewest(seen, brokerOrderId, order);
}

export function rememberExecution({ executions }: Memory, id: string): void {
  executions.add(id);
  makeRoom(executions);
}

function keepNewest<Value>(among: Map<string, Value>, key: string, value: Value): void {
  among.delete(key);
  among.set(key, value);
  makeRoom(among);
}

function makeRoom(among: Map<string, unknown> | Set<string>): void {
  const [oldest] = among.keys();
  if (among.size > KEPT_MAX && oldest !== undefined) among.delete(oldest);
}

export function forget(sql: Sql): void {
  memories.delete(sql);
}
