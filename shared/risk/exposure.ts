import type { Instrument } from '../domain/instrument.ts';
import { decimal, ZERO, type Decimal } from '../lib/decimal.ts';
import type { BookLine, CheckInput } from './check.ts';
import type { AccountLimits } from './limits.ts';

/** Something in the book without a value stands in the way of every sum: null. */
type Sum = Decimal | null;

/** Everything in the book, long and short added; null when something in it is unknown. */
export function grossOf(book: readonly BookLine[]): Sum {
  return sumOf(book, (value) => value.abs());
}

/** The same, long less short. */
export function netOf(book: readonly BookLine[]): Sum {
  return sumOf(book, (value) => value);
}

/** What goes if every stop in the book is hit; what has no stop counts whole. */
export function heatOf(book: readonly BookLine[]): Sum {
  let total = ZERO;
  for (const { value, hasStop, lossAtStop } of book) {
    const part = hasStop ? lossAtStop : value;
    if (part === null) return null;
    total = total.plus(decimal(part).abs());
  }
  return total;
}

/** Funds and indices: they hold many sectors and count for themselves. */
export function isFund({ kind }: Instrument): boolean {
  return kind === 'etf' || kind === 'index';
}

/** A person's word before the market's; null when neither names one. */
export function sectorOf({ id, symbol, sector }: Instrument, limits: Pick<AccountLimits, 'sectors'>): string | null {
  return limits.sectors[id] ?? limits.sectors[symbol] ?? sector;
}

/** The lines that count with this instrument: funds with funds, otherwise the same sector, and what has none known. */
export function besideOf(
  book: readonly BookLine[],
  instrument: Instrument,
  limits: Pick<AccountLimits, 'sectors'>,
): BookLine[] {
  if (isFund(instrument)) return book.filter((line) => isFund(line.instrument));
  const sector = sectorOf(instrument, limits);
  return book.filter((line) => {
    if (isFund(line.instrument)) return false;
    const other = sectorOf(line.instrument, limits);
    // It may be of this sector too.
    return other === null || other === sector;
  });
}

/** The share of equity that a limit leaves in money; null when equity is unknown. */
export function shareOf({ account }: CheckInput, fraction: number): Sum {
  return account.equity === null ? null : decimal(account.equity).times(fraction);
}

function sumOf(book: readonly BookLine[], part: (value: Decimal) => Decimal): Sum {
  let total = ZERO;
  for (const { value } of book) {
    if (value === null) return null;
    total = total.plus(part(decimal(value)));
  }
  return total;
}
