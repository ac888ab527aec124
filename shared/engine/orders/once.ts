import type { OrderCore } from './ports.ts';

/** Whose request under which key, hashed together, and the hash of its body. */
export interface RequestKey {
  readonly key: string;
  readonly bodyHash: string;
}

/**
 * What a request came to. `repeat`: it was made before, and gets what was kept then. `begun`: it was made before and has
 * no answer yet, or was cut off before it had one. `mismatch`: another request has this key.
 */
export type Once<T> =
  { readonly kind: 'done' | 'repeat'; readonly answer: T } | { readonly kind: 'begun' | 'mismatch' };

/** What is kept of an answer: `begun` where it comes later, `nothing` where nothing was done and the key stays free. */
export interface Kept<T> {
  readonly answer: T;
  readonly keep: 'answer' | 'begun' | 'nothing';
}

/**
 * Does `work` at most once per key, in the caller's block: what it came to is kept in the commit of what it did, so that a
 * repeat finds either both or none. An answer is JSON.
 */
export function once<T>(core: OrderCore, key: RequestKey | undefined, work: () => Kept<T>): Once<T> {
  const kept = key === undefined ? null : core.store.keyed(key.key);
  if (kept !== null && kept.bodyHash !== key?.bodyHash) return { kind: 'mismatch' };
  if (kept !== null) {
    return kept.answer === null ? { kind: 'begun' } : { kind: 'repeat', answer: JSON.parse(kept.answer) as T };
  }
  const { answer, keep } = work();
  if (key !== undefined && keep !== 'nothing') keepAnswer(core, key, keep === 'begun' ? null : answer);
  return { kind: 'done', answer };
}

/** The answer of a request that had begun; null: none yet. */
export function keepAnswer(core: OrderCore, { key, bodyHash }: RequestKey, answer: unknown): void {
  core.store.putKeyed(key, { bodyHash, answer: answer === null ? null : JSON.stringify(answer) });
}
