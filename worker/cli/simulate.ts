import { FINDINGS, type Tally } from '#shared/simulator/orders/tally.ts';
import type { BrokerClass } from '#shared/ports/broker.ts';
import { PlainError } from '../host/plain-error.ts';
import type { Asked, Command } from './command.ts';
import { bundleSimulator, forgetBundle } from './simulate-bundle.ts';
import { coverageOf } from './simulate-coverage.ts';
import { findMutant, MUTANTS } from './simulate-mutants.ts';
import { startThreads } from './simulate-threads.ts';

type Simulator = typeof import('#shared/simulator/orders/simulator.ts');

const CLASSES: Readonly<Record<string, BrokerClass>> = { A: 'a', 'A*': 'a-star', B: 'b' };
const COVERAGE_SEEDS = 20_000;

export const simulate: Command = {
  name: 'simulate',
  usage:
    'simulate [--seeds N] [--seed S] [--class A|A*|B] [--trace] [--mutant ID] [--list-mutants] [--crash-points] [--no-coverage]',
  summary: 'seeded schedules of faults around the order protocol, judged by the book of the simulated broker',
  options: ['seeds', 'seed', 'class', 'mutant'],
  flags: ['trace', 'list-mutants', 'crash-points', 'no-coverage'],
  async run(asked) {
    if (asked.options['list-mutants'] !== undefined) return listMutants(asked);
    const classes = classesOf(asked);
    const mutant = asked.options['mutant'] === undefined ? null : findMutant(asked.options['mutant']);
    const url = await bundleSimulator(mutant);
    try {
      if (asked.options['crash-points'] !== undefined) return await crashPoints(asked, url);
      if (asked.options['trace'] !== undefined) return await trace(asked, { url, classes });
      return await schedules(asked, { url, classes, mutant: mutant?.id ?? null });
    } finally {
      forgetBundle(url);
    }
  },
};

function listMutants(asked: Asked): number {
  if (asked.isJson) asked.print(JSON.stringify({ mutants: MUTANTS.map(({ id, file, why }) => ({ id, file, why })) }));
  else for (const { id, why } of MUTANTS) asked.print(`${id.padEnd(28)} ${why}`);
  return 0;
}

function classesOf({ options }: Asked): string[] {
  const name = options['class'];
  if (name === undefined) return Object.keys(CLASSES);
  const found = Object.keys(CLASSES).find((candidate) => candidate.toLowerCase() === name.toLowerCase());
  if (found === undefined) throw new PlainError(`--class takes A, A* or B, not "${name}".`);
  return [found];
}

function wholeNumber({ options }: Asked, name: string, otherwise: number): number {
  const text = options[name];
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new PlainError(`--${name} takes a whole number, not "${text}".`);
  return value;
}

/** The schedule of one seed, line by line. */
async function trace(asked: Asked, { url, classes }: { url: string; classes: readonly string[] }): Promise<number> {
  const simulator = (await import(url)) as Simulator;
  const seed = wholeNumber(asked, 'seed', 0);
  let exit = 0;
  for (const name of classes) {
    const { trace: lines, findings, hash } = simulator.traceOf({ seed, brokerClass: CLASSES[name] ?? 'a' });
    if (findings.length > 0) exit = 1;
    if (asked.isJson) asked.print(JSON.stringify({ class: name, seed, hash, findings, trace: lines }));
    else {
      for (const line of lines) asked.print(line);
      asked.print(`class ${name}, seed ${seed}, hash ${hash.toString(16)}: ${JSON.stringify(findings)}`);
    }
  }
  return exit;
}

interface Run {
  readonly url: string;
  readonly classes: readonly string[];
  readonly mutant: string | null;
}

async function schedules(asked: Asked, { url, classes, mutant }: Run): Promise<number> {
  // `--seed S` alone is that one seed; with `--seeds N` it is where they begin.
  const from = wholeNumber(asked, 'seed', 0);
  const count = wholeNumber(asked, 'seeds', asked.options['seed'] === undefined ? 10_000 : 1);
  const byClass: Record<string, ReturnType<typeof figuresOf>> = {};
  let failure: { class: string; seed: number } | null = null;
  const startMs = performance.now();
  const threads = startThreads(url);
  try {
    for (const name of classes) {
      const brokerClass = CLASSES[name] ?? 'a';
      const beginMs = performance.now();
      const tally = await threads.run({ brokerClass, from, count }, { stopsAtFailure: mutant !== null });
      byClass[name] = figuresOf(tally, (performance.now() - beginMs) / 1_000);
      const [first] = tally.failures;
      if (first !== undefined) failure ??= { class: name, seed: first.seed };
      if (failure !== null && mutant !== null) break;
    }
  } finally {
    await threads.close();
  }
  const seconds = (performance.now() - startMs) / 1_000;
  const coverage =
    mutant === null && asked.options['no-coverage'] === undefined && count > 1
      ? await coverageOf(Math.min(count, COVERAGE_SEEDS), from)
      : null;
  const shortest = failure === null ? null : await shortestOf(url, failure);
  const all = totalOf(Object.values(byClass));
  const result = {
    seeds: all.seeds,
    schedulesPerSecond: Math.round(all.seeds / seconds),
    ...all.figures,
    branchCoverage: coverage === null ? null : Number(coverage.share.toFixed(4)),
    missedBranches: coverage?.missed ?? [],
    mutant,
    failure: failure === null ? null : { ...failure, ...shortest },
    classes: byClass,
  };
  if (asked.isJson) asked.print(JSON.stringify(result));
  else report(asked, result);
  return failure === null ? 0 : 1;
}

