import { killDemo } from './support/kill-demo.ts';
import { killReplay } from './support/kill-replay.ts';
import { emptyTally, figuresOf } from './support/kill-rounds.ts';
import type { Proof } from './proof.ts';

const proof: Proof = {
  id: 'kill-9',
  claim:
    'The product killed at any moment and started again has lost nothing and doubled nothing, compared with the book of its broker',
  async run({ level, seed, say }) {
    const tally = emptyTally();
    const scale = level === 'long' ? 6 : 1;
    // Two products at once: most of the time each of them waits for its market.
    await Promise.all([killDemo({ seed, scale, say, tally }), killReplay({ seed, scale, say, tally })]);
    return { passed: tally.faults.length === 0 && tally.missed.length === 0, figures: figuresOf(tally) };
  },
};
export default proof;
