import { crashPoints, traceOfPoint } from '#shared/simulator/orders/crash-points.ts';
import type { Proof } from './proof.ts';

/** How many points there were when this was written: fewer mean that something is not looked at any more. */
const POINTS_MIN = 2_640;

const proof: Proof = {
  id: 'S2',
  claim:
    'The process may die at every single point of submit, cancel, replace, approve, reconcile, stream, outbox, kill, selling everything, exits, protection and the wait for the open (in the night: at every two of them)',
  run({ level, say }) {
    const found = crashPoints({ pairs: level === 'long' });
    for (const { scenario, diesAt, findings } of found.failures) {
      say(`${scenario}, dying at ${diesAt.join(' and ')}: ${JSON.stringify(findings)}`);
    }
    const [first] = found.failures;
    if (first !== undefined) for (const line of traceOfPoint(first.scenario, first.diesAt)) say(line);
    return Promise.resolve({
      passed: found.failures.length === 0 && found.points >= POINTS_MIN,
      figures: {
        points: found.points,
        pointsMin: POINTS_MIN,
        scenarios: found.scenarios,
        runs: found.runs,
        failures: found.failures.length,
        ...found.pointsByScenario,
      },
    });
  },
};
export default proof;
