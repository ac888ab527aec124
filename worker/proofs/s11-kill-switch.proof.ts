import type { Proof } from './proof.ts';
import { faultFigures, spread } from './support/spread.ts';

const proof: Proof = {
  id: 'S11',
  claim:
    'Stopped at any moment, in the very turn in which it is asked: no buy leaves any more, what works is cancelled or reported, and selling goes on',
  async run({ level, seed, say }) {
    const count = level === 'long' ? 1_000_000 : 20_000;
    const tally = await spread('kill-switch.ts', { seed, count, say });
    return {
      passed: tally.faults.length === 0 && (tally.counts['in force in the same turn'] ?? 0) === count,
      figures: { ...tally.counts, ...faultFigures(tally) },
    };
  },
};
export default proof;
