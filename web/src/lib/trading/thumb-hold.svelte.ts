import { onDestroy } from 'svelte';

/** A thumb that was on its way is for what stood here before: what takes its place is answered a moment later. */
const HELD_MS = 1_500;
/** How many stand, and when one last went: the next is there before the one it replaces is gone. */
let standing = 0;
let leftAt = -Infinity;

/** Whether the buttons under a question wait, because it has only just slid in under the thumb. Made with its component. */
export class ThumbHold {
  /** Another one each time it begins anew, so that it lasts as long each time. */
  #held = $state.raw<object | null>(standing > 0 || performance.now() - leftAt < HELD_MS ? {} : null);
  #isAnswered = false;

  /** `asked` names what is asked: another one is held anew. */
  constructor(asked: () => string) {
    standing += 1;
    let before: string | null = null;
    $effect.pre(() => {
      const now = asked();
      if (before !== null && before !== now) this.#held = {};
      before = now;
    });
    $effect(() => {
      if (this.#held === null) return undefined;
      const timer = setTimeout(() => (this.#held = null), HELD_MS);
      return () => clearTimeout(timer);
    });
    onDestroy(() => {
      standing -= 1;
      if (!this.#isAnswered) leftAt = performance.now();
    });
  }

  get is(): boolean {
    return this.#held !== null;
  }

  /** Whoever has answered goes on by a tap of their own: what comes then is not held. */
  answered(): void {
    this.#isAnswered = true;
  }
}
