import type { Tally } from '#shared/simulator/orders/tally.ts';
import { FINDINGS } from '#shared/simulator/orders/tally.ts';
import type { BrokerClass } from '#shared/ports/broker.ts';
import type { Level } from '../proof.ts';

export const CLASSES: readonly BrokerClass[] = ['a', 'a-star', 'b'];

/** Where a run's seeds begin: the same in every pull request, new ones in the night. */
export function firstSeed(level: Level, seed: number): number {
  return level === 'pr' ? 0 : (seed % 1_000_000) * 100_000_000;
}

/** What was found of each kind; all of them are to be 0. */
export function findingsOf(tally: Tally): Record<string, number> {
  return Object.fromEntries(FINDINGS.map((kind) => [kind, tally.counts[kind] ?? 0]));
}

/** The seeds that failed, in words. */
export function failuresOf(tally: Tally): string {
  return tally.failures
    .map(({ seed, findings }) => `${seed}: ${findings[0]?.kind ?? ''} ${findings[0]?.about ?? ''}`)
    .join('; ');
}
