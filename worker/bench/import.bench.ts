// How fast a real file of bars comes in, and how much room it takes.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importFile } from '../host/world.ts';
import { barsFile } from './bars-file.ts';
import type { Benchmark } from './benchmark.ts';
import { bytesIn, withProduct } from './product-on-temporary-state.ts';
import { bareParseSeconds } from './yardsticks.ts';

const RUNS = 5;

export default {
  name: 'import',
  async run({ say }) {
    const dir = mkdtempSync(join(tmpdir(), 'nod-bench-'));
    const seconds: number[] = [];
    const rate: number[] = [];
    const megabytes: number[] = [];
    const bare: { seconds: number; bars: number }[] = [];
    try {
      const file = barsFile(dir);
      for (let run = 1; run <= RUNS; run++) {
        bare.push(bareParseSeconds(file));
        await withProduct({ speed: 0 }, async (product, stateDir) => {
          const began = performance.now();
          const { bars } = await importFile(product.admin, file);
          const took = (performance.now() - began) / 1_000;
          seconds.push(took);
          rate.push(bars / took);
          megabytes.push(bytesIn(stateDir) / 1e6);
          say(`run ${run}: ${bars} bars in ${took.toFixed(2)} s`);
        });
      }
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
    const name = 'the same file parsed in a bare loop';
    return {
      'five years of 120 stocks': {
        runs: seconds,
        unit: 's',
        goal: 10,
        yardstick: { name, runs: bare.map((parse) => parse.seconds) },
        ratioMax: 12,
      },
      rate: {
        runs: rate,
        unit: 'bars/s',
        yardstick: { name, runs: bare.map((parse) => parse.bars / parse.seconds) },
      },
      'the whole state afterwards': { runs: megabytes, unit: 'MB', goal: 64 },
    };
  },
} satisfies Benchmark;
