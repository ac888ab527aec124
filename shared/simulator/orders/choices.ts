/*
 * Everything that chance decides in one schedule. A draw is a pure function of (seed, kind, how many of this kind came
 * before): switching one fault off moves no other draw, so that a failing schedule can be made shorter.
 */

import type { Brand } from '../../lib/brand.ts';

/** What can go wrong, each with its own chance in each seed. */
export const FAULTS = [
  'request-lost',
  'answer-lost',
  'arrives-late',
  'arrives-twice',
  'throttled',
  'server-error',
  'html-answer',
  'empty-answer',
  'cut-json',
  'reject-after-accept',
  'refused',
  'arrives-much-later',
  'no-quote',
  'list-lags',
  'not-found-yet',
  'look-up-fails',
  'snapshot-fails',
  'stream-drops',
  'stream-repeats',
  'stream-late',
  'stream-stalls',
  'partial-fill',
  'fill-beats-cancel',
  'session-lost',
  'clock-skewed',
  'delivery-fails',
  'crash-before-request',
  'crash-in-flight',
  'crash-at-arrival',
  'crash-after-answer',
  'crash-at-commit',
  'crash-idle',
  'turn-lost',
  'long-outage',
  'alarm-twice',
  'alarm-early',
  'alarm-late',
  'alarm-abandoned',
  'stale-instance',
  'caller-retries',
  'two-channels',
  'booking-fails',
] as const;
export type Fault = (typeof FAULTS)[number];

/** Draws that are no fault: how long things take, what people do. */
export const DRAWS = ['latency', 'plan', 'price', 'tie', 'restart', 'size', 'mix', 'market'] as const;
type Draw = (typeof DRAWS)[number];

/** A fault or a draw by its number: hundreds are asked for in a schedule, and finding a number by its name costs more. */
export type FaultKind = Brand<number, 'FaultKind'>;
export type DrawKind = Brand<number, 'DrawKind'>;

/** The numbers of names from `first` on, in their order. */
function numbered<Name extends string, Kind>(names: readonly Name[], first: number): Readonly<Record<Name, Kind>> {
  return Object.fromEntries(names.map((name, index) => [name, first + index])) as Record<Name, Kind>;
}

export const FAULT = numbered<Fault, FaultKind>(FAULTS, 0);
export const DRAW = numbered<Draw, DrawKind>(DRAWS, FAULTS.length);

/** Faults that are points of death: each place where one is asked for is a crash point. */
const CRASH_POINTS: ReadonlySet<number> = new Set([
  FAULT['crash-before-request'],
  FAULT['crash-in-flight'],
  FAULT['crash-at-arrival'],
  FAULT['crash-after-answer'],
  FAULT['crash-at-commit'],
  FAULT['turn-lost'],
]);
const NO_COUNTS: readonly number[] = [...FAULTS, ...DRAWS].map(() => 0);
const NO_CHANCES: readonly number[] = FAULTS.map(() => 0);
const TWO_32 = 4_294_967_296;

/** Faults of one schedule that happened, as `kind * OCCURRENCES + occurrence`. */
const OCCURRENCES = 65_536;

export class Choices {
  readonly #key: number;
  // Plain arrays: what a typed array keeps outside of the heap costs more than all draws of a schedule.
  readonly #counts = NO_COUNTS.slice();
  readonly #chances = NO_CHANCES.slice();
  readonly #off: ReadonlySet<number> | null;
  /** What happened, in order; what a shorter schedule is searched in. */
  readonly happened: number[] = [];
  /** Instead of chance: dies at these crash points, counted from 0, and nowhere else. */
  readonly #diesAt: readonly number[] | null;
  /** Crash points met so far. */
  points = 0;
  #isHealed = false;

  constructor(seed: number, off: ReadonlySet<number> | null = null, diesAt: readonly number[] | null = null) {
    this.#key = finish((seed | 0) ^ Math.imul(Math.floor(seed / TWO_32) | 0, 0x85ebca6b) ^ 0x3c6ef372);
    this.#off = off;
    this.#diesAt = diesAt;
  }

  /** From now on nothing goes wrong any more. */
  heal(): void {
    this.#isHealed = true;
  }

  get isHealed(): boolean {
    return this.#isHealed;
  }

  setChance(kind: FaultKind, chance: number): void {
    this.#chances[kind] = chance;
  }

  /** Whether the fault happens this time. `times` scales its chance: crashes crowd around sends and commits. */
  fault(kind: FaultKind, times = 1): boolean {
    if (this.#isHealed) return false;
    if (this.#diesAt !== null) return this.#isPointOfDeath(kind);
    const chance = this.#chances[kind] ?? 0;
    if (chance === 0) return false;
    const occurrence = this.#counts[kind] ?? 0;
    this.#counts[kind] = occurrence + 1;
    if (this.#hash(kind, occurrence) >= chance * times * TWO_32) return false;
    const what = kind * OCCURRENCES + (occurrence & (OCCURRENCES - 1));
    if (this.#off?.has(what) === true) return false;
    this.happened.push(what);
    return true;
  }

  #isPointOfDeath(kind: number): boolean {
    if (!CRASH_POINTS.has(kind)) return false;
    this.points += 1;
    if (this.#diesAt?.includes(this.points - 1) !== true) return false;
    this.happened.push(kind * OCCURRENCES + this.points - 1);
    return true;
  }

  /** In [0, 1). */
  uniform(kind: DrawKind): number {
    const occurrence = this.#counts[kind] ?? 0;
    this.#counts[kind] = occurrence + 1;
    return this.#hash(kind, occurrence) / TWO_32;
  }

  /** A whole number in [0, count). */
  below(kind: DrawKind, count: number): number {
    return Math.floor(this.uniform(kind) * count);
  }

  /** A whole number in [low, high]. */
  between(kind: DrawKind, low: number, high: number): number {
    return low + this.below(kind, high - low + 1);
  }

  #hash(kind: number, occurrence: number): number {
    let h = this.#key ^ Math.imul(kind + 1, 0x9e3779b1) ^ Math.imul(occurrence + 1, 0x85ebca77);
    h ^= h >>> 15;
    h = Math.imul(h, 0x2c1b3c6d);
    h ^= h >>> 12;
    h = Math.imul(h, 0x297a2d39);
    h ^= h >>> 15;
    return h >>> 0;
  }
}

/** What of `happened` this is, in words: `request-lost #3`. */
export function faultName(what: number): string {
  return `${FAULTS[Math.floor(what / OCCURRENCES)] ?? '?'} #${(what % OCCURRENCES) + 1}`;
}

export function faultOf(what: number): number {
  return Math.floor(what / OCCURRENCES);
}

/** MurmurHash3's finaliser: every bit in moves half of the bits out. */
function finish(hash: number): number {
  let h = hash ^ (hash >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}
