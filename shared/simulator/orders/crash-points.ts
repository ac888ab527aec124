import type { Holder, InstrumentId } from '../../domain/ids.ts';
import type { BrokerClass } from '../../ports/broker.ts';
import { Choices } from './choices.ts';
import { orderName, type Action, type Plan, type Terms } from './plan.ts';
import { Simulation } from './simulation.ts';
import type { Finding } from './tally.ts';

/*
 * Every point at which the process can die, one after the other: before and after each commit, with and without what the
 * turn wrote, before each request leaves, on its way, when it has arrived, and when its answer is there.
 */

const AAA = 'i_aaa' as InstrumentId;
const BBB = 'i_bbb' as InstrumentId;
const BOT = 'bot_1' as Holder;

const PLAN: Plan = {
  actions: [],
  isExact: true,
  protects: false,
  replaces: true,
  isSlowBroker: false,
  refusesWash: true,
  hasStream: false,
  fillLagMs: 0,
  fillsPerPage: null,
  hasTargets: true,
  hasNoQuotes: false,
  tellsCash: true,
  dayEndsAt: 0,
  startsHolding: true,
  idleReconcileMs: null,
  opensAt: 8_000,
  marketCalls: false,
  healsAt: 30_000,
  runsOn: false,
};

function terms(limit: number | null, quantity = 6): Terms {
  return { instrumentId: AAA, holder: 'manual', quantity, limit, isImmediate: false, isForDay: false };
}

/** Below the market: it rests. */
const RESTING_LIMIT = 9_400;
const price = (at: number, cents: number): Action => ({ at, do: 'price', instrumentId: AAA, cents, quantity: null });
const buy = (at: number, limit: number | null, index = 0): Action => ({
  at,
  do: 'buy',
  order: orderName(index),
  terms: terms(limit),
});

/** Somebody holds, an entry is partly bought, a question is open; it is answered and a bot buys as if nothing was. */
function sellingEverything(protects: boolean): Partial<Plan> {
  return {
    protects,
    actions: [
      buy(1_000, RESTING_LIMIT),
      { at: 2_000, do: 'price', instrumentId: AAA, cents: 9_300, quantity: 2 },
      { at: 2_400, do: 'nod', question: 'q0', terms: terms(10_500, 4), waits: true, gaps: [0] },
      { at: 2_500, do: 'nod', question: 'q1', terms: terms(10_500), waits: false, gaps: [1_000] },
      { at: 3_000, do: 'sell-everything' },
      price(6_000, 9_300),
      buy(20_000, null, 1),
    ],
  };
}

