import type { Instrument } from '../domain/instrument.ts';
import { decimal, roundTo, toText, type Decimal, type DecimalText } from '../lib/decimal.ts';
import type { CheckInput } from './check.ts';

export interface EntryCost {
  /** One unit at the ceiling, in account currency. */
  readonly unit: Decimal;
  readonly fees: Decimal;
  readonly total: Decimal;
}

/** One unit at the ceiling, in account currency; null when the ceiling or the rate is unknown. */
export function unitCost(input: CheckInput): Decimal | null {
  if (input.limitPrice === null || input.rate === null) return null;
  return decimal(input.limitPrice).times(input.rate).times(input.instrument.multiplier);
}

/** What the entry takes out of cash at worst; null when part of it is unknown. */
export function entryCost(input: CheckInput): EntryCost | null {
  const unit = unitCost(input);
  if (unit === null || input.fees === null) return null;
  const fees = decimal(input.fees.buy);
  return { unit, fees, total: unit.times(input.quantity).plus(fees) };
}

/** The largest quantity in whole lots whose cost fits into `room`: the number that would pass, `0` when none does. */
export function lotsWithin(room: Decimal, unit: Decimal, instrument: Instrument): DecimalText {
  if (room.lte(0) || unit.lte(0)) return '0';
  // Truncated below the room first: a quotient rounded up by a unit in the 20th place must not gain a lot.
  const quantity = roundTo(room.div(unit), instrument.lotSize, 'down');
  return toText(quantity.times(unit).gt(room) ? quantity.minus(decimal(instrument.lotSize)) : quantity);
}
