import type { Proof } from './proof.ts';
import { backupAndRestore } from './support/backup-and-restore.ts';
import { faultFigures, spread } from './support/spread.ts';

const proof: Proof = {
  id: 'S16',
  claim:
    'A state that comes back while its broker moved on begins with the broker’s book: it sends nothing before, nothing again, and stops buying when somebody else wrote in its name',
  async run({ level, seed, say }) {
    const count = level === 'long' ? 1_000 : 51;
    const tally = await spread('restored.ts', { seed, count, say });
    const product = await backupAndRestore(seed);
    tally.faults.push(...product.faults);
    return {
      passed: tally.faults.length === 0,
      figures: { ...tally.counts, ...product.figures, ...faultFigures(tally) },
    };
  },
};
export default proof;
