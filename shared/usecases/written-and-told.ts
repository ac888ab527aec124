import type { Caller } from '../domain/caller.ts';

/** One thing said of the whole installation, of which every account keeps its own copy and reads this one when it wakes. */
export interface WrittenAndTold<T> {
  /** Null: what is written down is damaged. */
  read(): Promise<T | null>;
  /** Only where `before` still stands there; false: somebody else was faster. */
  replace(before: T | null, value: T): Promise<boolean>;
  /** Tells every account there is; answers how many could not be told. */
  tell(value: T, by: Caller): Promise<number>;
}

/**
 * Tells every account what was written down. Of two that do so at once the accounts may hear the older one last: whoever is
 * done looks what stands there by then, and tells that. Answers how many could not be told.
 */
export async function tellWhatStands<T>(said: WrittenAndTold<T>, value: T, by: Caller): Promise<number> {
  let told = value;
  for (;;) {
    const untold = await said.tell(told, by);
    // It is written and told: that it cannot be read back right now undoes neither.
    const stands = await said.read().catch(() => null);
    // Each turn is another change that somebody made meanwhile.
    if (stands === null || JSON.stringify(stands) === JSON.stringify(told)) return untold;
    told = stands;
  }
}
