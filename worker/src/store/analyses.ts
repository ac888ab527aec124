import type { RecordedForecast } from '#shared/analysis/forecast-columns.ts';
import type { Measured } from '#shared/analysis/analysis.ts';
import type { InstrumentId } from '#shared/domain/ids.ts';
import type { Analyses, CasesOf, ForecastCase } from '#shared/ports/analyst.ts';

/** Analyses kept of one instrument and timeframe. */
const ANALYSES_KEPT = 500;
/** Cases read for a record: what is older says little of today. */
const CASES_READ = 1_000;
/** Recorded forecasts of many instruments at once. */
const RECORDED_MAX = 50_000;

/** Dated analyses and sealed forecasts in D1. */
export function analysesIn(db: D1Database, now: () => number): Analyses {
  const sealing = ({ instrumentId, timeframe }: CasesOf, cases: readonly ForecastCase[]): D1PreparedStatement =>
    db
      .prepare(
        `INSERT INTO forecast_cases
           (instrument_id, timeframe, model, bar_at, made, close, chance_up, low, high, due_at, due_close, created_at)
         SELECT ?1, ?2, value ->> 'model', value ->> 'barAt', value ->> 'made', value ->> 'close',
           value ->> 'chanceUp', value ->> 'low', value ->> 'high', value ->> 'dueAt', value ->> 'dueClose', ?3
         FROM json_each(?4) WHERE true
         ON CONFLICT DO NOTHING`,
      )
      .bind(instrumentId, timeframe, now(), JSON.stringify(cases));
  return {
    async find({ instrumentId, timeframe }, barAt) {
      const row = await db
        .prepare(`SELECT body FROM analyses WHERE instrument_id = ?1 AND timeframe = ?2 AND bar_at = ?3`)
        .bind(instrumentId, timeframe, barAt)
        .first<{ body: string }>();
      return row === null ? null : (JSON.parse(row.body) as Measured);
    },
    async save(of, measured, sealed) {
      const { instrumentId, timeframe } = of;
      await db.batch([
        sealing(of, sealed),
        db
          .prepare(
            `INSERT INTO analyses (instrument_id, timeframe, bar_at, body, created_at) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT DO NOTHING`,
          )
          .bind(instrumentId, timeframe, measured.t, JSON.stringify(measured), now()),
        db
          .prepare(
            `DELETE FROM analyses WHERE instrument_id = ?1 AND timeframe = ?2 AND bar_at <
               (SELECT bar_at FROM analyses WHERE instrument_id = ?1 AND timeframe = ?2
                ORDER BY bar_at DESC LIMIT 1 OFFSET ?3)`,
          )
          .bind(instrumentId, timeframe, ANALYSES_KEPT - 1),
      ]);
    },
    async cases({ instrumentId, timeframe }) {
      const { results } = await db
        .prepare(
          `SELECT model, bar_at AS barAt, made, close, chance_up AS chanceUp, low, high,
             due_at AS dueAt, due_close AS dueClose
           FROM forecast_cases WHERE instrument_id = ?1 AND timeframe = ?2 ORDER BY bar_at DESC, model DESC LIMIT ?3`,
        )
        .bind(instrumentId, timeframe, CASES_READ)
        .all<ForecastCase>();
      return results.reverse();
    },
    async recorded(instrumentIds, timeframe) {
      const found = new Map<InstrumentId, RecordedForecast[]>();
      if (instrumentIds.length === 0) return found;
      const { results } = await db
        .prepare(
          `SELECT instrument_id AS instrumentId, bar_at AS barAt, close, chance_up AS chanceUp, low, high
           FROM forecast_cases WHERE instrument_id IN (SELECT value FROM json_each(?1)) AND timeframe = ?2
             AND model = 'prophet' AND made <> 'unfitted' ORDER BY instrument_id, bar_at DESC LIMIT ?3`,
        )
        .bind(JSON.stringify(instrumentIds), timeframe, RECORDED_MAX)
        .all<RecordedForecast & { instrumentId: InstrumentId }>();
      for (const { instrumentId, ...forecast } of results) {
        const list = found.get(instrumentId) ?? [];
        list.unshift(forecast);
        found.set(instrumentId, list);
      }
      return found;
    },
    async seal(of, cases) {
      if (cases.length > 0) await sealing(of, cases).run();
    },
    async score({ instrumentId, timeframe }, scored) {
      await db
        .prepare(
          `UPDATE forecast_cases SET due_at = s.value ->> 'dueAt', due_close = s.value ->> 'dueClose'
           FROM json_each(?3) AS s
           WHERE instrument_id = ?1 AND timeframe = ?2 AND model = s.value ->> 'model'
             AND bar_at = s.value ->> 'barAt' AND due_at IS NULL`,
        )
        .bind(instrumentId, timeframe, JSON.stringify(scored))
        .run();
    },
  };
}
