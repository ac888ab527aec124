import type { BrokerClass } from '../../ports/broker.ts';

/** Which seeds are asked for. */
export interface Ask {
  readonly brokerClass: BrokerClass;
  readonly from: number;
  readonly count: number;
}

/** What must never be, by the words of the proof obligations. */
export const FINDINGS = [
  'duplicate',
  'lost',
  'ghost',
  'missedFills',
  'unresolved',
  'ledgerDifference',
  'killIgnored',
  'unjournalled',
  'untold',
  'reservation',
  'oversold',
  'threw',
] as const;
export type FindingKind = (typeof FINDINGS)[number];

export interface Finding {
  readonly kind: FindingKind;
  readonly about: string;
}

export interface Failure {
  readonly seed: number;
  readonly findings: readonly Finding[];
}

/** Sums over schedules; plain, so that threads can send it. */
export interface Tally {
  counts: Record<string, number>;
  faults: Record<string, number>;
  failures: Failure[];
}

const FAILURES_KEPT = 20;

export function emptyTally(): Tally {
  return { counts: {}, faults: {}, failures: [] };
}

export function count(tally: Tally, name: string, by = 1): void {
  tally.counts[name] = (tally.counts[name] ?? 0) + by;
}

export function addTally(total: Tally, more: Tally): void {
  for (const [name, value] of Object.entries(more.counts)) count(total, name, value);
  for (const [name, value] of Object.entries(more.faults)) total.faults[name] = (total.faults[name] ?? 0) + value;
  total.failures.push(...more.failures);
  total.failures.sort((a, b) => a.seed - b.seed);
  total.failures.length = Math.min(total.failures.length, FAILURES_KEPT);
}
