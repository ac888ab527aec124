import { api } from '../api/client.ts';
import { asApiError, type ApiError } from '../api/error.ts';

/*
 * Answers of the API by address. A page says which addresses it shows (`watch`); whoever changes something says which
 * addresses are old (`invalidate`). Watched ones are fetched again, a few times a second at most; the others when
 * somebody next looks. What was shown stays on the screen meanwhile.
 */
const QUIET_MS = 400;
const KEPT = 80;

class Answer {
  value = $state.raw<unknown>(undefined);
  error = $state.raw<ApiError | null>(null);
  loadedAt = $state(0);
  watchers = 0;
  #path: string;
  #running = false;
  #old = true;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(path: string) {
    this.#path = path;
  }

  markOld(): void {
    this.#old = true;
    if (this.watchers > 0) this.#soon();
  }

  ensure(): void {
    if (this.#old) void this.load();
  }

  #soon(): void {
    const wait = Math.max(0, this.loadedAt + QUIET_MS - Date.now());
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      if (this.watchers > 0) void this.load();
    }, wait);
  }

  async load(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    this.#old = false;
    try {
      this.value = await api.get<unknown>(this.#path);
      this.error = null;
    } catch (error) {
      this.error = asApiError(error);
      this.#old = true;
    } finally {
      this.loadedAt = Date.now();
      this.#running = false;
      // Something changed while the answer was on its way: it may be older than the news.
      if (this.#old && this.error === null && this.watchers > 0) this.#soon();
    }
  }
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
  for (const [path, answer] of answers) {
    if (prefixes.some((prefix) => path.startsWith(prefix))) answer.markOld();
  }
}

/** Puts what the server just said under its address, so that the next look agrees with it. */
export function keep(path: string, value: unknown): void {
  const answer = answerOf(path);
  answer.value = value;
  answer.error = null;
}

export function forgetAll(): void {
  answers.clear();
}
