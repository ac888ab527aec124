import type { MarketId } from '#shared/domain/ids.ts';
import { SIGNAL_KINDS, type MarketSignal } from '#shared/domain/market-signal.ts';
import type { MarketMs } from '#shared/lib/time.ts';

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
        `DELETE FROM signals WHERE market_id = ?1 AND kind ${kinds} AND market_at < (
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
