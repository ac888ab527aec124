import type { InstrumentId } from '#shared/domain/ids.ts';
import type { MarketMs } from '#shared/lib/time.ts';

const READABLE = '(import_n = 0 OR import_n IN (SELECT n FROM import WHERE published = 1))';

/** All distinct bar times of an object, ascending. */
export function distinctTimes(sql: SqlStorage): Float64Array {
  const times = new Set<number>();
  for (const row of sql.exec<{ length: number; columns: ArrayBuffer }>(
    `SELECT length, columns FROM block WHERE ${READABLE}`,
  )) {
    for (const t of new Float64Array(row.columns, 0, row.length)) times.add(t);
  }
  for (const { t } of sql.exec<{ t: number }>('SELECT DISTINCT t FROM tail')) times.add(t);
  return Float64Array.from(times).sort();
}

/** Per instrument: first and last bar, and how many bars are stored (one stored twice counts twice). */
export function readCoverage(
  sql: SqlStorage,
): { instrumentId: InstrumentId; firstT: MarketMs; lastT: MarketMs; bars: number }[] {
  const found = new Map<string, { firstT: number; lastT: number; bars: number }>();
  const add = (id: string, firstT: number, lastT: number, bars: number): void => {
    const known = found.get(id);
    found.set(id, {
      firstT: Math.min(known?.firstT ?? Infinity, firstT),
      lastT: Math.max(known?.lastT ?? -Infinity, lastT),
      bars: (known?.bars ?? 0) + bars,
    });
  };
  const blocks = sql.exec<{ id: string; length: number; columns: ArrayBuffer }>(
    `SELECT id, length, substr(columns, 1, 8 * length) AS columns FROM block JOIN instrument ON instrument.n = block.instrument
     WHERE ${READABLE}`,
  );
  for (const { id, length, columns } of blocks) {
    const times = new Float64Array(columns);
    add(id, times[0] as number, times[length - 1] as number, length); // a block holds at least one bar
  }
  const tail = sql.exec<{ id: string; first: number; last: number; bars: number }>(
    'SELECT id, MIN(t) AS first, MAX(t) AS last, COUNT(*) AS bars FROM tail JOIN instrument ON n = instrument GROUP BY id',
  );
  for (const { id, first, last, bars } of tail) add(id, first, last, bars);
  return [...found].map(([id, { firstT, lastT, bars }]) => ({
    instrumentId: id as InstrumentId,
    firstT: firstT as MarketMs,
    lastT: lastT as MarketMs,
    bars,
  }));
}