/** What is enumerated: each of the protocol's flows, on the plainest way through it. */
const SCENARIOS: Readonly<Record<string, Partial<Plan>>> = {
  submit: { actions: [buy(1_000, null)] },
  cancel: { actions: [buy(1_000, RESTING_LIMIT), { at: 3_000, do: 'cancel', which: 0, by: 0 }] },
  'cancel-slowly': {
    isSlowBroker: true,
    actions: [buy(1_000, RESTING_LIMIT), { at: 3_000, do: 'cancel', which: 0, by: 0 }],
  },
  replace: {
    actions: [buy(1_000, RESTING_LIMIT), { at: 3_000, do: 'replace', which: 0, by: 2 }, price(7_000, 8_900)],
  },
  'replace-slowly': {
    isSlowBroker: true,
    actions: [buy(1_000, RESTING_LIMIT), { at: 3_000, do: 'replace', which: 0, by: -2 }, price(4_200, 8_900)],
  },
  approve: {
    actions: [{ at: 1_000, do: 'nod', question: 'q0', terms: terms(10_500), waits: false, gaps: [0, 40, 900] }],
  },
  'wait-for-open': {
    actions: [{ at: 1_000, do: 'nod', question: 'q0', terms: terms(10_500), waits: true, gaps: [0, 300] }],
  },
  'wait-and-cancel': {
    actions: [
      { at: 1_000, do: 'nod', question: 'q0', terms: terms(10_500), waits: true, gaps: [0] },
      { at: 3_000, do: 'cancel-all' },
    ],
  },
  stream: { hasStream: true, actions: [buy(1_000, RESTING_LIMIT), price(4_000, 8_900)] },
  kill: { actions: [buy(1_000, RESTING_LIMIT), buy(2_900, null, 1), { at: 3_000, do: 'kill' }] },
  'sell-everything': sellingEverything(false),
  'sell-everything-past-protection': sellingEverything(true),
  exit: {
    actions: [
      { at: 1_000, do: 'exit', instrumentId: AAA, holder: 'manual', quantity: null, isUrgent: true, style: 'market' },
    ],
  },
  'exit-past-protection': {
    protects: true,
    actions: [
      { at: 4_000, do: 'exit', instrumentId: AAA, holder: BOT, quantity: null, isUrgent: true, style: 'market' },
    ],
  },
  'protection-hit': { protects: true, actions: [price(5_000, 9_300)] },
  protect: {
    protects: true,
    hasStream: true,
    actions: [{ at: 1_000, do: 'buy', order: orderName(0), terms: { ...terms(null), instrumentId: BBB, holder: BOT } }],
  },
  stranger: {
    idleReconcileMs: 300_000,
    actions: [{ at: 1_000, do: 'foreign', instrumentId: BBB, quantity: 3 }, buy(2_000, null)],
  },
};

const CLASSES: readonly BrokerClass[] = ['a', 'a-star', 'b'];

export interface CrashPoints {
  readonly scenarios: number;
  readonly points: number;
  /** Runs: one per point, or per pair of points. */
  readonly runs: number;
  readonly pointsByScenario: Readonly<Record<string, number>>;
  readonly failures: readonly {
    readonly scenario: string;
    readonly diesAt: readonly number[];
    readonly findings: readonly Finding[];
  }[];
}

const FAILURES_KEPT = 20;

/** Dies once at every point of every scenario, or (`pairs`) at every two of them. */
export function crashPoints({ pairs }: { pairs: boolean }): CrashPoints {
  const pointsByScenario: Record<string, number> = {};
  const failures: { scenario: string; diesAt: number[]; findings: readonly Finding[] }[] = [];
  let [points, runs] = [0, 0];
  for (const brokerClass of CLASSES) {
    for (const [name, parts] of Object.entries(SCENARIOS)) {
      const scenario = `${name}/${brokerClass}`;
      const tried = (diesAt: number[]): number => {
        const { choices, findings } = runOne({ ...PLAN, ...parts }, brokerClass, diesAt);
        runs += 1;
        if (findings.length > 0 && failures.length < FAILURES_KEPT) failures.push({ scenario, diesAt, findings });
        return choices.points;
      };
      const count = tried([]);
      points += count;
      pointsByScenario[scenario] = count;
      for (let first = 0; first < count; first += 1) {
        const met = tried([first]);
        if (!pairs) continue;
        for (let second = first + 1; second < met; second += 1) tried([first, second]);
      }
    }
  }
  return { scenarios: Object.keys(pointsByScenario).length, points, runs, pointsByScenario, failures };
}

function runOne(plan: Plan, brokerClass: BrokerClass, diesAt: readonly number[]) {
  const choices = new Choices(1, null, diesAt);
  const findings = new Simulation({ seed: 1, brokerClass, plan, choices }).run();
  return { choices, findings };
}

/** One of them again, line by line. */
export function traceOfPoint(scenario: string, diesAt: readonly number[]): string[] {
  const [name = '', brokerClass = 'a'] = scenario.split('/');
  const trace: string[] = [];
  const choices = new Choices(1, null, diesAt);
  const plan = { ...PLAN, ...SCENARIOS[name] };
  const say = (line: string): unknown => trace.push(line);
  new Simulation({ seed: 1, brokerClass: brokerClass as BrokerClass, plan, choices, trace: say }).run();
  return trace;
}
