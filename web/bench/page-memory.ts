import type { CDPSession, Page } from 'playwright-core';
import { BOT } from '../../worker/bench/api.ts';
import { openQuotesDoor } from './quotes-door.ts';
import { withSignedIn } from './signed-in.ts';

/** What a page holds once the browser has thrown away what nobody needs. */
export interface Held {
  readonly heapMb: number;
  readonly nodes: number;
  readonly listeners: number;
}

const ROOMS = ['/', '/markets', '/portfolio', '/decide'];
const ROOM_MS = 5_000;

/**
 * Walks from room to room while so many quotes a second come, and looks at what the page holds, in the same room, after the
 * first stretch and again at the end.
 */
export function pageMemory(
  { firstMs, wholeMs, quotesPerSecond }: { firstMs: number; wholeMs: number; quotesPerSecond: number },
  say: (line: string) => void,
): Promise<{ first: Held; last: Held; quotes: number }> {
  return withSignedIn({ speed: 0, seed: 7 }, async ({ page, cdp, baseUrl, api }) => {
    // Without one, Home leads to the first of them.
    await api('POST', 'bots', { ...BOT, autonomy: 'auto' });
    const door = await openQuotesDoor(baseUrl);
    try {
      await page.goto(door.baseUrl);
      door.quote(quotesPerSecond);
      const began = performance.now();
      const first = await heldAfter(began + firstMs);
      say(`after ${(firstMs / 1_000).toFixed(0)} s: ${lineOf(first)}`);
      let last = first;
      for (let until = firstMs; until < wholeMs;) {
        until = Math.min(wholeMs, until + 60_000);
        last = await heldAfter(began + until);
        say(`after ${(until / 1_000).toFixed(0)} s: ${lineOf(last)}`);
      }
      return { first, last, quotes: door.quoted() };
    } finally {
      await door.shut();
    }

    async function heldAfter(until: number): Promise<Held> {
      for (let room = 0; performance.now() < until; room += 1) {
        await walk(page, ROOMS[room % ROOMS.length] ?? '/');
        await page.waitForTimeout(Math.max(0, Math.min(ROOM_MS, until - performance.now())));
      }
      await walk(page, '/markets');
      // Seen in every room once more: what is kept of each is as much as it ever is.
      await page.waitForTimeout(1_000);
      return held(cdp);
    }
  });
}

async function walk(page: Page, path: string): Promise<void> {
  await page.locator(`nav a[href="${path}"]`).last().click();
  await page.waitForURL((url) => url.pathname === path);
}

async function held(cdp: CDPSession): Promise<Held> {
  // What the first collection finds at the end of its life goes with the second.
  for (let times = 0; times < 3; times += 1) await cdp.send('HeapProfiler.collectGarbage');
  const { usedSize } = await cdp.send('Runtime.getHeapUsage');
  const { nodes, jsEventListeners } = await cdp.send('Memory.getDOMCounters');
  return { heapMb: usedSize / 1e6, nodes, listeners: jsEventListeners };
}

const lineOf = ({ heapMb, nodes, listeners }: Held): string =>
  `${heapMb.toFixed(2)} MB of heap, ${nodes} nodes, ${listeners} listeners`;
