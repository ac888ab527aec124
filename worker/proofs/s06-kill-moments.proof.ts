import { killMoments } from './support/kill-moments.ts';
import { emptyTally } from './support/kill-rounds.ts';
import type { Proof } from './proof.ts';

const MOMENTS = {
  brokerGotRequest: 'before-send',
  answerOnItsWay: 'in-flight',
  approvalCommitted: 'approval-committed',
  messageSent: 'outbox-sent',
} as const;

const proof: Proof = {
  id: 'S6',
  claim:
    'Killed while the broker has the request, while its answer is on the way, right after an approval or a message: what was decided is on the disk every time, and after the restart it is at the broker once',
  async run({ level, seed, say }) {
    const each = level === 'long' ? 250 : 15;
    const tally = emptyTally();
    // Two products at once: most of the time each of them waits.
    await Promise.all(
      [Math.ceil(each / 2), Math.floor(each / 2)].map((rounds, index) =>
        killMoments({ seed: seed + index, rounds, say, tally }),
      ),
    );
    const hits = Object.fromEntries(
      Object.entries(MOMENTS).map(([name, moment]) => [name, tally.hits.get(moment) ?? 0]),
    );
    const sorted = tally.restartsMs.toSorted((a, b) => a - b);
    const isEach = Object.values(hits).every((hit) => hit === each);
    const { faults, missed } = tally;
    return {
      passed: faults.length === 0 && missed.length === 0 && isEach,
      figures: {
        kills: tally.kills,
        ...hits,
        orders: tally.orders,
        restartMedianMs: Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0),
        faults: faults.length,
        ...(faults.length > 0 && { found: faults.slice(0, 12).join(' | ') }),
        ...(missed.length > 0 && { missed: missed.slice(0, 12).join(' | ') }),
      },
    };
  },
};
export default proof;
