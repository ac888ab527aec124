// All pre-trade checks of one order, with 100 positions and 500 instruments of history, inside workerd and in Node.
import type { Benchmark } from './benchmark.ts';
import { checkOrders, fullAccount } from './support/full-account.ts';
import { workerOf } from './support/worker-of.ts';

const RUNS = 9;
/** Inside workerd the clock stands still while it works: one request checks many orders, and is timed from outside. */
const ORDERS = 200;

const ENTRY = `
import { checkOrders, fullAccount } from './worker/bench/support/full-account.ts';
let input;
export default {
  fetch(request) {
    input ??= fullAccount();
    return Response.json(new URL(request.url).pathname === '/check' ? checkOrders(input, ${ORDERS}) : true);
  },
};`;

export default {
  name: 'risk',
  async run() {
    const input = fullAccount();
    const runtime = await workerOf('risk', ENTRY);
    try {
      const url = await runtime.ready;
      const ask = async (path: string): Promise<number> => {
        const began = performance.now();
        if ((await (await fetch(new URL(path, url))).json()) !== true) throw new Error('the order was not let through');
        return performance.now() - began;
      };
      const times = { workerd: [] as number[], node: [] as number[] };
      for (let run = -2; run < RUNS; run += 1) {
        const [nothing, workerd] = [await ask('/nothing'), await ask('/check')];
        const began = performance.now();
        checkOrders(input, ORDERS);
        const node = performance.now() - began;
        // The first runs compile and grow warm.
        if (run < 0) continue;
        times.workerd.push((workerd - nothing) / ORDERS);
        times.node.push(node / ORDERS);
      }
      const yardstick = { name: 'the same in Node', runs: times.node };
      return {
        'all checks of one order in workerd': { runs: times.workerd, unit: 'ms', goal: 1, yardstick, ratioMax: 3 },
      };
    } finally {
      await runtime.dispose();
    }
  },
} satisfies Benchmark;
