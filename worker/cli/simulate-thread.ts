// A worker thread of `nod simulate`: loads the bundled simulator and runs the seeds it is given, portion by portion.
import { parentPort, workerData } from 'node:worker_threads';
import type { Portion } from './simulate-threads.ts';

type Simulator = typeof import('#shared/simulator/orders/simulator.ts');

const { url } = workerData as { url: string };
const simulator = (await import(url)) as Simulator;

parentPort?.on('message', (portion: Portion) => {
  parentPort?.postMessage(simulator.runSeeds(portion));
});
