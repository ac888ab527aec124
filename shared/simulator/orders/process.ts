import type { Effect, Flow } from '../../engine/orders/effects.ts';
import type { OrderCore } from '../../engine/orders/ports.ts';
import { Crash, DEATH, type SimStore } from './sim-store.ts';
import type { Tables } from './tables.ts';

/** What is asked of the outside by one instance. `answer` may be called once; later calls do nothing. */
export type Outside = (
  instance: Instance,
  effect: Exclude<Effect, { kind: 'all' }>,
  answer: (value: unknown) => void,
) => void;

/** One life of the account's process: its flows live in memory and die with it. */
export interface Instance {
  readonly core: OrderCore;
  readonly store: SimStore;
  readonly startedAt: number;
  isAlive: boolean;
  isReady: boolean;
  /** The alarm's work runs: another alarm waits for its end. */
  isAlarmRunning: boolean;
  /** A hint of the broker's makes it read the book; `again` when another came meanwhile. */
  hears: 'nothing' | 'once' | 'again';
}

export interface ProcessHooks {
  readonly tables: Tables;
  readonly outside: Outside;
  /** Before what a turn wrote is durable: true loses the whole turn, and the process with it. */
  losesTurn(instance: Instance): boolean;
  /** The instance died. */
  died(instance: Instance): void;
  /** A flow threw something that is no crash: a fault of the protocol. */
  threw(error: unknown): void;
  /** The rows of a turn became durable. */
  turnEnded(instance: Instance): void;
}

/**
 * Drives flows over virtual time. A turn lasts from one answer to the next effects: what it wrote becomes durable at
 * its end, all of it or nothing, and only then anything leaves.
 */
export class Driver {
  readonly #hooks: ProcessHooks;
  #depth = 0;
  #left: (() => void)[] = [];

  constructor(hooks: ProcessHooks) {
    this.#hooks = hooks;
  }

  /** Starts a flow in a turn of its own. */
  start<T>(instance: Instance, makeFlow: () => Flow<T>, done: (value: T) => void): void {
    this.#turn(instance, () => {
      const flow = makeFlow();
      this.#next(instance, flow, undefined, (value) => {
        // The caller is answered when what the flow wrote is durable.
        this.#left.push(() => {
          done(value as T);
        });
      });
    });
  }

  /** One synchronous piece of work of its own. */
  work(instance: Instance, work: () => void): void {
    this.#turn(instance, work);
  }

  die(instance: Instance): void {
    if (!instance.isAlive) return;
    instance.isAlive = false;
    instance.store.isDead = true;
    this.#hooks.died(instance);
  }

  #turn(instance: Instance, work: () => void): void {
    if (!instance.isAlive) return;
    const { tables } = this.#hooks;
    this.#depth += 1;
    const left = this.#left;
    this.#left = [];
    try {
      work();
      // Whoever catches everything caught its own death too.
      if (instance.store.isDead) throw DEATH;
    } catch (error) {
      this.#left = left;
      this.#depth -= 1;
      // What was committed before the process died stays, unless the whole turn was one commit.
      if (this.#hooks.losesTurn(instance)) tables.rollBack(0);
      tables.turnEnds();
      if (!(error instanceof Crash)) this.#hooks.threw(error);
      this.die(instance);
      return;
    }
    const leaving = this.#left;
    this.#left = left;
    this.#depth -= 1;
    if (tables.hasUnsaved && this.#hooks.losesTurn(instance)) {
      tables.rollBack(0);
      this.die(instance);
      return;
    }
    tables.turnEnds();
    this.#hooks.turnEnded(instance);
    for (const leave of leaving) leave();
  }

  #next(instance: Instance, flow: Flow<unknown>, answer: unknown, done: (value: unknown) => void): void {
    const step = flow.next(answer);
    if (step.done === true) done(step.value);
    else
      this.#perform(instance, step.value, (value) => {
        this.#next(instance, flow, value, done);
      });
  }

  /** `then` runs inside a turn. */
  #perform(instance: Instance, effect: Effect, then: (value: unknown) => void): void {
    if (effect.kind === 'all') {
      const results: unknown[] = [];
      let waiting = effect.flows.length;
      effect.flows.forEach((flow, index) => {
        this.#next(instance, flow, undefined, (value) => {
          results[index] = value;
          waiting -= 1;
          if (waiting === 0) then(results);
        });
      });
      return;
    }
    let isAnswered = false;
    this.#left.push(() => {
      this.#hooks.outside(instance, effect, (value) => {
        if (isAnswered) return;
        isAnswered = true;
        this.#turn(instance, () => {
          then(value);
        });
      });
    });
  }
}
