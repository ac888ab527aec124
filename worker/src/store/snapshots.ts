import type { InstrumentId, MarketId } from '#shared/domain/ids.ts';
import type { InstrumentSnapshot } from '#shared/domain/instrument-snapshot.ts';
import { DAY_MS, type MarketMs } from '#shared/lib/time.ts';
import type { Snapshots, StoredSnapshot } from '#shared/ports/day-records.ts';

/** Over a year of sessions, in days of the calendar. */
const KEPT_MS = 400 * DAY_MS;

const COLUMNS = 'instrument_id AS instrumentId, day, market_at AS marketAt, passed, checks, body';
type Row = Omit<StoredSnapshot, 'body'> & { readonly body: string };

function stored({ body, ...row }: Row): StoredSnapshot {
  return { ...row, body: JSON.parse(body) as InstrumentSnapshot };
}

export function snapshotsIn(db: D1Database): Snapshots {
  return {
    async of({ marketId, instrumentId }, { from, to, limit }) {
      const { results } = await db
        .prepare(
          `SELECT ${COLUMNS} FROM instrument_snapshots
           WHERE market_id = ?1 AND instrument_id = ?2 AND day BETWEEN ?3 AND ?4 ORDER BY day DESC LIMIT ?5`,
        )
        .bind(marketId, instrumentId, from, to, limit)
        .all<Row>();
      return results.map(stored);
    },
    async newestDay(marketId, to) {
      const row = await db
        .prepare('SELECT max(day) AS day FROM instrument_snapshots WHERE market_id = ?1 AND day <= ?2')
        .bind(marketId, to)
        .first<{ day: string | null }>();
      return row?.day ?? null;
    },
    async ratings(marketId, { from, to, passedMin, instrumentIds, offset, limit }) {
      const { results } = await db
        .prepare(
          `SELECT ${COLUMNS} FROM instrument_snapshots
           WHERE market_id = ?1 AND day BETWEEN ?2 AND ?3 AND passed >= ?4
             AND (?5 IS NULL OR instrument_id IN (SELECT value FROM json_each(?5)))
           ORDER BY day DESC, passed DESC, checks, instrument_id LIMIT ?6 OFFSET ?7`,
        )
        .bind(
          marketId,
          from,
          to,
          passedMin,
          instrumentIds === null ? null : JSON.stringify(instrumentIds),
          limit,
          offset,
        )
        .all<Row>();
      return results.map(stored);
    },
  };
}

/** The targets that stood after the newest day before `day`. */
export async function standingTargets(
  db: D1Database,
  marketId: MarketId,
  day: string,
): Promise<
  ReadonlyMap<InstrumentId, { readonly marketAt: MarketMs; readonly standing: InstrumentSnapshot['standing'] }>
> {
  const { results } = await db
    .prepare(
      `SELECT instrument_id AS instrumentId, market_at AS marketAt, body ->> '$.standing' AS standing
       FROM instrument_snapshots
       WHERE market_id = ?1 AND day = (SELECT max(day) FROM instrument_snapshots WHERE market_id = ?1 AND day < ?2)`,
    )
    .bind(marketId, day)
    .all<{ instrumentId: InstrumentId; marketAt: MarketMs; standing: string | null }>();
  return new Map(
    results.map(({ instrumentId, marketAt, standing }) => [
      instrumentId,
      { marketAt, standing: standing === null ? null : (JSON.parse(standing) as InstrumentSnapshot['standing']) },
    ]),
  );
}

/** Writes the day of some instruments; what was written before stays, what is older than a year is forgotten. */
export async function saveSnapshots(
  db: D1Database,
  { marketId, marketAt }: { readonly marketId: MarketId; readonly marketAt: MarketMs },
  snapshots: readonly Omit<StoredSnapshot, 'marketAt'>[],
): Promise<void> {
  if (snapshots.length === 0) return;
  const rows = snapshots.map(({ body, ...row }) => ({ ...row, body: JSON.stringify(body) }));
  const until = new Date(marketAt - KEPT_MS).toISOString().slice(0, 10);
  await db.batch([
    db
      .prepare(
        `INSERT INTO instrument_snapshots (market_id, instrument_id, day, market_at, passed, checks, body)
         SELECT ?1, value ->> 'instrumentId', value ->> 'day', ?2, value ->> 'passed', value ->> 'checks', value ->> 'body'
         FROM json_each(?3) WHERE true ON CONFLICT DO NOTHING`,
      )
      .bind(marketId, marketAt, JSON.stringify(rows)),
    db.prepare('DELETE FROM instrument_snapshots WHERE market_id = ?1 AND day < ?2').bind(marketId, until),
  ]);
}
