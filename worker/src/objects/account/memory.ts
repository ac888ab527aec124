import type { Instrument } from '#shared/domain/instrument.ts';
import type { Sql } from '../sql.ts';

/**
 * What an instance remembers of its own rows. It is their single writer: whoever writes such a row remembers it in the
 * same turn, and a transaction that is taken back takes the whole memory with it.
 */
interface Memory {
  /** As the row would be parsed; null where there is none. */
  readonly meta: Map<string, unknown>;
  /** By id. Their rows are written once. */
  readonly instruments: Map<string, Instrument>;
}

const memories = new WeakMap<Sql, Memory>();

export function memoryOf(sql: Sql): Memory {
  let memory = memories.get(sql);
  if (memory === undefined) memories.set(sql, (memory = { meta: new Map(), instruments: new Map() }));
  return memory;
}

export function forget(sql: Sql): void {
  memories.delete(sql);
}
