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
const TAP_WITHIN_MS = 2_000;
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
      let without = 0;
      const until = performance.now() + GIVE_UP_MS;
      while (answers.length < ANSWERS + WARM_UP) {
        if (performance.now() > until) throw new Error(`${answers.length} answers in ${GIVE_UP_MS / 1_000} s`);
        if (!(await nextQuestion(api))) continue;
        for (;;) {
          const approve = page.getByRole('button', { name: /^Approve · / });
          const isAsked = await approve.waitFor({ timeout: 2_000 }).then(
            () => true,
            () => false,
          );
          if (!isAsked) break;
          bare.push(await bareRequestMs(page));
          const took = await answered(page, () => approve.click({ timeout: TAP_WITHIN_MS }));
          // Asked again at another price, or not open any more: the next one. Its outcome may have come late and stand there.
          if (took === null) {
            without += 1;
            await page.goto(`${baseUrl}/decide`);
            break;
          }
          answers.push(took);
          if (answers.length % 10 === 0) say(`${answers.length} answers`);
          await page.getByRole('button', { name: /^(Next question|Done)$/ }).click();
        }
      }
      const runs = answers.slice(WARM_UP);
      say(`taps without an outcome within ${OUTCOME_WITHIN_MS / 1_000} s, asked again or slower: ${without}`);
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
  addEventListener(
    'click',
    ({ timeStamp, target }) => {
      if (target instanceof Element && target.closest('button')?.textContent.trim().startsWith('Approve')) {
        tappedAt = timeStamp;
        Object.assign(globalThis, { answerMs: null });
      }
    },
    { capture: true },
  );
  const look = (): void => {
    const outcome = document.querySelector('section[role="status"] .strong');
    if (tappedAt === null || !outcome?.textContent.trim()) return;
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

/** Null: the question was asked again at another price, or is not open any more. */
async function answered(page: Page, tap: () => Promise<void>): Promise<number | null> {
  try {
    await tap();
    const answerMs = () => (globalThis as unknown as { answerMs?: number | null }).answerMs;
    const ms = await page.waitForFunction(answerMs, null, { timeout: OUTCOME_WITHIN_MS });
    return (await ms.jsonValue()) ?? null;
  } catch {
    return null;
  }
}

function bareRequestMs(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const began = performance.now();
    await (await fetch('/api/health')).arrayBuffer();
    return performance.now() - began;
  });
}

/** Lets the clock run until it holds for a question; false: none came so far. */
async function nextQuestion(api: Api): Promise<boolean> {
  await api('PATCH', 'market', { speed: QUESTIONS_FAST, paused: false });
  for (let looks = 0; looks < 100; looks += 1) {
    const { items } = await api<{ items: unknown[] }>('GET', 'proposals?status=pending&limit=50');
    if (items.length > 0) {
      await api('PATCH', 'market', { speed: STANDARD_PACE });
      return true;
    }
    await wait(100);
  }
  return false;
}
