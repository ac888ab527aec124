import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Ask, Tally } from '#shared/simulator/orders/tally.ts';
import { addTally, emptyTally } from '#shared/simulator/orders/tally.ts';

/** Seeds that one thread runs at a time. */
export type Portion = Ask;

const PORTION = 400;

interface Run extends Ask {
  /** Address of the bundled simulator. */
  readonly url: string;
  /** Ends at the first portion in which a seed failed. */
  readonly stopsAtFailure: boolean;
}

/** Runs seeds on all cores. A thread that dies ends the run: a simulator that crashes proves nothing. */
export function runOnThreads({ url, stopsAtFailure, from, count, ...rest }: Run): Promise<Tally> {
  const threads = Math.max(1, Math.min(availableParallelism(), Math.ceil(count / PORTION)));
  const total = emptyTally();
  let next = from;
  const end = from + count;
  return new Promise((resolve, reject) => {
    let busy = 0;
    const workers: Worker[] = [];
    const finish = (): void => {
      for (const worker of workers) void worker.terminate();
      resolve(total);
    };
    const feed = (worker: Worker): void => {
      const isOver = next >= end || (stopsAtFailure && total.failures.length > 0);
      if (isOver) {
        if (busy === 0) finish();
        return;
      }
      const portion: Portion = { ...rest, from: next, count: Math.min(PORTION, end - next) };
      next += portion.count;
      busy += 1;
      worker.postMessage(portion);
    };
    for (let index = 0; index < threads; index += 1) {
      const worker = new Worker(join(import.meta.dirname, 'simulate-thread.ts'), {
        workerData: { url },
        // Schedules live for microseconds: most of what they leave behind is gone before it is looked at.
        resourceLimits: { maxYoungGenerationSizeMb: 64 },
      });
      workers.push(worker);
      worker.on('message', (tally: Tally) => {
        busy -= 1;
        addTally(total, tally);
        feed(worker);
      });
      worker.on('error', (error) => {
        for (const other of workers) void other.terminate();
        reject(error instanceof Error ? error : new Error(String(error)));
      });
      feed(worker);
    }
  });
}
