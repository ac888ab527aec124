import type { Timeframe } from '#shared/domain/bar.ts';
import type { MarketId } from '#shared/domain/ids.ts';
import type { Exchange } from '#shared/domain/instrument.ts';

/** A file of bars that was taken whole. */
export interface StoredImport {
  readonly hash: string;
  readonly marketId: MarketId;
  readonly file: string;
  readonly timeframe: Timeframe;
  readonly exchange: Exchange;
  readonly bars: number;
  readonly instruments: number;
  readonly firstT: number;
  readonly lastT: number;
}

const COLUMNS = `hash, market_id AS marketId, file, timeframe, exchange, bars, instruments, first_t AS firstT, last_t AS lastT`;

/** @param hash SHA-256 of the file, lower-case hex */
export function findImport(db: D1Database, hash: string): Promise<StoredImport | null> {
  return db.prepare(`SELECT ${COLUMNS} FROM imports WHERE hash = ?1`).bind(hash).first<StoredImport>();
}

/** Records an import; the first of two of the same file stays. */
export async function saveImport(db: D1Database, done: StoredImport, at: number): Promise<void> {
  const { hash, marketId, file, timeframe, exchange, bars, instruments, firstT, lastT } = done;
  await db
    .prepare(
      `INSERT INTO imports (hash, market_id, file, timeframe, exchange, bars, instruments, first_t, last_t, imported_at)
       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT DO NOTHING`,
    )
    .bind(hash, marketId, file, timeframe, exchange, bars, instruments, firstT, lastT, at)
    .run();
}
