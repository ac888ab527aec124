import type { Reason } from '../domain/signal.ts';
import { CASES_MIN, type ForecastRecord } from './forecast-record.ts';

/** What a card says of the forecasts: that one has a part, or that none has and why. `symbol` is how people call it. */
export function forecastReason(symbol: string, records: readonly ForecastRecord[]): Reason {
  const [best] = [...records].sort(
    (a, b) => Number(b.use === 'better') - Number(a.use === 'better') || b.cases - a.cases,
  );
  const { cases, right, baseRight, baseSide, tried, use } = best ?? NOTHING;
  const code =
    use === 'better'
      ? 'forecast-used'
      : use === 'few'
        ? 'forecast-too-few'
        : right <= baseRight
          ? 'forecast-no-better'
          : 'forecast-luck';
  return { code, values: { symbol, right, total: cases, base: baseRight, side: baseSide, needs: CASES_MIN, tried } };
}

const NOTHING = { cases: 0, right: 0, baseRight: 0, baseSide: 'up', tried: 0, use: 'few' } as const;
