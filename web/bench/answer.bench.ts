// From the tap on Approve to its outcome on the screen: through the page, the Worker, the risk checks, the broker of the
// demo and back, on loopback, beside the same page asking for next to nothing.
import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { BOT, type Api } from '../../worker/bench/api.ts';
import type { Benchmark } from '../../worker/bench/benchmark.ts';
import { withSignedIn } from './signed-in.ts';

const ANSWERS = 50;
/** The first ones compile. */
const WARM_UP = 3;
const BOTS = 10;
const GIVE_UP_MS = 600_000;
/** A question that has just come up holds its buttons for a moment, and says so: nobody taps before. */
const OPEN_WITHIN_MS = 4_000;
const TAP_WITHIN_MS = 2_000;
/** A tap that has none by then counts as one that took so long. */
const OUTCOME_WITHIN_MS = 5_000;
const QUESTIONS_FAST = 200;
/** The pace at which people answer: what else is open meanwhile stays open. */
const STANDARD_PACE = 0.8;
const GOAL_MS = 150;

export default {
  name: 'answer',
  run: ({ say }) =>
    withSignedIn({ noWait: false, speed: 0, seed: 7 }, async ({ page, baseUrl, api }) => {
      for (let bot = 0; bot < BOTS; bot += 1)
        await api('POST', 'bots', { ...BOT, investmentAmount: '2000', autonomy: 'ask', name: `Bench ${bot}` });
      await page.addInitScript(watchAnswers);
      await page.goto(`${baseUrl}/decide`);
      const [answers, bare]: [number[], number[]] = [[], []];
      let gone = 0;
      let without = 0;
      const until = performance.now() + GIVE_UP_MS;
      while (answers.length < ANSWERS + WARM_UP) {
        if (performance.now() > until) throw new Error(`${answers.length} answers in ${GIVE_UP_MS / 1_000} s`);
        if (!(await nextQuestion(api))) continue;
        while ((await waiting(api)) > 0) {
          const approve = page.getByRole('button', { name: /^Approve · /, disabled: false });
          if (!(await happens(approve.waitFor({ timeout: OPEN_WITHIN_MS })))) break;
          bare.push(await bareRequestMs(page));
          // Withdrawn or lapsed in this very moment: nothing was tapped.
          if (!(await happens(approve.click({ timeout: TAP_WITHIN_MS })))) {
            gone += 1;
            break;
          }
          const took = await outcomeMs(page);
          answers.push(took ?? OUTCOME_WITHIN_MS);
          if (answers.length % 10 === 0) say(`${answers.length} answers`);
          if (took === null) without += 1;
          const next = page.getByRole('button', { name: /^(Next question|Done)$/ });
          // One that is asked again at another price says so and stays: the next tap is another.
          if (took === null || !(await happens(next.click({ timeout: TAP_WITHIN_MS })))) {
            await page.goto(`${baseUrl}/decide`);
            break;
          }
        }
      }
      const runs = answers.slice(WARM_UP);
      say(`taps without an outcome within ${OUTCOME_WITHIN_MS / 1_000} s: ${without}; gone before the tap: ${gone}`);
      say(`answers: ${runs.map((ms) => ms.toFixed(0)).join(', ')} ms`);
      const yardstick = { name: 'an empty request of the same page', runs: bare };
      return {
        'Approve to the outcome on the screen': { runs, unit: 'ms', goal: GOAL_MS, yardstick, ratioMax: 40 },
        'Approve to the outcome on the screen, 95 of 100': {
          runs,
          percentile: 95,
          unit: 'ms',
          goal: GOAL_MS,
          yardstick,
          ratioMax: 40,
        },
      };
    }),
} satisfies Benchmark;

/** Runs in the page: from the tap, as the browser stamped it, until the frame with the outcome has been painted. */
function watchAnswers(): void {
  let tappedAt: number | null = null;
  /** What became of it, or why it is asked again. */
  const outcome = (): Element | null =>
    document.querySelector('section[role="status"] .strong, .answer [role="alert"]');
  let before: Element | null = null;
  addEventListener(
    'click',
    ({ timeStamp, target }) => {
      if (target instanceof Element && target.closest('button')?.textContent.trim().startsWith('Approve')) {
        tappedAt = timeStamp;
        before = outcome();
        Object.assign(globalThis, { answerMs: null });
      }
    },
    { capture: true },
  );
  const look = (): void => {
    const told = outcome();
    if (tappedAt === null || told === before || !told?.textContent.trim()) return;
    const began = tappedAt;
    tappedAt = null;
    requestAnimationFrame(() =>
      setTimeout(() => {
        Object.assign(globalThis, { answerMs: performance.now() - began });
      }),
    );
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
}

/** From the tap to the painted outcome; null: there is none. */
async function outcomeMs(page: Page): Promise<number | null> {
  const answerMs = () => (globalThis as unknown as { answerMs?: number | null }).answerMs;
  const waited = page.waitForFunction(answerMs, null, { timeout: OUTCOME_WITHIN_MS });
  return waited.then(
    async (ms) => (await ms.jsonValue()) ?? null,
    () => null,
  );
}

const happens = (what: Promise<unknown>): Promise<boolean> =>
  what.then(
    () => true,
    () => false,
  );

function bareRequestMs(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const began = performance.now();
    await (await fetch('/api/health')).arrayBuffer();
    return performance.now() - began;
  });
}

async function waiting(api: Api): Promise<number> {
  return (await api<{ items: unknown[] }>('GET', 'proposals?status=pending&limit=50')).items.length;
}

/** Lets the clock run until it holds for a question; false: none came so far. */
async function nextQuestion(api: Api): Promise<boolean> {
  await api('PATCH', 'market', { speed: QUESTIONS_FAST, paused: false });
  for (let looks = 0; looks < 100; looks += 1) {
    if ((await waiting(api)) > 0) {
      await api('PATCH', 'market', { speed: STANDARD_PACE });
      return true;
    }
    await wait(100);
  }
  return false;
}
