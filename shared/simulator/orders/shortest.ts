import type { BrokerClass } from '../../ports/broker.ts';
import { faultName } from './choices.ts';
import { Simulation } from './simulation.ts';
import type { Finding } from './tally.ts';

interface Case {
  readonly seed: number;
  readonly brokerClass: BrokerClass;
}

interface Cut {
  /** Faults that do not happen. */
  readonly off: ReadonlySet<number>;
  /** Actions that nobody takes. */
  readonly without: ReadonlySet<number>;
}

export interface Shortest {
  readonly findings: readonly Finding[];
  readonly actions: readonly string[];
  readonly faults: readonly string[];
  /** The schedule as it happened. */
  readonly trace: readonly string[];
  readonly runs: number;
}

const RUNS_MAX = 600;

/**
 * The shortest schedule of a seed that still finds one of the same things: halves of what happened are left out as long
 * as it fails (A. Zeller, "Yesterday, my program worked. Today, it does not. Why?", 1999).
 */
export function shortestOf({ seed, brokerClass }: Case): Shortest | null {
  let runs = 0;
  const run = (cut: Cut): Simulation => {
    runs += 1;
    return new Simulation({ seed, brokerClass, ...cut });
  };
  let cut: Cut = { off: new Set(), without: new Set() };
  let sim = run(cut);
  const kinds = new Set(sim.run().map(({ kind }) => kind));
  if (kinds.size === 0) return null;
  const fails = (other: Simulation): boolean => other.run().some(({ kind }) => kinds.has(kind));

  for (let size = Infinity; size >= 1 && runs < RUNS_MAX; size = Math.floor(size / 2)) {
    let parts = partsOf(sim, cut);
    size = Math.min(size, parts.length);
    for (let at = 0; at < parts.length && runs < RUNS_MAX;) {
      const tried = leaveOut(cut, parts.slice(at, at + size));
      const other = run(tried);
      if (fails(other)) {
        [cut, sim] = [tried, other];
        parts = partsOf(sim, cut);
      } else at += size;
    }
  }
  return explain({ seed, brokerClass }, cut, runs);
}

type Part = { readonly fault: number } | { readonly action: number };

/** What is left that could be left out. */
function partsOf(sim: Simulation, { without }: Cut): Part[] {
  const actions = sim.plan.actions.map((_, action) => ({ action })).filter(({ action }) => !without.has(action));
  return [...sim.choices.happened.map((fault) => ({ fault })), ...actions];
}

function leaveOut(cut: Cut, parts: readonly Part[]): Cut {
  const [off, without] = [new Set(cut.off), new Set(cut.without)];
  for (const part of parts) {
    if ('fault' in part) off.add(part.fault);
    else without.add(part.action);
  }
  return { off, without };
}

function explain({ seed, brokerClass }: Case, cut: Cut, runs: number): Shortest {
  const trace: string[] = [];
  const sim = new Simulation({ seed, brokerClass, ...cut, trace: (line) => trace.push(line) });
  const findings = sim.run();
  const actions = sim.plan.actions
    .filter((_, index) => !cut.without.has(index))
    .map((action) => JSON.stringify(action));
  return { findings, actions, faults: sim.choices.happened.map(faultName), trace, runs };
}

/** The whole schedule of a seed, line by line, with what was found. */
export function traceOf({ seed, brokerClass }: Case): { trace: string[]; findings: readonly Finding[]; hash: number } {
  const trace: string[] = [];
  const sim = new Simulation({ seed, brokerClass, trace: (line) => trace.push(line) });
  const findings = sim.run();
  return { trace, findings, hash: sim.traceHash >>> 0 };
}

/** Hashes of what happened, in order, for a row of seeds. */
export function hashesOf({
  brokerClass,
  from,
  count,
}: {
  brokerClass: BrokerClass;
  from: number;
  count: number;
}): number[] {
  return Array.from({ length: count }, (_, index) => {
    const sim = new Simulation({ seed: from + index, brokerClass });
    sim.run();
    return sim.traceHash >>> 0;
  });
}
