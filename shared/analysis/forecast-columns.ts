import type { BarColumns } from '../domain/bar.ts';
import type { GivenColumn } from '../indicators/column-store.ts';
import { HORIZON_BARS } from './forecast.ts';
import { recordOf, type ScoredCase } from './forecast-record.ts';

/** A forecast as it was recorded when it was made: at the close of the bar that opened at `barAt`, from bars up to it. */
export interface RecordedForecast {
  readonly barAt: number;
  /** The close it was made on, in the prices of that day. */
  readonly close: number;
  /** Chance, by the model's own reckoning, that the close `HORIZON_BARS` later is higher. */
  readonly chanceUp: number;
  readonly low: number | null;
  readonly high: number | null;
}

/**
 * Recorded forecasts as columns beside the bars they belong to: `chance`, `low` and `high` of the newest forecast, as
 * long as the bars it speaks of have not all closed, and `worth`: 1 where forecasts had earned a part here by then
 * (`forecast-record.ts`), 0 where they had not; NaN where there is none. What stands at a bar was made, and its worth
 * scored, from closes up to that bar alone. `tried`: how many models were.
 */
export function forecastColumn(forecasts: readonly RecordedForecast[], tried: number): GivenColumn {
  return { outputs: ['chance', 'low', 'high', 'worth'], compute: (columns) => columnsOf(forecasts, columns, tried) };
}

function columnsOf(forecasts: readonly RecordedForecast[], { t, c }: BarColumns, tried: number): Float64Array[] {
  const [chance, low, high, worth] = Array.from({ length: 4 }, () => new Float64Array(t.length).fill(NaN)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const made = new Map(forecasts.map((one) => [one.barAt, one]));
  const scored: ScoredCase[] = [];
  /** Cases on their way: none is taken before the one before it is due, so that no two share a day. */
  let under: { readonly one: RecordedForecast; readonly at: number } | null = null;
  let newest: { readonly one: RecordedForecast; readonly at: number } | null = null;
  let value = NaN;
  for (let i = 0; i < t.length; i += 1) {
    if (under !== null && i >= under.at + HORIZON_BARS) {
      scored.push(scoreOf(under.one, c[under.at]!, c[i]!)); // in range
      under = null;
      value = recordOf(scored, tried).use === 'better' ? 1 : 0;
    }
    const one = made.get(t[i]!); // in range
    if (one !== undefined) {
      newest = { one, at: i };
      under ??= newest;
      if (Number.isNaN(value)) value = 0;
    }
    worth[i] = value;
    if (newest === null || i >= newest.at + HORIZON_BARS) continue;
    // Bars may be adjusted for a split since: a band is a share of its own close.
    const scale = c[newest.at]! / newest.one.close; // in range
    chance[i] = newest.one.chanceUp;
    low[i] = (newest.one.low ?? NaN) * scale;
    high[i] = (newest.one.high ?? NaN) * scale;
  }
  return [chance, low, high, worth];
}

function scoreOf({ chanceUp, low, high, close }: RecordedForecast, then: number, now: number): ScoredCase {
  const scale = then / close;
  const inside = low === null || high === null ? null : now >= low * scale && now <= high * scale;
  return { chanceUp, rose: now > then, inside };
}
