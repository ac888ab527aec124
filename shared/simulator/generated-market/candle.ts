import type { Random } from '../../lib/random.ts';

/** A bar as it is drawn: opening gap and body in log price, and the deviation of the path inside the bar. */
export interface Move {
  readonly gap: number;
  readonly body: number;
  readonly sigma: number;
}

export interface Candle {
  readonly o: number;
  readonly h: number;
  readonly l: number;
  readonly c: number;
}

/**
 * Open, high, low and close of a bar that follows `logPrice`. The extremes are those of a Brownian bridge from open
 * to close: P(max > m) = exp(-2 m (m - body) / sigma^2), inverted (P. Glasserman, Monte Carlo Methods in Financial
 * Engineering, 2003, section 6.4).
 */
export function drawCandle(random: Random, logPrice: number, move: Move): Candle {
  const open = logPrice + move.gap;
  const reach = (): number =>
    Math.sqrt(move.body * move.body - 2 * move.sigma * move.sigma * Math.log(random.uniform()));
  return {
    o: Math.exp(open),
    h: Math.exp(open + (move.body + reach()) / 2),
    l: Math.exp(open + (move.body - reach()) / 2),
    c: Math.exp(open + move.body),
  };
}
