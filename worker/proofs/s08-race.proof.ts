import type { Proof } from './proof.ts';
import { faultFigures, spread } from './support/spread.ts';

const proof: Proof = {
  id: 'S8',
  claim:
    'Whoever answers one question, over whatever channels and however often, in whatever order: one decision, none or one order, and everybody else is told who decided',
  async run({ level, seed, say }) {
    const count = level === 'long' ? 1_000_000 : 10_000;
    const tally = await spread('race.ts', { seed, count, say });
    const { interleavings = 0, decisions = 0 } = tally.counts;
    return {
      passed: tally.faults.length === 0 && interleavings === count && decisions === count,
      figures: { ...tally.counts, ...faultFigures(tally) },
    };
  },
};
export default proof;
