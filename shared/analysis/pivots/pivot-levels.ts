export const PIVOT_METHODS = ['classic', 'fibonacci', 'camarilla', 'woodie'] as const;
export type PivotMethod = (typeof PIVOT_METHODS)[number];

/** The period before the present one, and the open of the present one. Prices. */
export interface PivotSource {
  readonly high: number;
  readonly low: number;
  readonly close: number;
  /** First price of the period the levels are for: Woodie's is drawn from it. */
  readonly nextOpen: number;
}

/** `support[0]` is S1, the nearest; each following one lies further away. Prices, not rounded to ticks. */
export interface PivotLevels {
  readonly pivot: number;
  readonly support: readonly number[];
  readonly resistance: readonly number[];
}

/** Shares of the range. */
const FIBONACCI = [0.382, 0.618, 1] as const;
const CAMARILLA_PARTS = [12, 6, 4, 2] as const;

/**
 * Levels for one period out of the one before (H, L, C; R = H − L), as TradingView's Pivot Points Standard defines them
 * (https://www.tradingview.com/support/solutions/43000521824/).
 *
 * - classic (its "traditional", the floor traders'): P = (H + L + C) / 3; S1, R1 = 2P − H, 2P − L; S2, R2 = P ∓ R;
 *   S3, R3 = L − 2(H − P), H + 2(P − L).
 * - fibonacci: the same P; P ∓ 0.382 R, 0.618 R and R.
 * - camarilla: around the close: C ∓ 1.1 R / 12, 6, 4 and 2; P as classic.
 * - woodie: P = (H + L + 2 × the new period's open) / 4; levels as classic. Sources that use 2C instead draw it before
 *   the period has opened.
 */
export function pivotLevels(method: PivotMethod, { high, low, close, nextOpen }: PivotSource): PivotLevels {
  const range = high - low;
  const typical = (high + low + close) / 3;
  switch (method) {
    case 'classic':
      return floorLevels(typical, high, low);
    case 'woodie':
      return floorLevels((high + low + 2 * nextOpen) / 4, high, low);
    case 'fibonacci':
      return {
        pivot: typical,
        support: FIBONACCI.map((part) => typical - part * range),
        resistance: FIBONACCI.map((part) => typical + part * range),
      };
    case 'camarilla':
      return {
        pivot: typical,
        support: CAMARILLA_PARTS.map((part) => close - (1.1 * range) / part),
        resistance: CAMARILLA_PARTS.map((part) => close + (1.1 * range) / part),
      };
  }
}

function floorLevels(pivot: number, high: number, low: number): PivotLevels {
  return {
    pivot,
    support: [2 * pivot - high, pivot - (high - low), low - 2 * (high - pivot)],
    resistance: [2 * pivot - low, pivot + (high - low), high + 2 * (pivot - low)],
  };
}
