import { HORIZON_BARS } from '../analysis/forecast.ts';
import type { RecordedForecast } from '../analysis/forecast-columns.ts';
import type { BarColumns } from '../domain/bar.ts';
import { numbersFrom } from './some-bars.ts';

/**
 * Forecasts as somebody would have recorded them who is right so often, one every `HORIZON_BARS` from the 10th bar on.
 * Made with hindsight, which is what a test may do: what is tested is who reads them when.
 */
export function recordedForecasts(
  { t, c }: BarColumns,
  { seed = 1, right = 0.9 }: { readonly seed?: number; readonly right?: number } = {},
): RecordedForecast[] {
  const next = numbersFrom(seed);
  const made: RecordedForecast[] = [];
  for (let i = 10; i < t.length; i += HORIZON_BARS) {
    const close = c[i]!; // in range
    const later = c[Math.min(i + HORIZON_BARS, t.length - 1)]!; // as above
    const saysUp = later > close === next() < right;
    made.push({ barAt: t[i]!, close, chanceUp: saysUp ? 0.7 : 0.3, low: close * 0.93, high: close * 1.07 });
  }
  return made;
}
