// The inside of `spread`: one stretch of cases in a thread of its own.
import { parentPort, workerData } from 'node:worker_threads';
import type { RunCases, Stretch } from './spread.ts';

const { module, stretch } = workerData as { module: string; stretch: Stretch };
const { runCases } = (await import(`../cases/${module}`)) as { runCases: RunCases };
parentPort?.postMessage(await runCases(stretch));
