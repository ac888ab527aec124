import { api } from '../api/client.ts';
import { ApiError, asApiError, mayPass } from '../api/error.ts';
import { now } from './now.svelte.ts';

/*
 * What the server last said, kept on this device for when nobody answers: always shown with its age, never sent from.
 * It is of one person, goes with their signing out, and holds nothing but what the rooms show: no keys, sessions, links,
 * people or chats.
 */
const CACHE = 'nod-last-';
const KEPT = /^\/(me(\/away)?$|(market|accounts|bots|proposals|instruments|signals|watchlists|jobs)(\/|\?|$))/;
const ANSWERS_MAX = 60;
const LENGTH_MAX = 200_000;
const AGE_MAX_MS = 7 * 86_400_000;
/** At once what was never kept; afterwards now and then: figures move all day, and a few seconds ago is as good. */
const [WRITE_FIRST_MS, WRITE_AFTER_MS] = [500, 10_000];
/** So long the last state waits for a thin line before it is shown. */
const PATIENCE_MS = 4_000;

interface Kept<T> {
  readonly value: T;
  readonly at: number;
}

class LastState {
  /** There is no room for it. */
  isFull = $state(false);
  #person: string | null = null;
  #waiting = new Map<string, Kept<unknown>>();
  #known = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor() {
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') void this.#write();
    });
  }

  /** Who is signed in: nothing of anybody else stays. */
  async open(person: string): Promise<void> {
    this.#person = person;
    for (const name of await namesOf()) if (name !== CACHE + person) await caches.delete(name);
  }

  keep(path: string, value: unknown): void {
    if (this.#person === null || !KEPT.test(path)) return;
    this.#waiting.set(path, { value, at: now.read() });
    const isNew = !this.#known.has(path);
    if (isNew && this.#timer !== null) clearTimeout(this.#timer);
    if (isNew) this.#timer = null;
    this.#known.add(path);
    this.#timer ??= setTimeout(() => void this.#write(), isNew ? WRITE_FIRST_MS : WRITE_AFTER_MS);
  }

  async read<T>(path: string): Promise<Kept<T> | null> {
    try {
      const [name] = await namesOf();
      const answer = name === undefined ? undefined : await (await caches.open(name)).match(path);
      if (answer === undefined) return null;
      const kept = (await answer.json()) as Kept<T>;
      return now.read() - kept.at > AGE_MAX_MS ? null : kept;
    } catch {
      return null;
    }
  }

  async forget(): Promise<void> {
    this.#person = null;
    this.#waiting.clear();
    this.#known.clear();
    for (const name of await namesOf()) await caches.delete(name);
  }

  async #write(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const person = this.#person;
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    if (person === null || waiting.length === 0) return;
    try {
      const cache = await caches.open(CACHE + person);
      for (const [path, kept] of waiting) {
        const text = JSON.stringify(kept);
        if (text.length <= LENGTH_MAX) await cache.put(path, new Response(text));
      }
      // What was written last stands last.
      for (const old of (await cache.keys()).slice(0, -ANSWERS_MAX)) await cache.delete(old);
      this.isFull = false;
    } catch {
      // What is there is older than it would have to be, and says so by its time.
      this.isFull = true;
    }
    // Somebody signed out meanwhile: it would have come back.
    if (this.#person === null) await this.forget();
  }
}

async function namesOf(): Promise<string[]> {
  if (!('caches' in globalThis)) return [];
  return (await caches.keys().catch(() => [])).filter((name) => name.startsWith(CACHE));
}

export const lastState = new LastState();

export interface Said<T> {
  readonly value: T;
  readonly at: number;
  /** It is what was kept, because this came instead of an answer. */
  readonly error: ApiError | null;
  /** It is what was kept, because the answer takes long: this is the answer. */
  readonly later: Promise<Said<T>> | null;
}

export async function ask<T>(path: string): Promise<Said<T>> {
  const value = await api.get<T>(path);
  lastState.keep(path, value);
  return { value, at: now.read(), error: null, later: null };
}

/** What the server says; where nobody answers, or not for long, what it last said here. Throws where there is neither. */
export async function askOrLast<T>(path: string): Promise<Said<T>> {
  const answer = ask<T>(path);
  const patience = new Promise<null>((resolve) => setTimeout(() => resolve(null), PATIENCE_MS));
  const first = await Promise.race([answer.catch(asApiError), patience]);
  if (first !== null && !(first instanceof ApiError)) return first;
  const kept = first === null || mayPass(first) ? await lastState.read<T>(path) : null;
  if (kept === null) return answer;
  return { ...kept, error: first, later: first === null ? answer : null };
}
