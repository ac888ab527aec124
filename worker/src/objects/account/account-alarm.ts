import { RETRY_MS } from '#shared/engine/orders/alarm.ts';
import { MINUTE_MS, type WallMs } from '#shared/lib/time.ts';

/** A run of the alarm that is cut off is followed by another after this: when its rows are due again. */
const AGAIN_AFTER_MS = RETRY_MS;
/** One that rings this much before anything is due is left where it is. */
const RINGS_EARLY_MAX_MS = MINUTE_MS;

/** The one alarm of an account's object, as this instance set it last. Times are wall milliseconds. */
export class AccountAlarm {
  readonly #now: () => WallMs;
  readonly #set: (at: WallMs | null) => void;
  /** Undefined before this instance ever set it. */
  #at: WallMs | null | undefined = undefined;

  constructor({ now, setAlarm }: { now: () => WallMs; setAlarm: (at: WallMs | null) => void }) {
    this.#now = now;
    this.#set = setAlarm;
  }

  /** Whether it rings by then already. */
  ringsBy(at: WallMs): boolean {
    return this.#at !== null && this.#at !== undefined && this.#at <= at;
  }

  /** It rings now: armed anew before anything can go wrong. It may ring early (`set`): then for what comes. */
  rang(due: WallMs | null): void {
    const now = this.#now();
    this.#at = due !== null && due > now ? due : ((now + AGAIN_AFTER_MS) as WallMs);
    this.#set(this.#at);
  }

  /** Earlier at once. What rings a little early is cheaper than what is moved with every call, a commit each. */
  set(due: WallMs | null): void {
    const set = this.#at;
    if (due === set) return;
    const now = this.#now();
    const isSoon = due !== null && typeof set === 'number' && set > now && set < due;
    if (isSoon && due - set <= RINGS_EARLY_MAX_MS) return;
    this.#at = due;
    this.#set(due === null ? null : (Math.max(due, now) as WallMs));
  }

  /** What was set within a transaction that is taken back is taken back too. */
  forget(): void {
    this.#at = undefined;
  }
}
