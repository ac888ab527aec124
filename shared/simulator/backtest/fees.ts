import { dayText } from '../../domain/calendar/day.ts';
import { CURRENCY_UNIT, type Instrument } from '../../domain/instrument.ts';
import { feesOf } from '../../engine/fees-of.ts';
import type { FeesOf } from '../../engine/worst-case.ts';
import { DAY_MS } from '../../lib/time.ts';
import type { Costs } from './input.ts';

/** What trading one instrument costs, as functions of the bar's day. */
export interface FeeDesk {
  /** The table in force when the bar at `t` trades. */
  at(t: number): FeesOf;
  /** The currency's unit where cash is rounded to it; 0 where it is not. */
  readonly unit: number;
  /** Of each side, where that is all there is: sizes can be reckoned with it. */
  readonly perSide: number | null;
}

/**
 * Fees of an instrument. Rounding to the currency's unit belongs to a market's fee table; a bare fraction is unrounded
 * (`design.md` section 7).
 */
export function feeDesk(instrument: Instrument, { commission }: Costs): FeeDesk {
  if (commission.kind === 'fraction') {
    const { perSide } = commission;
    const multiplier = Number(instrument.multiplier);
    const fees: FeesOf = ({ quantity, price }) => quantity * price * multiplier * perSide;
    return { at: () => fees, unit: 0, perSide };
  }
  let day = NaN;
  let fees: FeesOf | null = null;
  return {
    unit: Number(CURRENCY_UNIT[instrument.currency]),
    perSide: null,
    at: (t) => {
      const today = Math.floor(t / DAY_MS);
      if (fees === null || today !== day) {
        day = today;
        // Bars of one day in UTC are of one trading day on every exchange there is.
        fees = feesOf(instrument, dayText(today));
      }
      return fees;
    },
  };
}

/** To the unit, half to even, as the ledger rounds; `unit` 0 leaves it. A double's noise counts as the half it is. */
export function roundCash(amount: number, unit: number): number {
  if (unit === 0) return amount;
  const perUnit = Math.round(1 / unit);
  const units = amount * perUnit;
  const below = Math.floor(units);
  const part = units - below;
  if (Math.abs(part - 0.5) < 1e-6) return (below % 2 === 0 ? below : below + 1) / perUnit;
  return Math.round(units) / perUnit;
}
