import { MINUTE_MS, SECOND_MS, type WallMs } from '#shared/lib/time.ts';
import { createRandom, type Random } from '#shared/lib/random.ts';
import { levelOf } from '#shared/domain/alerts/alert-kinds.ts';
import { delivery } from '#shared/words/en/delivery.ts';
import { OutagePerson, type OutageClock } from '#worker/src/testing/outage-person.ts';
import type { Proof } from './proof.ts';

/** Telegram takes nothing for so long, in the middle of a run. */
const OUTAGE_MS = 10 * MINUTE_MS;
const CALM_MS = 2 * MINUTE_MS;
const ALERTS = 30;
const RESTARTS = 4;
const WITHIN_MS = MINUTE_MS;
/** The fourth piece of news in a minute is due, with the others, when the minute is over. */
const NEWS_WITHIN_MS = 2 * MINUTE_MS;
const RUNS = { pr: 60, long: 3_000 } as const;

const TOLD = [
  ['exit.blocked', { symbol: 'NVDA' }],
  ['mode.changed', { mode: 'halted' }],
  ['position.closed', {}],
] as const;

interface Tally {
  alerts: number;
  byDiscord: number;
  slowestMs: number;
  newsSlowestMs: number;
  sample: string;
  readonly faults: string[];
}

const proof: Proof = {
  id: 'alert-outage',
  claim:
    'While Telegram answers 429 and 500 for ten minutes, through restarts, every alert arrives by another channel within a minute, none comes twice, and the list says by which and after which',
  async run({ level, seed, say }) {
    const tally: Tally = { alerts: 0, byDiscord: 0, slowestMs: 0, newsSlowestMs: 0, sample: '', faults: [] };
    const runs = RUNS[level];
    for (let run = 0; run < runs; run += 1) await outage(virtual(), createRandom(seed, run), tally);
    // The same by the clock on the wall.
    if (level === 'long') {
      say('ten minutes of wall time');
      await outage(wall(), createRandom(seed, runs), tally);
    }
    const { faults, ...figures } = tally;
    return {
      passed: faults.length === 0 && tally.byDiscord > 0,
      figures: {
        runs: level === 'long' ? runs + 1 : runs,
        restartsEach: RESTARTS,
        ...figures,
        faults: faults.length,
        ...(faults.length > 0 && { words: faults.slice(0, 5).join(' | ') }),
      },
    };
  },
};
export default proof;

async function outage(clock: OutageClock, random: Random, tally: Tally): Promise<void> {
  const person = await OutagePerson.open(clock);
  const began = clock.now();
  const [from, until] = [began + CALM_MS, began + CALM_MS + OUTAGE_MS];
  person.fault = () => {
    const now = clock.now();
    if (now < from || now >= until) return null;
    return random.chance(0.5) ? { status: 500 } : { status: 429, retryAfter: 1 + random.below(60) };
  };
  const instants = (count: number): number[] =>
    Array.from({ length: count }, () => began + random.below(until + CALM_MS - began)).sort((a, b) => a - b);
  const [tells, restarts] = [instants(ALERTS), instants(RESTARTS)];
  const due = new Map<string, { at: WallMs; isNews: boolean }>();
  for (const end = until + 5 * MINUTE_MS; clock.now() < end;) {
    while ((tells[0] ?? Infinity) <= clock.now()) {
      tells.shift();
      const [type, body] = TOLD[random.below(TOLD.length)] ?? TOLD[0];
      due.set(person.tell(type, body), { at: clock.now(), isNews: type === 'position.closed' });
    }
    if ((restarts[0] ?? Infinity) <= clock.now()) {
      restarts.shift();
      person.restart();
    }
    const next = (await person.round()) ?? Infinity;
    const wake = Math.min(next, tells[0] ?? Infinity, restarts[0] ?? Infinity, end);
    await clock.sleep(Math.max(1, wake - clock.now()));
  }
  judge(person, due, tally);
}

function judge(
  person: OutagePerson,
  due: ReadonlyMap<string, { readonly at: WallMs; readonly isNews: boolean }>,
  tally: Tally,
): void {
  const texts = person.texts();
  const rows = person.list();
  for (const [index, [text, { at, isNews }]] of [...due].entries()) {
    tally.alerts += 1;
    const times = texts.filter((one) => one === text).length;
    if (times !== 1) tally.faults.push(`${text} came ${times} times`);
    const took = (person.arrivedAt.get(text) ?? Infinity) - at;
    if (took > (isNews ? NEWS_WITHIN_MS : WITHIN_MS)) tally.faults.push(`${text} took ${took} ms`);
    if (isNews) tally.newsSlowestMs = Math.max(tally.newsSlowestMs, took);
    else tally.slowestMs = Math.max(tally.slowestMs, took);
    const row = rows[index];
    if (row?.state !== 'delivered' || row.deliveredAt === null)
      tally.faults.push(`${text} is said to be ${row?.state}`);
    else if (row.channel === 'discord') {
      tally.byDiscord += 1;
      if (!row.after.includes('telegram')) tally.faults.push(`${text} came by Discord and nothing says why`);
      const [by, after] = [
        delivery.channels[row.channel],
        row.after.map((one) => delivery.channels[one]).join(' and '),
      ];
      if (levelOf(row.kind) === 'act-now')
        tally.sample = delivery.delivered({ time: row.deliveredAt.slice(11, 19), by, after });
    }
  }
}

/** Only waiting moves it. */
function virtual(): OutageClock {
  let now = Date.parse('2026-11-20T12:00:00Z');
  return {
    now: () => now as WallMs,
    sleep: (ms) => {
      now += ms;
      return Promise.resolve();
    },
  };
}

function wall(): OutageClock {
  return {
    now: () => Date.now() as WallMs,
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, Math.min(ms, 30 * SECOND_MS))),
  };
}
