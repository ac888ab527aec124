import { decimal, toText, ZERO, type DecimalText } from '../lib/decimal.ts';
import type { MarketMs } from '../lib/time.ts';

export interface EquityAt {
  readonly at: MarketMs;
  readonly equity: DecimalText;
}

export interface DrawdownPoint extends EquityAt {
  readonly peak: DecimalText;
  /** Below the peak, as a fraction of it: 0 at the peak. */
  readonly drawdown: number;
}

/** Money in (positive) and out moves the peak with it: a deposit is no gain. */
export interface MoneyMove {
  readonly at: MarketMs;
  readonly amount: DecimalText;
}

/** A value over time as its distance below the highest one before it. Both ascend. */
export function drawdownCurve(points: readonly EquityAt[], moves: readonly MoneyMove[]): DrawdownPoint[] {
  const curve: DrawdownPoint[] = [];
  let peak = ZERO;
  let next = 0;
  for (const { at, equity } of points) {
    for (let move = moves[next]; move !== undefined && move.at <= at; move = moves[next]) {
      peak = peak.plus(move.amount);
      next += 1;
    }
    const value = decimal(equity);
    // Before the first point nothing was higher.
    peak = curve.length === 0 || value.gt(peak) ? value : peak;
    curve.push({ at, equity, peak: toText(peak), drawdown: below(toText(peak), equity) });
  }
  return curve;
}

/** How far below the peak, as a fraction of it, to six places; 0 at or above it. */
export function below(peak: DecimalText, equity: DecimalText): number {
  const top = decimal(peak);
  if (top.lte(0)) return 0;
  return Math.max(0, Number(top.minus(equity).div(top).toFixed(6)));
}

/** At most so many of the points: of neighbours the deepest, and always the last one. */
export function thinned(curve: readonly DrawdownPoint[], most: number): DrawdownPoint[] {
  if (curve.length <= most) return [...curve];
  const perPoint = Math.ceil((curve.length - 1) / (most - 1));
  const kept: DrawdownPoint[] = [];
  for (let from = 0; from < curve.length - 1; from += perPoint) {
    const near = curve.slice(from, Math.min(from + perPoint, curve.length - 1));
    kept.push(near.reduce((deepest, point) => (point.drawdown > deepest.drawdown ? point : deepest)));
  }
  return [...kept, ...curve.slice(-1)];
}
