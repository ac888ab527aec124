import { TIMEFRAME_MS, type BarColumns, type Timeframe } from './bar.ts';
import { EXCHANGE_ZONE } from './bar-times.ts';
import { zoneOffset } from './calendar/zone.ts';
import type { Exchange } from './instrument.ts';

const MONDAY_OFFSET = 4 * 86_400_000; // 1970-01-05 was a Monday

/**
 * Coarser bars out of finer ones: first open, highest high, lowest low, last close, summed volume. `1d` and `1w` open at
 * midnight UTC of the day's date in the exchange's zone (weeks on Monday). None that opens at or after `until` is
 * returned, so that the caller decides what has closed. `isCut`: the fine bars may begin inside a coarse one, which is
 * then left out.
 */
export function resampleBars(
  columns: BarColumns,
  coarse: {
    readonly to: Timeframe;
    readonly exchange: Exchange;
    readonly until: number;
    readonly limit: number;
    readonly isCut: boolean;
  },
): BarColumns {
  const bucketOf = bucketer(coarse.to, coarse.exchange);
  const rows: number[][] = [];
  let current: number[] | undefined;
  for (let i = 0; i < columns.t.length; i += 1) {
    const t = bucketOf(at(columns.t, i));
    if (t >= coarse.until) break;
    if (current === undefined || current[0] !== t) {
      current = [t, at(columns.o, i), at(columns.h, i), at(columns.l, i), at(columns.c, i), at(columns.v, i)];
      rows.push(current);
      continue;
    }
    current[2] = Math.max(current[2] ?? NaN, at(columns.h, i));
    current[3] = Math.min(current[3] ?? NaN, at(columns.l, i));
    current[4] = at(columns.c, i);
    current[5] = (current[5] ?? 0) + at(columns.v, i);
  }
  const kept = rows.slice(coarse.isCut ? 1 : 0).slice(-coarse.limit);
  const column = (index: number): Float64Array => Float64Array.from(kept, (row) => row[index] ?? NaN);
  return { t: column(0), o: column(1), h: column(2), l: column(3), c: column(4), v: column(5) };
}

function at(values: Float64Array, index: number): number {
  return values[index] ?? NaN;
}

function bucketer(timeframe: Timeframe, exchange: Exchange): (t: number) => number {
  const length = TIMEFRAME_MS[timeframe];
  if (timeframe === '1w') {
    const day = dayOf(exchange);
    return (t) => Math.floor((day(t) - MONDAY_OFFSET) / length) * length + MONDAY_OFFSET;
  }
  return timeframe === '1d' ? dayOf(exchange) : (t) => Math.floor(t / length) * length;
}

/** Midnight UTC of the date an instant has in the exchange's zone. Midnights UTC (daily bars) stay as they are. */
function dayOf(exchange: Exchange): (t: number) => number {
  const day = TIMEFRAME_MS['1d'];
  const zone = EXCHANGE_ZONE[exchange];
  return (t) => (t % day === 0 ? t : Math.floor((t + zoneOffset(zone, t)) / day) * day);
}
