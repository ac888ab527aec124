import { hashesOf } from '#shared/simulator/orders/shortest.ts';
import type { Proof } from './proof.ts';
import { CLASSES, firstSeed } from './support/simulation.ts';

const SEEDS = { pr: 1_000, long: 100_000 };

const proof: Proof = {
  id: 'S3',
  claim: 'The same seed is the same schedule, event by event: a failure can be run again',
  run({ level, seed }) {
    const from = firstSeed(level, seed);
    let [different, distinct] = [0, 0];
    for (const brokerClass of CLASSES) {
      const ask = { brokerClass, from, count: SEEDS[level] };
      const [once, again] = [hashesOf(ask), hashesOf(ask)];
      different += once.filter((hash, index) => hash !== again[index]).length;
      distinct += new Set(once).size;
    }
    const seeds = SEEDS[level] * CLASSES.length;
    // A hash that is the same for all would find nothing.
    return Promise.resolve({
      passed: different === 0 && distinct > seeds * 0.99,
      figures: { seeds, different, distinct },
    });
  },
};
export default proof;
