import { FAULTS, faultOf } from './choices.ts';
import { FIGURES, noFigures, Simulation, type Figures } from './simulation.ts';
import { count, emptyTally, type Ask, type Tally } from './tally.ts';

const FAILURES_KEPT = 20;

/** Runs seeds one after the other: what the threads of `nod simulate` call. */
export function runSeeds({ brokerClass, from, count: seeds }: Ask): Tally {
  const tally = emptyTally();
  const faults = FAULTS.map(() => 0);
  const sums: Figures = noFigures();
  let crossed = 0;
  for (let seed = from; seed < from + seeds; seed += 1) {
    const sim = new Simulation({ seed, brokerClass });
    const findings = sim.run();
    for (const name of FIGURES) sums[name] += sim.figures[name];
    if (sim.figures.diedBetween > 0) crossed += 1;
    for (const what of sim.choices.happened) faults[faultOf(what)] = (faults[faultOf(what)] ?? 0) + 1;
    if (findings.length === 0) continue;
    count(tally, 'failedSeeds');
    for (const kind of new Set(findings.map((finding) => finding.kind))) count(tally, kind);
    if (tally.failures.length < FAILURES_KEPT) tally.failures.push({ seed, findings: findings.slice(0, 8) });
  }
  count(tally, 'seeds', seeds);
  count(tally, 'seedsCrashedBetween', crossed);
  for (const name of FIGURES) count(tally, name, sums[name]);
  FAULTS.forEach((fault, index) => {
    tally.faults[fault] = faults[index] ?? 0;
  });
  return tally;
}
