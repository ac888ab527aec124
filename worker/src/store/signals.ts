import type { MarketId } from '#shared/domain/ids.ts';
import { SIGNAL_KINDS, type MarketSignal } from '#shared/domain/market-signal.ts';
import type { MarketMs } from '#shared/lib/time.ts';
import type { Signals, StoredSignal } from '#shared/ports/day-records.ts';

/** Signals kept of one market: of strategies, and of all else. */
const KEPT = { opinions: 2_000, news: 1_000 };
const NEWS = SIGNAL_KINDS.map((kind) => `'${kind}'`).join(', ');

/** Writes what was said at a close, each once per instrument, kind and day, and forgets the oldest. */
export async function saveSignals(
  db: D1Database,
  { marketId, marketAt, now }: { readonly marketId: MarketId; readonly marketAt: MarketMs; readonly now: number },
  signals: readonly MarketSignal[],
): Promise<void> {
  if (signals.length === 0) return;
  const rows = signals.map(({ instrumentId, kind, action, day, price, reasons }) => ({
    id: `s_${crypto.randomUUID()}`,
    instrumentId,
    kind,
    action,
    day,
    body: JSON.stringify({ price, reasons }),
  }));
  const trim = (kinds: string, kept: number): D1PreparedStatement =>
    db
      .prepare(
        `DELETE FROM signals WHERE market_id = ?1 AND kind ${kinds} AND market_at <= (
           SELECT market_at FROM signals WHERE market_id = ?1 AND kind ${kinds} ORDER BY market_at DESC LIMIT 1 OFFSET ?2)`,
      )
      .bind(marketId, kept);
  await db.batch([
    db
      .prepare(
        `INSERT INTO signals (id, market_id, instrument_id, kind, action, day, market_at, body, created_at)
         SELECT value ->> 'id', ?1, value ->> 'instrumentId', value ->> 'kind', value ->> 'action', value ->> 'day', ?2,
           value ->> 'body', ?3
         FROM json_each(?4) WHERE true ON CONFLICT DO NOTHING`,
      )
      .bind(marketId, marketAt, now, JSON.stringify(rows)),
    trim(`NOT IN (${NEWS})`, KEPT.opinions),
    trim(`IN (${NEWS})`, KEPT.news),
  ]);
}

const OF_PERSON = `s.id, s.market_id AS marketId, s.instrument_id AS instrumentId, s.kind, s.action, s.day,
  s.market_at AS marketAt, s.body, m.read_at AS readAt, m.dismissed_at AS dismissedAt
  FROM signals s LEFT JOIN signal_marks m ON m.signal_id = s.id AND m.user_id = ?1`;
const STATUS = { open: 'm.dismissed_at IS NULL', unread: 'm.dismissed_at IS NULL AND m.read_at IS NULL', all: 'true' };

type Row = Omit<StoredSignal, 'price' | 'reasons'> & { readonly marketId: MarketId; readonly body: string };

function stored({ body, ...row }: Row): StoredSignal & { readonly marketId: MarketId } {
  return { ...row, ...(JSON.parse(body) as Pick<StoredSignal, 'price' | 'reasons'>) };
}

/** Signals in D1, each with what a person did with it. */
export function signalsIn(db: D1Database): Signals {
  return {
    async list(userId, marketId, { kinds, instrumentId, status, offset, limit }) {
      const { results } = await db
        .prepare(
          `SELECT ${OF_PERSON} WHERE s.market_id = ?2 AND s.kind IN (SELECT value FROM json_each(?3))
             AND (?4 IS NULL OR s.instrument_id = ?4) AND ${STATUS[status]}
           ORDER BY s.market_at DESC, s.id LIMIT ?5 OFFSET ?6`,
        )
        .bind(userId, marketId, JSON.stringify(kinds), instrumentId, limit, offset)
        .all<Row>();
      return results.map(stored);
    },
    async unread(userId, marketId, kinds) {
      const row = await db
        .prepare(
          `SELECT count(*) AS count FROM signals s LEFT JOIN signal_marks m ON m.signal_id = s.id AND m.user_id = ?1
           WHERE s.market_id = ?2 AND s.kind IN (SELECT value FROM json_each(?3)) AND ${STATUS.unread}`,
        )
        .bind(userId, marketId, JSON.stringify(kinds))
        .first<{ count: number }>();
      return row?.count ?? 0;
    },
    async find(userId, id) {
      const row = await db.prepare(`SELECT ${OF_PERSON} WHERE s.id = ?2`).bind(userId, id).first<Row>();
      return row === null ? null : stored(row);
    },
    async mark(userId, id, what, now) {
      const column = what === 'read' ? 'read_at' : 'dismissed_at';
      await db
        .prepare(
          `INSERT INTO signal_marks (user_id, signal_id, ${column}) SELECT ?1, id, ?3 FROM signals WHERE id = ?2
           ON CONFLICT (user_id, signal_id) DO UPDATE SET ${column} = coalesce(${column}, excluded.${column})`,
        )
        .bind(userId, id, now)
        .run();
    },
  };
}
