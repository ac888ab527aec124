import type { Measures } from './measure.ts';

/** One of a rating's parts: whether it speaks for the instrument, and the figures behind it. */
export interface RatingCheck {
  readonly code: (typeof RATING_CHECKS)[number];
  readonly passed: boolean;
  readonly values: Readonly<Record<string, number>>;
}

export const RATING_CHECKS = [
  'trend',
  'above-average',
  'momentum',
  'macd',
  'volume',
  'not-stretched',
  'forecast',
  'direction',
] as const;

const MOMENTUM_MIN = 50;
const MOMENTUM_MAX = 70;
const STRETCHED_RANGES = 3;

/** What a rating is made of. A forecast that takes no part is null: it neither passes nor fails. */
export interface Rated {
  readonly close: number;
  readonly measures: Measures;
  /** Median of the forecast at its end; null: not used. */
  readonly forecastMedian: number | null;
  /** Chance that the next bar is higher; null: not used. */
  readonly chanceUp: number | null;
}

/** A rating is its parts: "4 of 6 checks", never one word. A check whose figure is not there yet is left out. */
export function rate({ close, measures, forecastMedian, chanceUp }: Rated): RatingCheck[] {
  const { sma20, sma50, rsi14, macd, macdSignal, obv, obvAverage, atr14 } = measures;
  const checks: (RatingCheck | false)[] = [
    sma20 !== null && sma50 !== null && check('trend', sma20 > sma50, { fast: 20, slow: 50 }),
    sma50 !== null && check('above-average', close > sma50, { slow: 50, percent: (close / sma50 - 1) * 100 }),
    rsi14 !== null && check('momentum', rsi14 >= MOMENTUM_MIN && rsi14 <= MOMENTUM_MAX, { rsi: rsi14 }),
    macd !== null && macdSignal !== null && check('macd', macd > macdSignal, {}),
    obv !== null && obvAverage !== null && check('volume', obv > obvAverage, {}),
    sma20 !== null &&
      atr14 !== null &&
      atr14 > 0 &&
      check('not-stretched', Math.abs(close - sma20) <= STRETCHED_RANGES * atr14, {
        times: Math.abs(close - sma20) / atr14,
      }),
    forecastMedian !== null &&
      check('forecast', forecastMedian > close, { percent: (forecastMedian / close - 1) * 100 }),
    chanceUp !== null && check('direction', chanceUp > 0.5, { times: Math.round(chanceUp * 100) }),
  ];
  return checks.filter((one) => one !== false);
}

function check(code: RatingCheck['code'], passed: boolean, values: Record<string, number>): RatingCheck {
  return { code, passed, values };
}
