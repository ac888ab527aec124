import { setTimeout as wait } from 'node:timers/promises';

export interface Again {
  /** How often it was done. */
  readonly done: () => number;
  /** Why it was not, the last time; null: it always was. */
  readonly failure: () => unknown;
  readonly stop: () => void;
}

/** Does something again and again, with a pause; what fails does not count. */
export function again(pauseMs: number, work: () => Promise<unknown>): Again {
  let isOver = false;
  let times = 0;
  let failure: unknown = null;
  void (async () => {
    while (!isOver) {
      try {
        await work();
        times += 1;
      } catch (error) {
        failure = error;
      }
      await wait(pauseMs);
    }
  })();
  return {
    done: () => times,
    failure: () => failure,
    stop: () => {
      isOver = true;
    },
  };
}
