// How fast a real file of bars comes in, and how much room it takes.
import { join } from 'node:path';
import { rootDir } from '../host/paths.ts';
import { importFile } from '../host/world.ts';
import type { Benchmark } from './benchmark.ts';
import { bytesIn, emptyRequestMs, withProduct } from './product-on-temporary-state.ts';

const FILE = join(rootDir, '../shared/data/us-daily-2015-2020.csv.gz');
const RUNS = 5;

export default {
  name: 'import',
  async run({ say }) {
    const [seconds, rate, megabytes, empty]: number[][] = [[], [], [], []];
    for (let run = 1; run <= RUNS; run++) {
      await withProduct({ speed: 0 }, async (product, stateDir) => {
        empty?.push((await emptyRequestMs(product)) / 1_000);
        const before = bytesIn(stateDir);
        const began = performance.now();
        const { bars } = await importFile(product.admin, FILE);
        const took = (performance.now() - began) / 1_000;
        seconds?.push(took);
        rate?.push(bars / took);
        megabytes?.push((bytesIn(stateDir) - before) / 1e6);
        say(`run ${run}: ${bars} bars in ${took.toFixed(2)} s`);
      });
    }
    const yardstick = { name: 'empty Worker request', runs: empty ?? [] };
    return {
      'us-daily-2015-2020, 145,698 bars': { runs: seconds ?? [], unit: 's', goal: 10, yardstick },
      rate: { runs: rate ?? [], unit: 'bars/s' },
      'growth of the state': { runs: megabytes ?? [], unit: 'MB', goal: 64 },
    };
  },
} satisfies Benchmark;
