import { decimal, sum, toText, type DecimalText } from '../lib/decimal.ts';
import type { BookLine } from './check.ts';
import { isFund, sectorOf } from './exposure.ts';
import type { AccountLimits } from './limits.ts';

/** What is held and being bought in one sector. */
export interface SectorExposure {
  readonly kind: 'sector' | 'funds' | 'unknown';
  /** Null for funds, and for what has no known sector: that counts in every sector. */
  readonly sector: string | null;
  /** Long and short added, in account currency; null when a part is unknown. */
  readonly value: DecimalText | null;
  readonly symbols: readonly string[];
}

/** The book by sector, largest first; what has no value last. */
export function exposureBySector(book: readonly BookLine[], limits: Pick<AccountLimits, 'sectors'>): SectorExposure[] {
  const groups = Map.groupBy(book, ({ instrument }) => {
    if (isFund(instrument)) return 'funds';
    const sector = sectorOf(instrument, limits);
    return sector === null ? 'unknown' : `sector ${sector}`;
  });
  const exposures = [...groups].map(([key, lines]): SectorExposure => {
    const known = lines.flatMap(({ value }) => (value === null ? [] : [decimal(value).abs()]));
    const kind = key === 'funds' || key === 'unknown' ? key : 'sector';
    return {
      kind,
      sector: kind === 'sector' ? key.slice('sector '.length) : null,
      value: known.length === lines.length ? toText(sum(known)) : null,
      symbols: [...new Set(lines.map(({ instrument }) => instrument.symbol))],
    };
  });
  return exposures.toSorted((a, b) => Number(b.value ?? -1) - Number(a.value ?? -1));
}
