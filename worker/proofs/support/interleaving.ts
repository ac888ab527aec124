import { setImmediate as turn } from 'node:timers/promises';
import type { Random } from './random.ts';

/**
 * Decides which of several flows goes on: every flow waits at its gates, and one gate at a time is opened, chosen by a
 * seed. What happens between two gates is what happens between two awaits.
 */
export class Interleaving {
  readonly #random: Random;
  #waiting: (() => void)[] = [];
  steps = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  readonly gate = (): Promise<void> =>
    new Promise((resolve) => {
      this.#waiting.push(resolve);
    });

  /** Opens gate after gate until all of this is settled. `between` runs before each step. */
  async run(flows: readonly Promise<unknown>[], between: (step: number) => void = () => undefined): Promise<void> {
    let isDone = false;
    void Promise.allSettled(flows).then(() => {
      isDone = true;
    });
    for (let idle = 0; idle < 50;) {
      await turn();
      // What was chosen by another flow may have ended them all.
      if (isDone) return;
      if (this.#waiting.length === 0) {
        idle += 1;
        continue;
      }
      idle = 0;
      between(this.steps);
      this.steps += 1;
      const [open] = this.#waiting.splice(this.#random.int(0, this.#waiting.length - 1), 1);
      open?.();
    }
    throw new Error('nobody waits at a gate, and the flows do not end');
  }

  /** Whoever still waits goes on: flows of an instance that is gone. */
  openAll(): void {
    for (const open of this.#waiting.splice(0)) open();
  }
}
