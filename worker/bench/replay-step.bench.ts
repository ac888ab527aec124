// One step of a replay of 120 stocks with a bot that looks at every close; whether 20 steps a second are kept; and how
// long a request waits meanwhile.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { apiOf, BOT } from './api.ts';
import { barsFile } from './bars-file.ts';
import type { Benchmark } from './benchmark.ts';
import { withProduct } from './product-on-temporary-state.ts';
import { bareInsertsMs, bareLoopMs } from './yardsticks.ts';

const RUNS = 5;
const WINDOW_MS = 2_000;
const REQUESTS = 20;
const FULL_SPEED = 1_000;

interface Clock {
  readonly step: number;
  readonly phase: string;
}

/** A replay at one pace: how far it came, and how long a request took meanwhile and before. */
interface Pace {
  readonly rates: number[];
  readonly loops: number[];
  readonly quiet: number[];
  readonly meanwhile: number[];
}

export default {
  name: 'replay-step',
  async run({ say }) {
    const dir = mkdtempSync(join(tmpdir(), 'nod-bench-'));
    try {
      const insert = { name: 'bare object insert', runs: await bareInsertsMs(100, join(dir, 'bare')) };
      const file = barsFile(dir);
      const at = async (speed: number, windowMs: number): Promise<Pace> => {
        const pace = await paceAt(file, speed, windowMs);
        say(`at ${speed}: ${pace.rates.map((rate) => rate.toFixed(1)).join(', ')} steps a second`);
        return pace;
      };
      const kept = await at(20, WINDOW_MS);
      // Short windows: the file must not end before the last of them.
      const free = await at(FULL_SPEED, 100);
      const steps = free.rates.map((rate) => 1_000 / rate);
      const still = { name: 'the same request while the clock stands', runs: [...kept.quiet, ...free.quiet] };
      return {
        'one step, 120 stocks': { runs: steps, unit: 'ms', goal: 50, yardstick: insert, ratioMax: 80 },
        'one step, beside a bare loop': {
          runs: steps,
          unit: 'ms',
          yardstick: { name: 'ten million additions', runs: free.loops },
        },
        'steps a second at --speed 20': { runs: kept.rates, unit: '1/s', goal: 20 },
        'asking for the clock at --speed 20': { runs: kept.meanwhile, unit: 'ms', yardstick: still },
        'asking for the clock at full speed': { runs: free.meanwhile, unit: 'ms', yardstick: still },
      };
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  },
} satisfies Benchmark;

function paceAt(file: string, speed: number, windowMs: number): Promise<Pace> {
  return withProduct({ replay: file, speed: 0 }, async (product) => {
    const api = await apiOf(product);
    const clock = (): Promise<Clock> => api<Clock>('GET', 'market');
    await api('POST', 'bots', { ...BOT, autonomy: 'auto' });
    const [rates, loops, quiet, meanwhile] = [[], [], [], []] as [number[], number[], number[], number[]];
    const ask = async (): Promise<Clock & { at: number; took: number }> => {
      const began = performance.now();
      const answer = await clock();
      const at = performance.now();
      return { ...answer, at, took: at - began };
    };
    for (let n = 0; n < REQUESTS; n++) quiet.push((await ask()).took);
    for (let run = 0; run < RUNS; run++) loops.push(bareLoopMs());
    await api('PATCH', 'market', { speed, noWait: true, paused: false });
    let before = await ask();
    for (let run = 0; run < RUNS; run++) {
      await wait(windowMs);
      const after = await ask();
      if (after.phase === 'ended') throw new Error(`the file ended at speed ${speed}: nothing was measured`);
      rates.push(((after.step - before.step) * 1_000) / (after.at - before.at));
      meanwhile.push(after.took);
      before = after;
    }
    return { rates, loops, quiet, meanwhile };
  });
}
