import { lineOf, PlainError } from './plain-error.ts';
import type { Runtime } from './runtime.ts';

/** What keeping it needs of the host. */
export interface Keeping {
  /** Starts it again on the port it had. */
  readonly start: () => Promise<Runtime>;
  /** Whether all of its processes run. */
  readonly isWhole: () => boolean;
  /** False: whoever comes now waits, as for a start. */
  readonly publish: (isUp: boolean) => void;
  /** It does not come back, for the reason in these words: a host without it only looks like a product. */
  readonly giveUp: (words: string) => void;
  readonly sleep: (ms: number) => Promise<void>;
}

const TRIES_MAX = 4;
const PAUSE_MS = 2_000;
/** So often in a row it is found without one of its processes before it counts as dead. */
const MISSES_MAX = 3;

/** The runtime over a host's life: it stands still for a backup and comes back, also when it died; one thing at a time. */
export class KeptRuntime {
  readonly #host: Keeping;
  #runtime: Runtime | undefined;
  #isLeaving = false;
  #misses = 0;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(runtime: Runtime, host: Keeping) {
    this.#runtime = runtime;
    this.#host = host;
  }

  /** Undefined while it stands still. */
  get current(): Runtime | undefined {
    return this.#runtime;
  }

  standStill(work: () => void): Promise<void> {
    return this.#inTurn(async () => {
      await this.#end();
      try {
        if (this.#isLeaving) throw new PlainError('Nod is leaving; no backup was made.');
        work();
      } finally {
        await this.#startAgain();
      }
    });
  }

  /** Looks whether it lives, and brings it back where it died and did not come back by itself, as Miniflare sees to. */
  look(): void {
    if (this.#runtime === undefined || this.#isLeaving) return;
    this.#misses = this.#host.isWhole() ? 0 : this.#misses + 1;
    if (this.#misses < MISSES_MAX) return;
    this.#misses = 0;
    const dead = this.#end();
    this.#inTurn(async () => {
      await dead;
      await this.#startAgain();
    }).catch(() => undefined); // It was given up, in words.
  }

  /** From now on it is not started again. */
  leave(): void {
    this.#isLeaving = true;
  }

  /** Until nothing is done to it any more. */
  async settled(): Promise<void> {
    await this.#turn;
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const mine = this.#turn.then(work);
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  async #end(): Promise<void> {
    const before = this.#runtime;
    this.#runtime = undefined;
    this.#host.publish(false);
    // What is dead cannot be ended in order.
    await before?.stop().catch(() => undefined);
  }

  async #startAgain(): Promise<void> {
    const { start, publish, giveUp, sleep } = this.#host;
    for (let tries = 1; !this.#isLeaving; tries += 1) {
      try {
        this.#runtime = await start();
        publish(true);
        return;
      } catch (error) {
        if (tries < TRIES_MAX) {
          await sleep(PAUSE_MS * tries);
          continue;
        }
        giveUp(`Nod could not be started again: ${lineOf(error)}`);
        throw error;
      }
    }
  }
}
