import { stepBack } from '../host/step-back.ts';
import { workerWith } from './support/worker-of.ts';

/** A second of arithmetic over columns of a few thousand bars, as a forecast or a backtest is one. */
const COMPUTING = `
export default {
  fetch() {
    const closes = new Float64Array(20_000);
    let seed = 1;
    for (let n = 0; n < closes.length; n += 1) {
      seed = (seed * 48_271) % 2_147_483_647;
      closes[n] = 100 + (seed % 1_000) / 100;
    }
    let best = 0;
    for (let fast = 5; fast < 45; fast += 1) {
      for (let slow = fast + 5; slow < 120; slow += 1) {
        let [a, b, profit, held] = [closes[0], closes[0], 0, 0];
        for (const close of closes) {
          a += (close - a) / fast;
          b += (close - b) / slow;
          if (a > b && held === 0) held = close;
          else if (a < b && held !== 0) { profit += close - held; held = 0; }
        }
        if (profit > best) best = profit;
      }
    }
    return new Response(String(best));
  },
};
`;

/**
 * A process beside the product that is always at work, one piece after the other: what the compute process is while a
 * forecast and a backtest run, whether or not the product can be made to ask for one now.
 */
export async function busyNeighbour(): Promise<{ done(): Promise<number>; stop(): Promise<void> }> {
  // As the host starts the compute process.
  const stopLooking = stepBack(() => true);
  const runtime = workerWith('busy', { 'index.js': { type: 'esm', contents: COMPUTING } });
  const url = await runtime.ready.finally(stopLooking);
  let isOver = false;
  let pieces = 0;
  const working = (async () => {
    while (!isOver) {
      await (await fetch(url)).text();
      pieces += 1;
    }
  })().catch(() => undefined);
  return {
    done: () => Promise.resolve(pieces),
    async stop() {
      isOver = true;
      await working;
      await runtime.dispose();
    },
  };
}
