import { forgetBegun } from '../api/begun.ts';
import { ApiError, asApiError, mayPass } from '../api/error.ts';
import { ask, askOrLast, type Said } from './last-state.svelte.ts';
import { now } from './now.svelte.ts';
import { withSameParts } from './same-parts.ts';
import { showTogether } from './together.ts';
import { version } from './version.svelte.ts';

/*
 * Answers of the API by address. A page says which addresses it shows (`watch`); whoever changes something says which
 * addresses are old (`invalidate`). Watched ones are fetched again, a few times a second at most; the others when
 * somebody next looks. What was shown stays on the screen meanwhile, and what belongs together changes together. Where
 * nobody answers at first, what was last said on this device stands in.
 */
const QUIET_MS = 400;
const KEPT = 80;
/** What failed by itself (nobody answered, or not now) is asked again, at first after so long, then less and less often. */
const [AGAIN_MS, AGAIN_MAX_MS] = [1_500, 30_000];

class Answer {
  value = $state.raw<unknown>(undefined);
  error = $state.raw<ApiError | null>(null);
  /** When the server said what is shown. */
  loadedAt = $state(0);
  /** Something newer was asked for, and has not come. */
  isOlder = $state(false);
  /** Since when the first answer is waited for. */
  askedAt: number | null = null;
  watchers = 0;
  readonly kind: Kind;
  #path: string;
  #running = false;
  #old = true;
  #failures = 0;

  constructor(path: string) {
    this.#path = path;
    this.kind = kindOf(path);
  }

  /** Somebody looks at it, and it is not being asked for. */
  get isDue(): boolean {
    return this.#old && !this.#running && this.watchers > 0;
  }

  markOld(): void {
    this.#old = true;
    if (this.watchers > 0) this.kind.refreshSoon();
  }

  ensure(): void {
    if (!this.#old) return;
    // The first time each is shown as it comes; later, beside the others.
    if (this.value === undefined) void this.load();
    else this.kind.refreshSoon();
  }

  async load(): Promise<void> {
    if (!this.#running) (await this.ask())();
  }

  async ask(): Promise<() => void> {
    this.#running = true;
    this.#old = false;
    if (this.value === undefined) this.askedAt = now.read();
    const asked = this.value === undefined ? askOrLast<unknown>(this.#path) : ask<unknown>(this.#path);
    const answer = await asked.catch(asApiError);
    return () => this.#show(answer);
  }

  #show(answer: Said<unknown> | ApiError): void {
    this.askedAt = null;
    const error = answer instanceof ApiError ? answer : answer.error;
    if (!(answer instanceof ApiError)) {
      this.value = withSameParts(this.value, answer.value);
      this.loadedAt = answer.at;
    }
    this.error = error;
    if (!(answer instanceof ApiError) && answer.later !== null) {
      this.isOlder = true;
      void answer.later.catch(asApiError).then((later) => this.#show(later));
      return;
    }
    this.#running = false;
    if (error === null) {
      this.isOlder = false;
      this.#failures = 0;
      // Something changed while the answer was on its way: it may be older than the news.
      if (this.#old && this.watchers > 0) this.kind.refreshSoon();
    } else {
      this.isOlder = this.value !== undefined && mayPass(error);
      // Whoever is not understood may be older than the server.
      if (!mayPass(error)) version.look();
      this.#old = true;
      this.#askAgain(error);
    }
  }

  #askAgain(error: ApiError): void {
    if (!mayPass(error)) return;
    const wait = Math.min(AGAIN_MAX_MS, AGAIN_MS * 2 ** this.#failures);
    this.#failures += 1;
    setTimeout(() => {
      if (this.isDue) this.kind.refreshSoon();
    }, wait);
  }
}

/** Addresses of one kind (all of an account, all of bots): asked again together, and shown together. */
class Kind {
  #askedAt = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;

  refreshSoon(): void {
    const wait = Math.max(0, this.#askedAt + QUIET_MS - Date.now());
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.#askedAt = Date.now();
      void showTogether([...answers.values()].filter((answer) => answer.kind === this && answer.isDue));
    }, wait);
  }
}

// eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing draws which kinds there are
const kinds = new Map<string, Kind>();

function kindOf(path: string): Kind {
  const name = /^\/[^/?]*/.exec(path)?.[0] ?? path;
  const kind = kinds.get(name) ?? new Kind();
  kinds.set(name, kind);
  return kind;
}

// eslint-disable-next-line svelte/prefer-svelte-reactivity -- what each address answered is watched, not which are known
const answers = new Map<string, Answer>();

function answerOf(path: string): Answer {
  let answer = answers.get(path);
  if (!answer) {
    answer = new Answer(path);
    answers.set(path, answer);
    if (answers.size > KEPT) {
      for (const [key, other] of answers) {
        if (answers.size <= KEPT) break;
        if (other.watchers === 0 && other !== answer) answers.delete(key);
      }
    }
  }
  return answer;
}

export interface Watched<T> {
  readonly value: T | undefined;
  readonly error: ApiError | null;
  /** Nothing to show yet, and nothing failed. */
  readonly loading: boolean;
  readonly loadedAt: number;
  reload(): void;
}

/** Shows one address while the component lives; null shows nothing. Call it while the component is set up. */
export function watch<T>(path: () => string | null): Watched<T> {
  const answer = $derived.by(() => {
    const key = path();
    return key === null ? null : answerOf(key);
  });
  $effect(() => {
    const current = answer;
    if (current === null) return undefined;
    current.watchers += 1;
    current.ensure();
    return () => (current.watchers -= 1);
  });
  return {
    get value() {
      return answer?.value as T | undefined;
    },
    get error() {
      return answer?.error ?? null;
    },
    get loading() {
      return answer !== null && answer.value === undefined && answer.error === null;
    },
    get loadedAt() {
      return answer?.loadedAt ?? 0;
    },
    reload() {
      void answer?.load();
    },
  };
}

/** Every cached address that begins with one of these is old. */
export function invalidate(...prefixes: string[]): void {
  forgetBegun();
  for (const [path, answer] of answers) {
    if (prefixes.some((prefix) => path.startsWith(prefix))) answer.markOld();
  }
}

/** Puts what the server just said under its address, so that the next look agrees with it. */
export function keep(path: string, value: unknown): void {
  const answer = answerOf(path);
  answer.value = value;
  answer.error = null;
  answer.loadedAt = now.read();
  answer.isOlder = false;
}

/** All that is shown was said before a long silence: it is old until it has been asked for again. */
export function doubtAll(): void {
  for (const answer of answers.values()) {
    if (answer.value !== undefined) answer.isOlder = true;
    answer.markOld();
  }
}

/** When the oldest of what is on the screen was said, of that which should be newer; null where all is as new as can be. */
export function oldestShown(): number | null {
  const older = [...answers.values()].filter(
    ({ isOlder, watchers, value }) => isOlder && watchers > 0 && value !== undefined,
  );
  return older.length === 0 ? null : Math.min(...older.map(({ loadedAt }) => loadedAt));
}

/** Since when something on the screen waits for its first answer. */
export function waitingSince(): number | null {
  const waiting = [...answers.values()].flatMap(({ askedAt, watchers }) =>
    watchers > 0 && askedAt !== null ? [askedAt] : [],
  );
  return waiting.length === 0 ? null : Math.min(...waiting);
}

export function forgetAll(): void {
  answers.clear();
}
