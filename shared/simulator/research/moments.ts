/** What is known of the returns of one curve, by bar. */
export interface Moments {
  /** How many returns. */
  readonly count: number;
  readonly mean: number;
  /** Sample deviation (ddof 1). */
  readonly deviation: number;
  /** Third and fourth standardised moments of the sample: 0 and 3 for a normal one. */
  readonly skewness: number;
  readonly kurtosis: number;
  /** Mean over deviation, by bar, without a risk-free rate; null where nothing varies. */
  readonly sharpe: number | null;
}

/** Moments of the simple returns from value to value of a curve. Two passes, nothing allocated by value. */
export function momentsOf(values: Float64Array): Moments {
  const count = Math.max(0, values.length - 1);
  let sum = 0;
  for (let i = 1; i <= count; i += 1) sum += values[i]! / values[i - 1]! - 1; // in range
  const mean = count === 0 ? 0 : sum / count;
  let second = 0;
  let third = 0;
  let fourth = 0;
  for (let i = 1; i <= count; i += 1) {
    const off = values[i]! / values[i - 1]! - 1 - mean; // in range
    const square = off * off;
    second += square;
    third += square * off;
    fourth += square * square;
  }
  const variance = second / count;
  const isVaried = count > 2 && variance > 0;
  const deviation = isVaried ? Math.sqrt(second / (count - 1)) : 0;
  return {
    count,
    mean,
    deviation,
    skewness: isVaried ? third / count / variance ** 1.5 : 0,
    kurtosis: isVaried ? fourth / count / variance ** 2 : 3,
    sharpe: isVaried ? mean / deviation : null,
  };
}
