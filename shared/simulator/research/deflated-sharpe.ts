import { normalQuantile } from '../../lib/random.ts';
import { normalCdf } from './normal.ts';

/** Euler's and Mascheroni's constant. */
const EULER = 0.577_215_664_901_532_9;

/** One Sharpe ratio and the sample it came from; the ratio and its moments of the same period (a bar), not annual. */
export interface MeasuredSharpe {
  readonly sharpe: number;
  /** How many returns. */
  readonly count: number;
  readonly skewness: number;
  readonly kurtosis: number;
}

/**
 * The largest Sharpe ratio to expect of so many independent tries that are all worth nothing: what luck alone brings.
 * `variance` is that of the ratios that were tried. One try: 0. Bailey & López de Prado, "The Deflated Sharpe Ratio"
 * (Journal of Portfolio Management 40, 2014), eq. 1.
 */
export function luckySharpe(variance: number, trials: number): number {
  if (!(trials > 1) || !(variance > 0)) return 0;
  const most = (1 - EULER) * normalQuantile(1 - 1 / trials) + EULER * normalQuantile(1 - 1 / (trials * Math.E));
  return Math.sqrt(variance) * most;
}

/**
 * The probability that a true ratio is above `threshold`, from a sample that is neither normal nor endless; null where
 * the sample is too small to say. Bailey & López de Prado 2012 ("The Sharpe Ratio Efficient Frontier"), as eq. 2 of 2014.
 */
export function probabilisticSharpe(
  { sharpe, count, skewness, kurtosis }: MeasuredSharpe,
  threshold: number,
): number | null {
  if (!(count > 2)) return null;
  const spread = 1 - skewness * sharpe + ((kurtosis - 1) / 4) * sharpe * sharpe;
  return spread > 0 ? normalCdf(((sharpe - threshold) * Math.sqrt(count - 1)) / Math.sqrt(spread)) : null;
}

/** The same against what luck alone brings to the best of so many tries: the deflated Sharpe ratio. */
export function deflatedSharpe(
  best: MeasuredSharpe,
  tried: { readonly variance: number; readonly trials: number },
): number | null {
  return probabilisticSharpe(best, luckySharpe(tried.variance, tried.trials));
}

/** Sample variance (ddof 1) of the ratios that were tried; those that could not be measured count as tries alone. */
export function varianceOf(ratios: readonly number[]): number {
  const known = ratios.filter(Number.isFinite);
  if (known.length < 2) return 0;
  const mean = known.reduce((sum, ratio) => sum + ratio, 0) / known.length;
  return known.reduce((sum, ratio) => sum + (ratio - mean) ** 2, 0) / (known.length - 1);
}
