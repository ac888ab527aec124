// One step of a replay of 120 stocks with a bot that looks at every close; and whether 20 steps a second are kept.
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { rootDir } from '../host/paths.ts';
import type { Product } from '../host/product.ts';
import type { Benchmark } from './benchmark.ts';
import { emptyRequestMs, withProduct } from './product-on-temporary-state.ts';

const FILE = join(rootDir, '../shared/data/us-daily-2015-2020.csv.gz');
const RUNS = 5;
/** The file has 1,259 days: both paces together must not reach its end. */
const WINDOW_MS = { kept: 3_000, free: 1_000 };

export default {
  name: 'replay-step',
  run: ({ say }) =>
    withProduct({ replay: FILE, speed: 0 }, async (product) => {
      const api = await apiOf(product);
      const bot = {
        name: 'Bench',
        investmentAmount: '10000',
        riskLevel: 'medium',
        durationWeeks: 52,
        autonomy: 'auto',
      };
      await api('POST', 'bots', bot);
      const empty: number[] = [];
      const stepsIn = async (speed: number, windowMs: number): Promise<number[]> => {
        await api('PATCH', 'market', { speed, noWait: true, paused: false });
        await wait(1_000);
        const rates: number[] = [];
        for (let run = 0; run < RUNS; run++) {
          empty.push(await emptyRequestMs(product));
          const before = await api<{ step: number }>('GET', 'market');
          const began = performance.now();
          await wait(windowMs);
          const after = await api<{ step: number }>('GET', 'market');
          rates.push(((after.step - before.step) * 1_000) / (performance.now() - began));
        }
        say(`at ${speed}: ${rates.map((rate) => rate.toFixed(1)).join(', ')} steps a second`);
        return rates;
      };
      const kept = await stepsIn(20, WINDOW_MS.kept);
      const free = await stepsIn(1_000, WINDOW_MS.free);
      const yardstick = { name: 'empty Worker request', runs: empty };
      return {
        'one step, 120 stocks': { runs: free.map((rate) => 1_000 / rate), unit: 'ms', goal: 50, yardstick },
        'steps a second at --speed 20': { runs: kept, unit: '1/s', goal: 20 },
      };
    }),
} satisfies Benchmark;

type Api = <T>(method: string, path: string, body?: unknown) => Promise<T>;

async function apiOf({ admin, port }: Product): Promise<Api> {
  const { token } = await admin.call<{ token: string }>('POST', 'token', {});
  return async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`http://127.0.0.1:${port}/api/${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  };
}
