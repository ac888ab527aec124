import type { InstrumentId, MarketId } from '#shared/domain/ids.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import type { MarketEvent } from '#shared/domain/market-event.ts';
import type { UpcomingEvent } from '#shared/domain/screen.ts';
import { SCREEN_EVENTS, type ScreenEvent } from '#shared/domain/screen-tree.ts';
import type { MarketMs } from '#shared/lib/time.ts';
import type { DatedSpan } from '#shared/ports/screens.ts';

/** Events of one statement: some 300 kB of JSON. */
const ROWS_MAX = 2_000;
/** Of its own market everything is written that happens there; nobody invents dividends. */
const INVENTED_KINDS: readonly ScreenEvent[] = ['earnings', 'split', 'index-addition', 'index-removal'];

/** What a market's instruments read: what is true of their exchange, and of an invented market. */
const OF_MARKET = `FROM market_events e JOIN instruments i ON i.market_id = ?1 AND i.symbol = e.symbol
  WHERE e.scope IN (?1, 'us', 'krx') AND (e.scope = ?1 OR e.scope = i.exchange)`;

/** Dated things of a market's instruments in a span of time, that anybody may know at `known`. */
export async function readMarketEvents(db: D1Database, marketId: MarketId, span: DatedSpan): Promise<UpcomingEvent[]> {
  const { results } = await db
    .prepare(
      `SELECT i.id AS instrumentId, e.kind, e.about, e.at, e.known_at AS knownAt ${OF_MARKET}
         AND e.known_at <= ?2 AND e.at BETWEEN max(?3, 1) AND ?4 AND (?5 IS NULL OR i.id = ?5) ORDER BY e.at, i.id`,
    )
    .bind(marketId, span.known, span.from, span.to, span.instrumentId ?? null)
    .all<{ instrumentId: InstrumentId; kind: string; about: string; at: MarketMs; knownAt: MarketMs }>();
  return results.flatMap(({ kind: text, about, ...row }) => {
    const kind = SCREEN_EVENTS.find((known) => known === text);
    return kind === undefined ? [] : [{ ...row, kind, ...(about !== '' && { about }) }];
  });
}

/** Which kinds of events are recorded here at all: of the others nobody can say that there are none. */
export async function knownKinds(db: D1Database, marketId: MarketId): Promise<ReadonlySet<ScreenEvent>> {
  const { results } = await db
    .prepare(
      `SELECT DISTINCT scope = ?1 AS isOwn, kind FROM market_events WHERE scope = ?1
         OR scope IN (SELECT DISTINCT exchange FROM instruments WHERE market_id = ?1)`,
    )
    .bind(marketId)
    .all<{ isOwn: number; kind: string }>();
  const kinds = new Set(SCREEN_EVENTS.filter((kind) => results.some((row) => row.kind === kind)));
  if (results.some(({ isOwn }) => isOwn === 1)) for (const kind of INVENTED_KINDS) kinds.add(kind);
  // A list of an index says of everybody when they came and went.
  if (kinds.has('index-addition')) kinds.add('index-removal');
  return kinds;
}

/**
 * Which indices each instrument is in at an instant, by the lists that are known. An invented market that was made before
 * its index was written down announces changes alone: who else is in it nobody knows, and those few are no list.
 */
export async function readMembers(
  db: D1Database,
  marketId: MarketId,
  at: number,
): Promise<ReadonlyMap<InstrumentId, readonly string[]>> {
  // The newest change of each instrument and index is where it stands; leaving comes before joining at the same instant.
  const { results } = await db
    .prepare(
      `SELECT instrumentId, about FROM (
         SELECT i.id AS instrumentId, e.about, e.kind, max(e.at * 2 + (e.kind = 'index-addition')) ${OF_MARKET}
           AND e.kind IN ('index-addition', 'index-removal') AND e.at <= ?2 AND e.known_at <= ?2
           AND (e.scope <> ?1 OR EXISTS (SELECT 1 FROM market_events WHERE scope = ?1 AND about = e.about AND at = 0))
         GROUP BY i.id, e.about)
       WHERE kind = 'index-addition' ORDER BY about`,
    )
    .bind(marketId, at)
    .all<{ instrumentId: InstrumentId; about: string }>();
  return new Map(
    [...Map.groupBy(results, ({ instrumentId }) => instrumentId)].map(([id, rows]) => [
      id,
      rows.map(({ about }) => about),
    ]),
  );
}

/** Events of a market's own source, as they are stored. */
export function eventRows(
  events: readonly UpcomingEvent[],
  instruments: readonly Pick<Instrument, 'id' | 'symbol'>[],
): MarketEvent[] {
  const symbols = new Map(instruments.map(({ id, symbol }) => [id, symbol]));
  return events.flatMap(({ instrumentId, kind, about = '', at, knownAt = at }) => {
    const symbol = symbols.get(instrumentId);
    return symbol === undefined ? [] : [{ symbol, kind, about, at, knownAt }];
  });
}

const insert = (db: D1Database, scope: string, rows: readonly MarketEvent[]): D1PreparedStatement =>
  db
    .prepare(
      `INSERT INTO market_events (scope, symbol, kind, about, at, known_at)
       SELECT ?1, value ->> 'symbol', value ->> 'kind', value ->> 'about', value ->> 'at', value ->> 'knownAt'
       FROM json_each(?2) WHERE true ON CONFLICT DO NOTHING`,
    )
    .bind(scope, JSON.stringify(rows));

function inserts(db: D1Database, scope: string, rows: readonly MarketEvent[]): D1PreparedStatement[] {
  return Array.from({ length: Math.ceil(rows.length / ROWS_MAX) }, (_, part) =>
    insert(db, scope, rows.slice(part * ROWS_MAX, (part + 1) * ROWS_MAX)),
  );
}

/** Writes what became known; the same again changes nothing. */
export async function saveMarketEvents(db: D1Database, scope: string, rows: readonly MarketEvent[]): Promise<void> {
  if (rows.length > 0) await db.batch(inserts(db, scope, rows));
}

/** Puts a whole list of one index in place of what was known of it; all of it or nothing. */
export async function replaceIndex(
  db: D1Database,
  { scope, index }: { readonly scope: string; readonly index: string },
  rows: readonly MarketEvent[],
): Promise<void> {
  const forget = db.prepare('DELETE FROM market_events WHERE scope = ?1 AND about = ?2').bind(scope, index);
  await db.batch([forget, ...inserts(db, scope, rows)]);
}
