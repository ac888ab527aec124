import { panicSteps } from '../src/testing/panic-steps.ts';
import type { SimBrokerKind } from '../src/testing/sim-broker.ts';
import type { Proof } from './proof.ts';

const BROKERS: Readonly<Record<string, SimBrokerKind>> = {
  'knows our ids': {},
  'holds the stops': { protects: true },
  'remembers ids for a while': { class: 'a-star' },
  'knows no ids': { class: 'b' },
};
/** At night each step is followed by a second death at every so-manieth step after it. */
const PAIRS_EVERY = 7;

const proof: Proof = {
  id: 'panic',
  claim:
    'Sell everything during an open question, a partly bought entry and a held position, with the process killed after each step in turn: flat and halted by the broker’s book, reported once, and no bot buys again',
  async run({ level, say }) {
    const figures: Record<string, number> = { steps: 0, runs: 0, failures: 0 };
    for (const [name, broker] of Object.entries(BROKERS)) {
      const found = await panicSteps(broker, { every: level === 'long' ? PAIRS_EVERY : null });
      for (const { diesAt, faults } of found.failures.slice(0, 5)) {
        say(`a broker that ${name}, dying at ${diesAt.join(' and ')}: ${faults.join('; ')}`);
      }
      figures[`steps, broker ${name}`] = found.steps;
      figures['steps'] = (figures['steps'] ?? 0) + found.steps;
      figures['runs'] = (figures['runs'] ?? 0) + found.runs;
      figures['failures'] = (figures['failures'] ?? 0) + found.failures.length;
    }
    return { passed: figures['failures'] === 0, figures };
  },
};
export default proof;
