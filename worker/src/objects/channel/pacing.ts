import { MINUTE_MS, SECOND_MS } from '#shared/lib/time.ts';
import type { PaceLimits } from '../../channels/vendor.ts';

/**
 * When the next message may leave: so many a second in all, in one chat a short burst and then one a second, in a group
 * so many a minute. Instants are wall milliseconds. It remembers a minute and lives in memory: after a restart the
 * vendor's own 429 is the net.
 */
export class Pacing {
  readonly #limits: PaceLimits;
  /** Turns that were given, in order; some of them lie ahead. */
  #all: number[] = [];
  readonly #chats = new Map<string, number[]>();

  constructor(limits: PaceLimits) {
    this.#limits = limits;
  }

  /** The instant of this chat's next turn, and takes it; null when it is further away than `within`: none is taken. */
  turn(chatId: string, isGroup: boolean, { now, within }: { now: number; within: number }): number | null {
    const { perSecond, burst, groupPerMinute } = this.#limits;
    this.#forget(now);
    const chat = this.#chats.get(chatId) ?? [];
    let at = now;
    // The n-th last turn has to lie a whole window back; a burst lets that many come at once.
    at = Math.max(at, after(this.#all, perSecond, SECOND_MS));
    at = Math.max(at, after(chat, burst, burst * SECOND_MS));
    if (isGroup) at = Math.max(at, after(chat, groupPerMinute, MINUTE_MS));
    if (at - now > within) return null;
    this.#all.push(at);
    this.#all.sort((a, b) => a - b);
    this.#chats.set(chatId, [...chat, at]);
    return at;
  }

  #forget(now: number): void {
    this.#all = this.#all.filter((at) => at > now - SECOND_MS);
    for (const [chatId, turns] of this.#chats) {
      const kept = turns.filter((at) => at > now - MINUTE_MS);
      if (kept.length === 0) this.#chats.delete(chatId);
      else this.#chats.set(chatId, kept);
    }
  }
}

function after(turns: readonly number[], count: number, windowMs: number): number {
  const earliest = turns.at(-count);
  return earliest === undefined ? 0 : earliest + windowMs;
}
