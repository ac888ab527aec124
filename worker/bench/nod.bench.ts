// From the close of a bar to the stored question, and from the nod to the accepted order, on the generated market.
import { setTimeout as wait } from 'node:timers/promises';
import { apiOf, BOT, type Api } from './api.ts';
import type { Benchmark } from './benchmark.ts';
import { emptyRequestMs, withProduct } from './product-on-temporary-state.ts';
import { bareInsertsMs } from './yardsticks.ts';

/** The first nods open doors that stay open; they are not counted. */
const WARM_UP = 2;
const NODS = 12;
const BOTS = 4;
const TICKS = 5;
const GIVE_UP_MS = 180_000;
const STANDARD_PACE = 0.8;
const QUESTIONS_FAST = 200;

interface Question {
  readonly id: string;
  readonly hash: string;
  readonly createdAt: string;
}
interface Approved {
  readonly order: { readonly status: string } | null;
}
interface Ran {
  readonly items: readonly { readonly name: string; readonly lastRunAt: string | null }[];
}

export default {
  name: 'nod',
  run: ({ say }) =>
    withProduct({ noWait: false, speed: 0, seed: 7 }, async (product, stateDir) => {
      const inserts = await bareInsertsMs(100, `${stateDir}-bare`);
      const api = await apiOf(product);
      for (let bot = 0; bot < BOTS; bot++)
        await api('POST', 'bots', { ...BOT, investmentAmount: '5000', autonomy: 'ask', name: `Bench ${bot}` });
      const [empty, nods, ticks]: [number[], number[], number[]] = [[], [], []];
      const until = performance.now() + GIVE_UP_MS;
      for (let asked = 0; nods.length < NODS + WARM_UP || ticks.length < TICKS;) {
        if (performance.now() > until) throw new Error(`${asked} questions in ${GIVE_UP_MS / 1_000} s`);
        const questions = await nextQuestions(api);
        if (questions.length === 0) continue;
        asked += questions.length;
        const tick = await closeToQuestionMs(api, questions);
        if (tick !== null) ticks.push(tick);
        for (const { id, hash } of questions) {
          empty.push(await emptyRequestMs(product));
          const began = performance.now();
          const answer = await approve(api, id, hash);
          const took = performance.now() - began;
          if (answer?.order?.status === 'accepted' || answer?.order?.status === 'filled') nods.push(took);
        }
      }
      const counted = nods.slice(WARM_UP);
      say(`nods: ${counted.map((ms) => ms.toFixed(0)).join(', ')} ms`);
      const yardstick = { name: 'empty Worker request', runs: empty };
      const insert = { name: 'bare object insert', runs: inserts };
      return {
        'nod to acceptance': { runs: counted, unit: 'ms', goal: 50, yardstick, ratioMax: 40 },
        'nod to acceptance, beside an insert': { runs: counted, unit: 'ms', yardstick: insert },
        'tick to proposal': { runs: ticks, unit: 'ms', yardstick: insert, ratioMax: 60 },
      };
    }),
} satisfies Benchmark;

/** Lets the clock run until it holds for a question, then leaves it at the pace people have. */
async function nextQuestions(api: Api): Promise<readonly Question[]> {
  await api('PATCH', 'market', { speed: QUESTIONS_FAST, paused: false });
  for (let looks = 0; looks < 100; looks++) {
    const { items } = await api<{ items: Question[] }>('GET', 'proposals?status=pending&limit=50');
    if (items.length > 0) {
      await api('PATCH', 'market', { speed: STANDARD_PACE });
      await untilHeld(api);
      return (await api<{ items: Question[] }>('GET', 'proposals?status=pending&limit=50')).items;
    }
    await wait(100);
  }
  return [];
}

/** All jobs of the close have run and been written down. */
async function untilHeld(api: Api): Promise<void> {
  for (let looks = 0; looks < 100; looks++) {
    const { phase } = await api<{ phase: string }>('GET', 'market');
    if (phase === 'held') return;
    await wait(50);
  }
}

/**
 * From the first job's start at the close to the last question stored in it. The market holds since, so the newest run
 * of that job is the one of that close. Null for the first look of a new bot, which no close caused.
 */
async function closeToQuestionMs(api: Api, questions: readonly Question[]): Promise<number | null> {
  const { items } = await api<Ran>('GET', 'jobs');
  const closedAt = Date.parse(items.find(({ name }) => name === 'market-data')?.lastRunAt ?? '');
  const stored = Math.max(...questions.map(({ createdAt }) => Date.parse(createdAt)));
  return stored >= closedAt ? stored - closedAt : null;
}

/** Null when the price or the money has moved since: no order, nothing to count. */
async function approve(api: Api, id: string, hash: string): Promise<Approved | null> {
  try {
    return await api<Approved>('POST', `proposals/${id}/approve`, { hash });
  } catch (error) {
    if (error instanceof Error && /: 4(09|22) /.test(error.message)) return null;
    throw error;
  }
}
