import type { OrderCore } from './ports.ts';

/** Whose request under which key, hashed together, and the hash of its body. */
export interface RequestKey {
  readonly key: string;
  readonly bodyHash: string;
}

/**
 * What a request came to. `repeat`: it was made before, and gets what was kept then. `exit`: it was made before and became
 * an exit that had to wait, which is its answer as it stands now. `mismatch`: another request has this key.
 */
export type Once<T> =
  | { readonly kind: 'done' | 'repeat'; readonly answer: T }
  | { readonly kind: 'exit'; readonly exit: string }
  | { readonly kind: 'mismatch' };

/** What is kept of an answer: itself, the exit it will be (`refOf`), or nothing where nothing was done and the key stays free. */
export interface Kept<T> {
  readonly answer: T;
  readonly keep: 'answer' | 'nothing' | { readonly exit: string };
}

/**
 * Does `work` at most once per key, in the caller's block: what it came to is kept in the commit of what it did, so that a
 * repeat finds either both or none. An answer is JSON.
 */
export function once<T>(core: OrderCore, key: RequestKey | undefined, work: () => Kept<T>): Once<T> {
  const kept = key === undefined ? null : core.store.keyed(key.key);
  if (kept !== null && kept.bodyHash !== key?.bodyHash) return { kind: 'mismatch' };
  if (kept !== null) {
    if (kept.answer === null) return { kind: 'exit', exit: kept.exit ?? '' };
    return { kind: 'repeat', answer: JSON.parse(kept.answer) as T };
  }
  const { answer, keep } = work();
  if (key !== undefined && keep !== 'nothing') {
    const what = keep === 'answer' ? { answer: JSON.stringify(answer), exit: null } : { answer: null, exit: keep.exit };
    core.store.putKeyed(key.key, { bodyHash: key.bodyHash, ...what });
  }
  return { kind: 'done', answer };
}
