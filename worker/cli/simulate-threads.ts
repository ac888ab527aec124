import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import type { Ask, Tally } from '#shared/simulator/orders/tally.ts';
import { addTally, emptyTally } from '#shared/simulator/orders/tally.ts';

/** Seeds that one thread runs at a time. */
export type Portion = Ask;

const PORTION = 400;

export interface SeedThreads {
  /** Runs seeds on all cores; with `stopsAtFailure` to the first portion in which one failed. One run at a time. */
  run(ask: Ask, how: { readonly stopsAtFailure: boolean }): Promise<Tally>;
  close(): Promise<void>;
}

/**
 * Threads with the bundled simulator at this address, for several runs: what a thread has learnt of the code (it takes
 * some thousand schedules) it keeps. A thread that dies ends the run: a simulator that crashes proves nothing.
 */
export function startThreads(url: string): SeedThreads {
  // Schedules live for microseconds, so that nothing survives a collection: fewer of them, and none that wakes other
  // threads, of which each core has one already.
  setFlagsFromString('--min-semi-space-size=16');
  setFlagsFromString('--single-threaded-gc');
  const workers = Array.from(
    { length: availableParallelism() },
    () =>
      new Worker(join(import.meta.dirname, 'simulate-thread.ts'), {
        workerData: { url },
        resourceLimits: { maxYoungGenerationSizeMb: 64 },
      }),
  );
  return {
    run: (ask, { stopsAtFailure }) => runOn(workers, ask, stopsAtFailure),
    close: async () => {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

async function runOn(
  workers: readonly Worker[],
  { brokerClass, from, count }: Ask,
  stopsAtFailure: boolean,
): Promise<Tally> {
  const total = emptyTally();
  const end = from + count;
  let next = from;
  const work = async (worker: Worker): Promise<void> => {
    while (next < end && !(stopsAtFailure && total.failures.length > 0)) {
      const portion: Portion = { brokerClass, from: next, count: Math.min(PORTION, end - next) };
      next += portion.count;
      worker.postMessage(portion);
      const [tally] = (await once(worker, 'message')) as [Tally];
      addTally(total, tally);
    }
  };
  await Promise.all(workers.map(work));
  return total;
}
