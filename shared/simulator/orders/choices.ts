/*
 * Everything that chance decides in one schedule. A draw is a pure function of (seed, kind, how many of this kind came
 * before): switching one fault off moves no other draw, so that a failing schedule can be made shorter.
 */

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
export type Draw = (typeof DRAWS)[number];

/** Asked hundreds of times in a schedule: a map finds its strings faster than an object. */
const KIND: ReadonlyMap<Fault | Draw, number> = new Map([...FAULTS, ...DRAWS].map((name, index) => [name, index]));
/** Faults that are points of death: each place where one is asked for is a crash point. */
const CRASH_POINTS: ReadonlySet<number> = new Set(
  (
    [
      'crash-before-request',
      'crash-in-flight',
      'crash-at-arrival',
      'crash-after-answer',
      'crash-at-commit',
      'turn-lost',
    ] as const
  ).map(kindOf),
);
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

  setChance(fault: Fault, chance: number): void {
    this.#chances[kindOf(fault)] = chance;
  }

  chanceOf(fault: Fault): number {
    return this.#chances[kindOf(fault)] ?? 0;
  }

  /** Whether the fault happens this time. `times` scales its chance: crashes crowd around sends and commits. */
  fault(fault: Fault, times = 1): boolean {
    if (this.#isHealed) return false;
    const kind = kindOf(fault);
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
  uniform(draw: Draw): number {
    const kind = kindOf(draw);
    const occurrence = this.#counts[kind] ?? 0;
    this.#counts[kind] = occurrence + 1;
    return this.#hash(kind, occurrence) / TWO_32;
  }

  /** A whole number in [0, count). */
  below(draw: Draw, count: number): number {
    return Math.floor(this.uniform(draw) * count);
  }

  /** A whole number in [low, high]. */
  between(draw: Draw, low: number, high: number): number {
    return low + this.below(draw, high - low + 1);
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

function kindOf(name: Fault | Draw): number {
  return KIND.get(name) ?? 0;
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
