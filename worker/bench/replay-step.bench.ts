// One step of a replay of 120 stocks with a bot that looks at every close; whether 20 steps a second are kept; and how
// long an empty request waits meanwhile.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { apiOf, BOT } from './api.ts';
import { barsFile } from './bars-file.ts';
import type { Benchmark } from './benchmark.ts';
import { emptyRequestMs, withProduct } from './product-on-temporary-state.ts';
import { bareInsertsMs, bareLoopMs } from './yardsticks.ts';

const RUNS = 5;
/** The file has 1,259 days: both paces together must not reach its end. */
const WINDOW_MS = { kept: 3_000, free: 1_000 };
const REQUESTS = 20;

export default {
  name: 'replay-step',
  async run({ say }) {
    const dir = mkdtempSync(join(tmpdir(), 'nod-bench-'));
    try {
      const insert = { name: 'bare object insert', runs: await bareInsertsMs(100, join(dir, 'bare')) };
      return await withProduct({ replay: barsFile(dir), speed: 0 }, async (product) => {
        const api = await apiOf(product);
        await api('POST', 'bots', { ...BOT, autonomy: 'auto' });
        const requests = async (): Promise<number[]> => {
          const times: number[] = [];
          for (let n = 0; n < REQUESTS; n++) times.push(await emptyRequestMs(product));
          return times;
        };
        const loops: number[] = [];
        const stepsIn = async (speed: number, windowMs: number): Promise<number[]> => {
          await api('PATCH', 'market', { speed, noWait: true, paused: false });
          await wait(1_000);
          const rates: number[] = [];
          for (let run = 0; run < RUNS; run++) {
            loops.push(bareLoopMs());
            const before = await api<{ step: number }>('GET', 'market');
            const began = performance.now();
            await wait(windowMs);
            const after = await api<{ step: number }>('GET', 'market');
            rates.push(((after.step - before.step) * 1_000) / (performance.now() - began));
          }
          say(`at ${speed}: ${rates.map((rate) => rate.toFixed(1)).join(', ')} steps a second`);
          return rates;
        };
        const quiet = await requests();
        const kept = await stepsIn(20, WINDOW_MS.kept);
        const meanwhile = await requests();
        const free = await stepsIn(1_000, WINDOW_MS.free);
        const atFullSpeed = await requests();
        const empty = { name: 'empty request while the clock stands', runs: quiet };
        return {
          'one step, 120 stocks': {
            runs: free.map((rate) => 1_000 / rate),
            unit: 'ms',
            goal: 50,
            yardstick: insert,
            ratioMax: 80,
          },
          'one step, beside a bare loop': {
            runs: free.map((rate) => 1_000 / rate),
            unit: 'ms',
            yardstick: { name: 'ten million additions', runs: loops },
          },
          'steps a second at --speed 20': { runs: kept, unit: '1/s', goal: 20 },
          'empty request at --speed 20': { runs: meanwhile, unit: 'ms', yardstick: empty },
          'empty request at full speed': { runs: atFullSpeed, unit: 'ms', yardstick: empty },
        };
      });
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  },
} satisfies Benchmark;
