import { emptyTally, addTally } from '#shared/simulator/orders/tally.ts';
import { bundleSimulator, forgetBundle } from '../cli/simulate-bundle.ts';
import { coverageOf } from '../cli/simulate-coverage.ts';
import { startThreads } from '../cli/simulate-threads.ts';
import type { Proof } from './proof.ts';
import { CLASSES, failuresOf, findingsOf, firstSeed } from './support/simulation.ts';

const SEEDS = { pr: 100_000, long: 10_000_000 };
const COVERAGE_SEEDS = 20_000;
/** At least this share of the seeds must have died between a send and its answer. */
const CRASH_SHARE_MIN = 0.2;
const COVERAGE_MIN = 0.95;

const proof: Proof = {
  id: 'S1',
  claim:
    'Whatever goes wrong between the account and a broker of class A, A* or B, every order is there once, none is lost, invented or left open, and every fill is booked to the last unit',
  async run({ level, seed, say }) {
    const from = firstSeed(level, seed);
    const url = await bundleSimulator(null);
    const threads = startThreads(url);
    const total = emptyTally();
    const figures: Record<string, number | string> = {};
    const startMs = performance.now();
    try {
      for (const brokerClass of CLASSES) {
        const tally = await threads.run({ brokerClass, from, count: SEEDS[level] }, { stopsAtFailure: false });
        figures[`${brokerClass}NeedsHumanShare`] = shareOf(tally.counts['needsHuman'], tally.counts['intents']);
        if (tally.failures.length > 0) figures[`${brokerClass}Failures`] = failuresOf(tally);
        addTally(total, tally);
        say(`class ${brokerClass}: ${tally.counts['seeds'] ?? 0} seeds, ${tally.failures.length} failed`);
      }
    } finally {
      await threads.close();
      forgetBundle(url);
    }
    const seconds = (performance.now() - startMs) / 1_000;
    const coverage = await coverageOf(COVERAGE_SEEDS, from);
    const of = (name: string): number => total.counts[name] ?? 0;
    const crashShare = shareOf(of('seedsCrashedBetween'), of('seeds'));
    const found = findingsOf(total);
    const isClean = Object.values(found).every((count) => count === 0);
    return {
      passed: isClean && crashShare >= CRASH_SHARE_MIN && coverage.share >= COVERAGE_MIN,
      figures: {
        seeds: of('seeds'),
        firstSeed: from,
        schedulesPerSecond: Math.round(of('seeds') / seconds),
        intents: of('intents'),
        crashes: of('crashes'),
        crashBetweenSendAndAnswerShare: crashShare,
        unknown: of('unknown'),
        needsHuman: of('needsHuman'),
        branchCoverage: Number(coverage.share.toFixed(4)),
        ...found,
        ...figures,
        ...Object.fromEntries(Object.entries(total.faults).map(([fault, count]) => [`fault:${fault}`, count])),
      },
    };
  },
};
export default proof;

function shareOf(part = 0, whole = 0): number {
  return whole === 0 ? 0 : Number((part / whole).toFixed(4));
}
