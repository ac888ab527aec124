import type { Decimal } from '../lib/decimal.ts';
import { decimal } from '../lib/decimal.ts';

/** The nod of the first of two people. `at` is wall milliseconds. */
export interface FirstNod {
  readonly by: string;
  /** As the others know this person. */
  readonly name: string;
  readonly channel: string;
  readonly at: number;
  /** The amount above which two were needed. */
  readonly above: string;
}

/** Whether a purchase of this cost, in the account's currency, needs two people. What cannot be told counts as large. */
export function needsTwoPeople(above: string | null, cost: Decimal | null): above is string {
  return above !== null && (cost === null || cost.gt(decimal(above)));
}

/**
 * What a nod is where two are needed: `again` is one person twice and counts once; the first counts as long as that
 * person may still nod.
 */
export function nodOfTwo(
  first: Pick<FirstNod, 'by'> | null,
  by: string,
  mayStillNod: (userId: string) => boolean,
): 'first' | 'again' | 'second' {
  if (first === null || !mayStillNod(first.by)) return 'first';
  return first.by === by ? 'again' : 'second';
}
