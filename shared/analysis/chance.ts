/** Φ: the chance that a normal variable is below `z`. Abramowitz and Stegun 7.1.26, right to 1.5e-7. */
export function normalBelow(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const poly = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const half = poly * Math.exp(-x * x);
  return z > 0 ? 1 - half / 2 : half / 2;
}

/** The chance of `least` heads or more in `throws` of a fair coin. */
export function atLeastByLuck(least: number, throws: number): number {
  if (least <= 0) return 1;
  // Each term from the one before it, in logarithms: 2^-n alone would be zero beyond a thousand throws.
  let log = -throws * Math.LN2;
  let total = 0;
  for (let heads = 0; heads <= throws; heads += 1) {
    if (heads >= least) total += Math.exp(log);
    log += Math.log((throws - heads) / (heads + 1));
  }
  return Math.min(1, total);
}
