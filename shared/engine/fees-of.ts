import { estimateFees } from '../domain/fees.ts';
import type { Instrument } from '../domain/instrument.ts';
import type { TradingDay } from '../lib/time.ts';
import type { FeesOf } from './worst-case.ts';

/** The fee table of an instrument's exchange on a day, as the engine takes it: a float in the instrument's currency. */
export function feesOf({ exchange, kind, multiplier }: Instrument, on: TradingDay): FeesOf {
  return ({ side, quantity, price }) => {
    // A double's noise is below the 9 digits that a quantity can have.
    const amount = (value: number): string => trimmed(value.toFixed(9));
    return Number(
      estimateFees({ exchange, kind, side, quantity: amount(quantity), price: amount(price), multiplier, on }).total,
    );
  };
}

function trimmed(text: string): string {
  return text.replace(/\.?0+$/, '');
}