async function shortestOf(url: string, failure: { class: string; seed: number }) {
  const simulator = (await import(url)) as Simulator;
  const found = simulator.shortestOf({ seed: failure.seed, brokerClass: CLASSES[failure.class] ?? 'a' });
  return found === null
    ? null
    : { findings: found.findings, actions: found.actions, faults: found.faults, trace: found.trace };
}

/** The figures of one class, flat. */
function figuresOf({ counts, faults, failures }: Tally, seconds: number) {
  const of = (name: string): number => counts[name] ?? 0;
  const seeds = of('seeds');
  return {
    seeds,
    schedulesPerSecond: Math.round(seeds / seconds),
    intents: of('intents'),
    crashes: of('crashes'),
    crashBetweenSendAndAnswerShare: share(of('seedsCrashedBetween'), seeds),
    unknown: of('unknown'),
    needsHuman: of('needsHuman'),
    needsHumanShare: share(of('needsHuman'), of('intents')),
    ...Object.fromEntries(FINDINGS.map((kind) => [kind, of(kind)])),
    failedSeeds: of('failedSeeds'),
    failures: failures.map(({ seed }) => seed),
    faults,
  };
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : Number((part / whole).toFixed(4));
}

const SUMMED = ['intents', 'crashes', 'unknown', 'needsHuman', 'failedSeeds', ...FINDINGS] as const;

function totalOf(classes: readonly ReturnType<typeof figuresOf>[]) {
  const figures: Record<string, number> = {};
  let [seeds, crossed] = [0, 0];
  for (const one of classes) {
    seeds += one.seeds;
    crossed += one.crashBetweenSendAndAnswerShare * one.seeds;
    for (const name of SUMMED) {
      const value: unknown = (one as Record<string, unknown>)[name];
      figures[name] = (figures[name] ?? 0) + (typeof value === 'number' ? value : 0);
    }
  }
  return { seeds, figures: { ...figures, crashBetweenSendAndAnswerShare: share(crossed, seeds) } };
}

function report(asked: Asked, { classes, failure, branchCoverage, schedulesPerSecond }: Reported): void {
  for (const [name, figures] of Object.entries(classes)) {
    const zeros = FINDINGS.map((kind) => `${(figures as Record<string, unknown>)[kind] as number} ${kind}`).join(', ');
    asked.print(
      `class ${name}: ${figures.seeds} seeds, ${figures.intents} intents, ${figures.crashes} crashes: ${zeros}`,
    );
  }
  asked.print(
    `${schedulesPerSecond} schedules/s; branches of the protocol reached: ${branchCoverage ?? 'not measured'}`,
  );
  if (failure === null) return;
  asked.print(`class ${failure.class}, seed ${failure.seed} fails; its shortest schedule:`);
  for (const line of failure.trace ?? []) asked.print(line);
  asked.print(`faults: ${(failure.faults ?? []).join(', ')}`);
  asked.print(JSON.stringify(failure.findings ?? []));
  asked.print(`Again: npm run nod -- simulate --class '${failure.class}' --seed ${failure.seed} --trace`);
}

interface Reported {
  readonly classes: Readonly<Record<string, ReturnType<typeof figuresOf>>>;
  readonly schedulesPerSecond: number;
  readonly branchCoverage: number | null;
  readonly failure: {
    readonly class: string;
    readonly seed: number;
    readonly trace?: readonly string[];
    readonly faults?: readonly string[];
    readonly findings?: readonly unknown[];
  } | null;
}

async function crashPoints(asked: Asked, url: string): Promise<number> {
  const simulator = (await import(url)) as Simulator;
  const found = simulator.crashPoints({ pairs: false });
  asked.print(
    asked.isJson
      ? JSON.stringify(found)
      : `${found.points} crash points in ${found.scenarios} scenarios, ${found.failures.length} failed`,
  );
  return found.failures.length === 0 ? 0 : 1;
}
