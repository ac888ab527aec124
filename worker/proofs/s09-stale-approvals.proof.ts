import type { Proof } from './proof.ts';
import { STALE } from './cases/stale-approvals.ts';
import { faultFigures, spread } from './support/spread.ts';

const proof: Proof = {
  id: 'S9',
  claim: 'An approval that is late, of another price, another limit, another person or another question sends nothing',
  async run({ level, seed, say }) {
    const each = level === 'long' ? 100_000 : 1_000;
    const kinds = Object.keys(STALE).length;
    const tally = await spread('stale-approvals.ts', { seed, count: kinds * each, say });
    const fewest = Math.min(...Object.keys(STALE).map((name) => tally.counts[name] ?? 0));
    return {
      passed: tally.faults.length === 0 && fewest === each,
      figures: {
        kinds,
        each: fewest,
        refused: tally.counts['refused'] ?? 0,
        heldBackAtTheOpen: tally.counts['taken, to be looked at when the market opens'] ?? 0,
        freshOnesSent: tally.counts['fresh ones'] ?? 0,
        ...faultFigures(tally),
      },
    };
  },
};
export default proof;
