import type { WallMs } from '#shared/lib/time.ts';
import { MINUTE_MS } from '#shared/lib/time.ts';
import type { CallPriority } from '#shared/ports/broker.ts';
import type { VendorBudget } from '../../brokers/vendor.ts';

/** A permit is good for this long: whoever waits longer asks again. */
export const PERMIT_MS = 2_000;

/** What must be left in the minute for a call of this rank: the rest is kept for those above it. Exits take the last one. */
const KEPT_SHARE: Readonly<Record<CallPriority, number>> = { exit: 0, entry: 0.1, poll: 0.3 };

export type BudgetAnswer = { readonly ok: true } | { readonly ok: false; readonly retryAfterMs: number };

/**
 * The calls one credential may make in a minute. What the broker's headers say counts; between them the permits that were
 * given are counted here. In memory only: after a restart the first header says what is left.
 */
export class RateBudget {
  #perMinute: number;
  #left: number;
  #resetsAt = 0 as WallMs;
  #pausedUntil = 0 as WallMs;

  constructor(perMinute: number) {
    this.#perMinute = perMinute;
    this.#left = perMinute;
  }

  /**
   * Asks for `calls` calls. An exit is always given its permit: it is counted, and never denied by a limit of ours. The
   * others wait for the next minute when what is left is kept for those above them, and while the broker told us to.
   */
  take(priority: CallPriority, calls: number, now: WallMs): BudgetAnswer {
    this.#turn(now);
    if (priority !== 'exit') {
      if (now < this.#pausedUntil) return { ok: false, retryAfterMs: this.#pausedUntil - now };
      const kept = Math.floor(this.#perMinute * KEPT_SHARE[priority]);
      if (this.#left - calls < kept) return { ok: false, retryAfterMs: Math.max(1, this.#resetsAt - now) };
    }
    this.#left = Math.max(0, this.#left - calls);
    return { ok: true };
  }

  /** The headers of an answer. They may come out of order and do not know what is under way: the smaller figure counts. */
  heard({ perMinute, left, resetsAt }: VendorBudget, now: WallMs): void {
    this.#turn(now);
    const isNewWindow = resetsAt > this.#resetsAt + MINUTE_MS / 2;
    // What was counted for a plan of another size says nothing about this one.
    this.#left = isNewWindow || perMinute !== this.#perMinute ? left : Math.min(this.#left, left);
    this.#perMinute = perMinute;
    if (resetsAt > now) this.#resetsAt = Math.min(resetsAt, now + MINUTE_MS) as WallMs;
  }

  /** The broker said 429: nothing but exits until then. */
  pause(retryAfterMs: number, now: WallMs): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, now + Math.min(retryAfterMs, MINUTE_MS)) as WallMs;
  }

  isPaused(now: WallMs): boolean {
    return now < this.#pausedUntil;
  }

  view(now: WallMs): VendorBudget {
    this.#turn(now);
    return { perMinute: this.#perMinute, left: this.#left, resetsAt: this.#resetsAt };
  }

  #turn(now: WallMs): void {
    if (now < this.#resetsAt) return;
    this.#left = this.#perMinute;
    this.#resetsAt = (now + MINUTE_MS) as WallMs;
  }
}
