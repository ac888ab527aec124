import type { Timeframe } from '#shared/domain/bar.ts';
import type { InstrumentId, MarketId } from '#shared/domain/ids.ts';
import type { Instrument } from '#shared/domain/instrument.ts';

/** Writes instruments of a market in one statement; those that are there stay as they are. */
export async function saveInstruments(db: D1Database, instruments: readonly Instrument[]): Promise<void> {
  await db
    .prepare(
      `INSERT INTO instruments (id, market_id, symbol, name_en, name_ko, exchange, currency, kind, sector, multiplier, expires_on, lot_size)
       SELECT value ->> 'id', value ->> 'marketId', value ->> 'symbol', value ->> 'nameEn', value ->> 'nameKo', value ->> 'exchange',
         value ->> 'currency', value ->> 'kind', value ->> 'sector', value ->> 'multiplier', value ->> 'expiresOn', value ->> 'lotSize'
       FROM json_each(?1) WHERE true ON CONFLICT DO NOTHING`,
    )
    .bind(JSON.stringify(instruments))
    .run();
}

/** Instruments of a market by symbol. */
export async function loadInstruments(db: D1Database, marketId: MarketId): Promise<Instrument[]> {
  const { results } = await db
    .prepare(
      `SELECT id, market_id AS marketId, symbol, name_en AS nameEn, name_ko AS nameKo, exchange, currency, kind, sector, multiplier,
         expires_on AS expiresOn, lot_size AS lotSize FROM instruments WHERE market_id = ?1 ORDER BY symbol`,
    )
    .bind(marketId)
    .all<Instrument>();
  return results;
}

/** The instrument that the newest imported file with this symbol made (`GOOG`, `KRX:005930` or its bare ticker). */
export async function importedInstrument(
  db: D1Database,
  symbol: string,
): Promise<{ instrument: Instrument; timeframe: Timeframe } | null> {
  const row = await db
    .prepare(
      `SELECT i.id, i.market_id AS marketId, i.symbol, i.name_en AS nameEn, i.name_ko AS nameKo, i.exchange, i.currency, i.kind,
         i.sector, i.multiplier, i.expires_on AS expiresOn, i.lot_size AS lotSize, f.timeframe
       FROM instruments i JOIN imports f ON f.market_id = i.market_id
       WHERE i.symbol IN (?1, 'KRX:' || ?1) ORDER BY f.imported_at DESC, i.symbol LIMIT 1`,
    )
    .bind(symbol.trim().toUpperCase())
    .first<Instrument & { timeframe: Timeframe }>();
  if (row === null) return null;
  const { timeframe, ...instrument } = row;
  return { instrument, timeframe };
}

export interface CoverageRow {
  readonly instrumentId: InstrumentId;
  readonly firstT: number;
  readonly lastT: number;
  readonly bars: number;
}

/** Writes which bars there are, one statement for all instruments. Imported prices are marked split-adjusted. */
export async function saveCoverage(
  db: D1Database,
  source: { marketId: MarketId; timeframe: Timeframe; source: string; adjustment: 'raw' | 'split-adjusted' },
  rows: readonly CoverageRow[],
): Promise<void> {
  await db
    .prepare(
      `INSERT INTO coverage (market_id, instrument_id, timeframe, first_t, last_t, bars, adjustment, source)
       SELECT ?1, value ->> 'instrumentId', ?2, value ->> 'firstT', value ->> 'lastT', value ->> 'bars', ?3, ?4 FROM json_each(?5) WHERE true
       ON CONFLICT (market_id, instrument_id, timeframe) DO UPDATE SET
         first_t = min(first_t, excluded.first_t), last_t = max(last_t, excluded.last_t), bars = excluded.bars`,
    )
    .bind(source.marketId, source.timeframe, source.adjustment, source.source, JSON.stringify(rows))
    .run();
}
