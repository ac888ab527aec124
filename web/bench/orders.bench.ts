// Frames of a list of 10,000 orders while it scrolls, beside the same page at rest: from its first row to its last in a few
// seconds, at the pace of a hand, and so again while the market moves.
import type { Page } from 'playwright-core';
import type { Benchmark, Measured } from '../../worker/bench/benchmark.ts';
import { stateWithOrders } from '../../worker/bench/support/many-orders.ts';
import { framesFor } from './frames.ts';
import { openQuotesDoor, type QuotesDoor } from './quotes-door.ts';
import { withSignedIn } from './signed-in.ts';

const ORDERS = 10_000;
const ROUNDS = 5;
const REST_MS = 2_000;
const SCROLL_MS = 4_000;
/** A hard swipe on a phone. */
const HAND_PIXELS_A_SECOND = 4_000;
const PART_PIXELS = 60_000;
const QUOTES_A_SECOND = 500;
const LOADED_WITHIN_MS = 120_000;
const [FRAME_MS, RATE_MIN] = [1_000 / 60, 0.9];

export default {
  name: 'orders',
  run: ({ say }) =>
    withSignedIn(
      { speed: 0, seed: 7, prepare: (stateDir) => stateWithOrders(stateDir, ORDERS) },
      async ({ page, cdp, baseUrl }) => {
        const door = await openQuotesDoor(baseUrl);
        try {
          await page.goto(`${door.baseUrl}/more/orders`);
          const began = performance.now();
          await toTheLast(page);
          await cdp.send('HeapProfiler.collectGarbage');
          const { usedSize } = await cdp.send('Runtime.getHeapUsage');
          const height = await page.evaluate(() => document.querySelector('main')?.scrollHeight ?? 0);
          say(`${ORDERS} rows after ${((performance.now() - began) / 1_000).toFixed(1)} s, ${height} pixels high`);
          say(`${await page.locator('*').count()} elements, ${(usedSize / 1e6).toFixed(1)} MB of heap`);
          const whole = { pixelsASecond: (height * 1_000) / SCROLL_MS, quotes: 0 };
          const byHand = { pixelsASecond: HAND_PIXELS_A_SECOND, quotes: 0 };
          const all = await scrolled(page, door, whole, say);
          const hand = await scrolled(page, door, byHand, say);
          const moving = await scrolled(page, door, { ...byHand, quotes: QUOTES_A_SECOND }, say);
          return {
            [`a frame while ${ORDERS} orders pass in ${SCROLL_MS / 1_000} s`]: all,
            [`a frame while ${ORDERS} orders are scrolled by hand`]: hand,
            [`the same at ${QUOTES_A_SECOND} quotes a second`]: moving,
          };
        } finally {
          await door.shut();
        }
      },
    ),
} satisfies Benchmark;

/** Scrolls to the end until there is nothing more to come. */
async function toTheLast(page: Page): Promise<void> {
  await page.locator('main a[href*="/more/orders/"]').nth(1).waitFor();
  await page.waitForFunction(
    (rows) => {
      const content = document.querySelector('main');
      if (content !== null) content.scrollTop = content.scrollHeight;
      return document.querySelectorAll('main .piece > a').length >= rows;
    },
    ORDERS,
    { timeout: LOADED_WITHIN_MS, polling: 'raf' },
  );
}

/** Rest and scrolling in turns, each time through another part of the list where it does not pass as a whole. */
async function scrolled(
  page: Page,
  door: QuotesDoor,
  { pixelsASecond, quotes }: { pixelsASecond: number; quotes: number },
  say: (line: string) => void,
): Promise<Measured> {
  const [rest, moving]: [number[], number[]] = [[], []];
  let [longTasks, longest] = [0, 0];
  for (let round = 0; round < ROUNDS; round += 1) {
    door.quote(0);
    rest.push((await framesFor(page, REST_MS)).ms);
    door.quote(quotes);
    const from = pixelsASecond === HAND_PIXELS_A_SECOND ? round * PART_PIXELS : 0;
    const frames = await framesFor(page, SCROLL_MS, { from, pixelsASecond });
    moving.push(frames.ms);
    longTasks += frames.longTasks;
    longest = Math.max(longest, frames.longest);
  }
  door.quote(0);
  say(`frames of ${line(moving)} ms; at rest ${line(rest)}`);
  say(`longest ${longest.toFixed(0)} ms, ${longTasks} tasks over 50 ms in ${(ROUNDS * SCROLL_MS) / 1_000} s`);
  const yardstick = { name: 'the same page at rest', runs: rest };
  return { runs: moving, unit: 'ms', goal: FRAME_MS / RATE_MIN, yardstick, ratioMax: 1 / RATE_MIN };
}

const line = (values: readonly number[]): string => values.map((ms) => ms.toFixed(1)).join(', ');
