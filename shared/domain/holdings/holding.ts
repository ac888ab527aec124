import type { DecimalText } from '../../lib/decimal.ts';
import type { Currency } from '../instrument.ts';

/** Something a person keeps at another bank and wrote down here: watched and valued, never traded. */
export interface Holding {
  /** A symbol, a number or whatever it is called: a pension has none of them. */
  readonly name: string;
  readonly quantity: DecimalText;
  /** What all of it cost; null where nobody remembers. */
  readonly totalCost: DecimalText | null;
  readonly currency: Currency;
  /** What one was worth when it was written down, for what no market here knows. */
  readonly price: DecimalText | null;
}

/** In one portfolio. */
export const HOLDINGS_MAX = 500;
export const HOLDING_NAME_MAX = 60;

/** Six digits are a Korean stock. */
const KOREAN = /^(KRX:)?\d{6}$/i;

/** What it is counted in where nobody said. */
export const usualCurrency = (name: string): Currency => (KOREAN.test(name.trim()) ? 'KRW' : 'USD');
