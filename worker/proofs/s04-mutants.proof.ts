import { bundleSimulator, forgetBundle, type Mutant } from '../cli/simulate-bundle.ts';
import { MUTANTS } from '../cli/simulate-mutants.ts';
import { startThreads } from '../cli/simulate-threads.ts';
import type { Proof } from './proof.ts';
import { CLASSES } from './support/simulation.ts';

const SEEDS_MAX = 20_000;
const MUTANTS_MIN = 25;

const proof: Proof = {
  id: 'S4',
  claim: 'Every way in which the protocol could be wrong that we know of is found within 20,000 schedules',
  async run({ say }) {
    const killedBy: Record<string, string> = {};
    const survivors: string[] = [];
    for (const mutant of MUTANTS) {
      const killed = await killerOf(mutant);
      if (killed === null) survivors.push(mutant.id);
      else killedBy[`killed:${mutant.id}`] = killed;
      say(`${mutant.id}: ${killed ?? 'survived'}`);
    }
    return {
      passed: survivors.length === 0 && MUTANTS.length >= MUTANTS_MIN,
      figures: { mutants: MUTANTS.length, survivors: survivors.join(' '), ...killedBy },
    };
  },
};
export default proof;

/** The first seed in whose portion the mutant was found, in any class; null: it survived. */
async function killerOf(mutant: Mutant): Promise<string | null> {
  const url = await bundleSimulator(mutant);
  const threads = startThreads(url);
  try {
    for (const brokerClass of CLASSES) {
      const tally = await threads.run({ brokerClass, from: 0, count: SEEDS_MAX }, { stopsAtFailure: true });
      const [failure] = tally.failures;
      if (failure !== undefined) return `${brokerClass} ${failure.seed} ${failure.findings[0]?.kind ?? ''}`;
    }
    return null;
  } finally {
    await threads.close();
    forgetBundle(url);
  }
}
