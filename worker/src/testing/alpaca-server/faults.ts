import { createRandom, type Random } from '#shared/lib/random.ts';

/** What can go wrong with one request. `oversized`: a right answer in a body beyond all bounds; `drop-request`: before anything is booked; `drop-answer`: after. */
export const ONE_FAULTS = [
  'drop-request',
  'drop-answer',
  'hang',
  'html-502',
  'error-500',
  'truncated',
  'empty-body',
  'oversized',
  'limited-429',
] as const;
export type OneFault = (typeof ONE_FAULTS)[number];

/** Chances from 0 to 1 for every request, and what the stream does. All off from the start. */
export interface AlpacaFaults extends Record<OneFault, number> {
  /** Only requests whose `METHOD /path` begins with this; null: all. */
  only: string | null;
  /** Every answer waits this long: least and most, in ms. */
  delayMs: readonly [number, number];
  /** Every event of the stream waits this long. */
  streamDelayMs: readonly [number, number];
  streamDrop: number;
  streamDuplicate: number;
  /** The sockets stay open and say nothing. */
  streamStall: boolean;
  /** No pong answers a ping. */
  noPong: boolean;
  /** The Date header and the clock are this far off. */
  skewMs: number;
}

export const NO_ALPACA_FAULTS: AlpacaFaults = {
  'drop-request': 0,
  'drop-answer': 0,
  hang: 0,
  'html-502': 0,
  'error-500': 0,
  truncated: 0,
  'empty-body': 0,
  oversized: 0,
  'limited-429': 0,
  only: null,
  delayMs: [0, 0],
  streamDelayMs: [0, 0],
  streamDrop: 0,
  streamDuplicate: 0,
  streamStall: false,
  noPong: false,
  skewMs: 0,
};

/** Draws what goes wrong, from a seed; what a test asks for once comes before. */
export class FaultPlan {
  faults: AlpacaFaults = { ...NO_ALPACA_FAULTS };
  readonly #random: Random;
  readonly #once: { only: string; fault: OneFault }[] = [];

  constructor(seed: number) {
    this.#random = createRandom(seed, 4711);
  }

  /** The next request whose `METHOD /path` begins with `only` meets this. */
  next(only: string, fault: OneFault): void {
    this.#once.push({ only, fault });
  }

  heal(): void {
    this.faults = { ...NO_ALPACA_FAULTS };
    this.#once.length = 0;
  }

  /** What this request meets; null: nothing. */
  of(line: string): OneFault | null {
    const index = this.#once.findIndex(({ only }) => line.startsWith(only));
    if (index >= 0) return this.#once.splice(index, 1)[0]?.fault ?? null;
    if (this.faults.only !== null && !line.startsWith(this.faults.only)) return null;
    for (const fault of ONE_FAULTS) if (this.#chance(this.faults[fault])) return fault;
    return null;
  }

  delayMs([least, most]: readonly [number, number]): number {
    return most <= 0 ? 0 : Math.round(this.#random.between(least, most));
  }

  #chance(probability: number): boolean {
    return probability > 0 && this.#random.chance(probability);
  }

  dropsEvent(): boolean {
    return this.#chance(this.faults.streamDrop);
  }

  doublesEvent(): boolean {
    return this.#chance(this.faults.streamDuplicate);
  }
}
