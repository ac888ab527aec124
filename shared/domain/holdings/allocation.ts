import { decimal, sum, ZERO, type DecimalText } from '../../lib/decimal.ts';
import type { Currency } from '../instrument.ts';

export interface AllocatedLine {
  readonly currency: Currency;
  /** Null: its price is not known, so it is in no share. */
  readonly value: DecimalText | null;
}

export interface AllocationPart {
  readonly key: string;
  readonly value: DecimalText;
  /** Of all that is known and counted in the same currency. */
  readonly fraction: number;
}

/** How one currency's money is spread over whatever `keyOf` says, the largest first. Nothing is exchanged. */
export function allocate<T extends AllocatedLine>(
  lines: readonly T[],
  currency: Currency,
  keyOf: (line: T) => string,
): AllocationPart[] {
  const counted = lines.filter((line) => line.currency === currency && line.value !== null);
  const total = sum(counted.map(({ value }) => decimal(value ?? '0')));
  if (total.lte(0)) return [];
  return [...Map.groupBy(counted, keyOf)]
    .map(([key, group]) => ({ key, sum: group.reduce((all, { value }) => all.plus(value ?? '0'), ZERO) }))
    .toSorted((a, b) => b.sum.cmp(a.sum) || (a.key < b.key ? -1 : 1))
    .map(({ key, sum: part }) => ({ key, value: part.toFixed(), fraction: Number(part.div(total)) }));
}
