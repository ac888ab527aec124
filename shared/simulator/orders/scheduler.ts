/** Something that happens at a virtual instant. */
export type Event = () => void;

interface Entry {
  readonly time: number;
  readonly tie: number;
  readonly event: Event;
}

/**
 * Virtual time: events in the order of (time, tie). The tie is drawn from the seed, so that what is due at the same
 * instant happens in any order, and always in the same one for the same seed.
 */
export class Scheduler {
  /** Latest first. A schedule has a dozen at a time: keeping them in order is quicker than a heap. */
  readonly #entries: Entry[] = [];
  readonly #tie: () => number;
  now: number;

  constructor(now: number, tie: () => number) {
    this.now = now;
    this.#tie = tie;
  }

  get size(): number {
    return this.#entries.length;
  }

  at(time: number, event: Event): void {
    const entry: Entry = { time: Math.max(time, this.now), tie: this.#tie(), event };
    const entries = this.#entries;
    let index = entries.length;
    entries.push(entry);
    for (; index > 0; index -= 1) {
      const sooner = entries[index - 1];
      if (sooner === undefined || isBefore(entry, sooner)) break;
      entries[index] = sooner;
    }
    entries[index] = entry;
  }

  after(delay: number, event: Event): void {
    this.at(this.now + delay, event);
  }

  /** The instant of what comes next; Infinity when nothing does. */
  next(): number {
    return this.#entries.at(-1)?.time ?? Infinity;
  }

  /** Lets the next event happen. */
  step(): void {
    const entry = this.#entries.pop();
    if (entry === undefined) return;
    this.now = entry.time;
    entry.event();
  }

  /** Lets everything happen that is due until then, and stands there afterwards. */
  runUntil(time: number): void {
    while (this.next() <= time) this.step();
    this.now = Math.max(this.now, time);
  }
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.time < b.time || (a.time === b.time && a.tie < b.tie);
}
