import { FUNDAMENTAL_FIELDS } from './screen-tree.ts';
import type { InstrumentId } from './ids.ts';
import type { Currency } from './instrument.ts';
import type { DatedSplit } from './split-adjust.ts';

/**
 * What a company reported, as totals, so that a split changes nothing but the number of shares. `earnings`, `dividends`:
 * of twelve months. Null where it is not known. Dates are market milliseconds.
 */
export interface Fundamentals {
  readonly instrumentId: InstrumentId;
  /** The end of what is reported. */
  readonly asOf: number;
  /** From when on anybody may know it. */
  readonly knownAt: number;
  readonly currency: Currency;
  /** As of `asOf`. */
  readonly shares: number | null;
  readonly earnings: number | null;
  readonly equity: number | null;
  readonly dividends: number | null;
  /** `invented` for the generated market; else who said so. */
  readonly source: string;
}

/** Places of the figures, in the order of `FUNDAMENTAL_FIELDS`. */
export const FUNDAMENTAL_COUNT = FUNDAMENTAL_FIELDS.length;

/**
 * The ratios at a price, into `out` (one per `FUNDAMENTAL_FIELDS`): NaN where something is not known or the ratio means
 * nothing (P/E of a loss, P/B and ROE of a company without equity). ROE and dividend yield in percent. The last place is
 * left to who knows what was traded (`analysis/index-eligibility.ts`).
 */
export function ratiosAt(
  known: Fundamentals | null,
  { price, splits }: { readonly price: number; readonly splits: readonly DatedSplit[] },
  out: Float64Array,
): void {
  out.fill(NaN);
  if (known === null) return;
  const since = splits.reduce((ratio, split) => (split.at > known.asOf ? ratio * split.ratio : ratio), 1);
  const shares = (known.shares ?? NaN) * since;
  const earnings = known.earnings ?? NaN;
  const equity = known.equity ?? NaN;
  const value = price * shares;
  out[0] = value;
  out[1] = earnings > 0 ? value / earnings : NaN;
  out[2] = equity > 0 ? value / equity : NaN;
  out[3] = earnings / shares;
  out[4] = equity > 0 ? (100 * earnings) / equity : NaN;
  out[5] = (100 * (known.dividends ?? NaN)) / value;
}
