import type { Instrument } from '../domain/instrument.ts';
import type { InstrumentId } from '../domain/ids.ts';
import { decimal, sum } from '../lib/decimal.ts';
import type { BookLine } from './check.ts';
import { correlation, returnsAt, returnsOf, type PastPrices } from './past-prices.ts';

/** One instrument of the book over all its holders. */
export interface Together {
  readonly instrument: Instrument;
  /** Negative when short; null when a part of it is unknown. Account currency. */
  readonly value: number | null;
}

/** The book by instrument, what is flat left out, largest first; what has no value last. */
export function togetherOf(book: readonly BookLine[]): Together[] {
  const lines = [...Map.groupBy(book, ({ instrument }) => instrument.id).values()];
  const whole = lines.map((parts): Together => {
    const [{ instrument }] = parts as [BookLine]; // a group has a first line
    const known = parts.flatMap(({ value }) => (value === null ? [] : [decimal(value)]));
    return { instrument, value: known.length === parts.length ? sum(known).toNumber() : null };
  });
  const size = ({ value }: Together): number => (value === null ? -1 : Math.abs(value));
  return whole.filter(({ value }) => value !== 0).toSorted((a, b) => size(b) - size(a));
}

export type Past = ReadonlyMap<InstrumentId, PastPrices>;

/**
 * Pearson's correlation of the newest returns of each two, as `checks/correlation.ts` measures a candidate: 1 on the
 * diagonal, null where too few days are common or nobody knows the prices.
 */
export function correlationMatrix(held: readonly Together[], past: Past | null): (number | null)[][] {
  const rows = held.map(({ instrument }) => past?.get(instrument.id) ?? null);
  return rows.map((mine, row) =>
    rows.map((other, column) => {
      if (row === column) return 1;
      if (mine === null || other === null) return null;
      const own = returnsOf(mine);
      return correlation(own.value, returnsAt(returnsOf(other), own.t));
    }),
  );
}

/** The two that move most alike, longs and shorts each as they are; null for less than two, or where a pair is unknown. */
export function mostAlike(
  held: readonly Together[],
  matrix: readonly (readonly (number | null)[])[],
): { readonly alike: number; readonly symbols: readonly [string, string] } | null {
  let most: { alike: number; symbols: readonly [string, string] } | null = null;
  for (const [row, mine] of held.entries()) {
    for (const [column, other] of held.entries()) {
      if (column <= row) continue;
      const pair = matrix[row]?.[column] ?? null;
      if (pair === null || mine.value === null || other.value === null) return null;
      const alike = pair * Math.sign(mine.value) * Math.sign(other.value);
      if (most === null || alike > most.alike)
        most = { alike, symbols: [mine.instrument.symbol, other.instrument.symbol] };
    }
  }
  return most;
}

/** The one that moves most like all the others together, by their weights; null as above. */
export function mostLikeTheRest(
  held: readonly Together[],
  past: Past | null,
): { readonly alike: number; readonly symbol: string } | null {
  let most: { alike: number; symbol: string } | null = null;
  if (held.length < 2) return null;
  for (const { instrument, value } of held) {
    const mine = past?.get(instrument.id);
    if (mine === undefined || value === null) return null;
    const own = returnsOf(mine);
    const rest = new Float64Array(own.value.length);
    for (const other of held) {
      if (other.instrument.id === instrument.id) continue;
      const prices = past?.get(other.instrument.id);
      if (prices === undefined || other.value === null) return null;
      const returns = returnsAt(returnsOf(prices), own.t);
      // Weights are left as money: a correlation does not ask for their size. What one has not, all have not.
      for (let at = 0; at < rest.length; at += 1) rest[at]! += other.value * returns[at]!; // in range
    }
    const pair = correlation(own.value, rest);
    if (pair === null) return null;
    const alike = pair * Math.sign(value);
    if (most === null || alike > most.alike) most = { alike, symbol: instrument.symbol };
  }
  return most;
}
