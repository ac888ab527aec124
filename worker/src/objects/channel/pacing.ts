import type { PaceLimits, PaceRule } from '../../channels/vendor.ts';

/** What wants to leave, and where to; `kind` counts only where the app counts them apart. */
export interface Leaving {
  readonly chatId: string;
  readonly isGroup: boolean;
  readonly kind: 'post' | 'edit';
}

/**
 * When the next message may leave by the rules of the app: each says how many in how long, of all chats, of one, of one
 * group. Instants are wall milliseconds. It remembers as long as the longest rule and lives in memory: after a restart
 * the vendor's own 429 is the net.
 */
export class Pacing {
  readonly #limits: PaceLimits;
  readonly #keptMs: number;
  /** Turns that were given, in order; some of them lie ahead. */
  #all: number[] = [];
  readonly #chats = new Map<string, number[]>();

  constructor(limits: PaceLimits) {
    this.#limits = limits;
    this.#keptMs = Math.max(...[...limits.all, ...limits.chat, ...limits.group].map(({ windowMs }) => windowMs));
  }

  /** The instant of its turn, and takes it; null when it is further away than `within`: none is taken. */
  turn({ chatId, isGroup, kind }: Leaving, { now, within }: { now: number; within: number }): number | null {
    const { all, chat, group, editsApart } = this.#limits;
    this.#forget(now);
    const key = editsApart ? `${kind} ${chatId}` : chatId;
    const turns = this.#chats.get(key) ?? [];
    const at = Math.max(now, earliest(this.#all, all), earliest(turns, chat), isGroup ? earliest(turns, group) : now);
    if (at - now > within) return null;
    this.#all.push(at);
    this.#all.sort((a, b) => a - b);
    this.#chats.set(key, [...turns, at]);
    return at;
  }

  #forget(now: number): void {
    const isKept = (at: number): boolean => at > now - this.#keptMs;
    this.#all = this.#all.filter(isKept);
    for (const [key, turns] of this.#chats) {
      const kept = turns.filter(isKept);
      if (kept.length === 0) this.#chats.delete(key);
      else this.#chats.set(key, kept);
    }
  }
}

/** The n-th last turn has to lie a whole window back. */
function earliest(turns: readonly number[], rules: readonly PaceRule[]): number {
  return Math.max(0, ...rules.map(({ count, windowMs }) => (turns.at(-count) ?? -windowMs) + windowMs));
}
