/** Something that happens at a virtual instant. */
export type Event = () => void;

/**
 * Virtual time: events in the order of (time, tie). The tie is drawn from the seed, so that what is due at the same
 * instant happens in any order, and always in the same one for the same seed.
 */
export class Scheduler {
  readonly #times: number[] = [];
  readonly #ties: number[] = [];
  readonly #events: Event[] = [];
  readonly #tie: () => number;
  now: number;

  constructor(now: number, tie: () => number) {
    this.now = now;
    this.#tie = tie;
  }

  get size(): number {
    return this.#times.length;
  }

  at(time: number, event: Event): void {
    const due = Math.max(time, this.now);
    const tie = this.#tie();
    const [times, ties, events] = [this.#times, this.#ties, this.#events];
    let index = times.length;
    times.push(due);
    ties.push(tie);
    events.push(event);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.#isBefore(due, tie, parent)) break;
      this.#copy(parent, index);
      index = parent;
    }
    times[index] = due;
    ties[index] = tie;
    events[index] = event;
  }

  after(delay: number, event: Event): void {
    this.at(this.now + delay, event);
  }

  /** The instant of what comes next; Infinity when nothing does. */
  next(): number {
    return this.#times[0] ?? Infinity;
  }

  /** Lets the next event happen. */
  step(): void {
    const event = this.#events[0];
    if (event === undefined) return;
    this.now = this.#times[0] ?? this.now;
    this.#dropFirst();
    event();
  }

  /** Lets everything happen that is due until then, and stands there afterwards. */
  runUntil(time: number): void {
    while (this.next() <= time) this.step();
    this.now = Math.max(this.now, time);
  }

  #dropFirst(): void {
    const [times, ties, events] = [this.#times, this.#ties, this.#events];
    const time = times.pop();
    const tie = ties.pop();
    const event = events.pop();
    const size = times.length;
    if (size === 0 || time === undefined || tie === undefined || event === undefined) return;
    let index = 0;
    for (;;) {
      let child = index * 2 + 1;
      if (child >= size) break;
      if (child + 1 < size && this.#isBefore(times[child + 1] ?? 0, ties[child + 1] ?? 0, child)) child += 1;
      if (this.#isBefore(time, tie, child)) break;
      this.#copy(child, index);
      index = child;
    }
    times[index] = time;
    ties[index] = tie;
    events[index] = event;
  }

  #isBefore(time: number, tie: number, other: number): boolean {
    const otherTime = this.#times[other] ?? 0;
    return time < otherTime || (time === otherTime && tie < (this.#ties[other] ?? 0));
  }

  #copy(from: number, to: number): void {
    this.#times[to] = this.#times[from] ?? 0;
    this.#ties[to] = this.#ties[from] ?? 0;
    const event = this.#events[from];
    if (event !== undefined) this.#events[to] = event;
  }
}
