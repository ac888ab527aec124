// Frames of the rooms that show prices while 500 quotes a second come over the page's own stream, beside the same page at
// rest. The product gathers the quotes of a second into one message for a screen; here each comes alone, which is worse.
import type { Page } from 'playwright-core';
import type { Benchmark, Measured } from '../../worker/bench/benchmark.ts';
import { BOT } from '../../worker/bench/api.ts';
import { framesFor } from './frames.ts';
import { openQuotesDoor, type QuotesDoor } from './quotes-door.ts';
import { withSignedIn, type SignedIn } from './signed-in.ts';

const QUOTES_A_SECOND = 500;
const ROUNDS = 5;
const REST_MS = 2_000;
/** Long enough that what prices make old is asked for again, too. */
const LOAD_MS = 3_000;
const SETTLE_MS = 300;
/** A frame at 60 a second, and the frame rate at no less than 0.9 of that at rest. */
const [FRAME_MS, RATE_MIN] = [1_000 / 60, 0.9];

export default {
  name: 'quotes',
  run: ({ say }) =>
    withSignedIn({ speed: 0, seed: 7 }, async (at) => {
      await at.api('POST', 'bots', { ...BOT, autonomy: 'auto' });
      const door = await openQuotesDoor(at.baseUrl);
      try {
        const figures: Record<string, Measured> = {};
        const symbol = await aSymbol(at);
        for (const [name, path] of [
          ['Home', '/'],
          ['the list of a market', '/markets'],
          ['an instrument with its chart', `/markets/${encodeURIComponent(symbol)}`],
          ['a portfolio', '/portfolio'],
        ] as const) {
          await at.page.goto(door.baseUrl + path);
          await at.page.waitForLoadState('networkidle');
          figures[`a frame of ${name}, ${QUOTES_A_SECOND} quotes a second`] = await measured(at.page, door, (line) =>
            say(`${name}: ${line}`),
          );
        }
        return figures;
      } finally {
        await door.shut();
      }
    }),
} satisfies Benchmark;

/** Rest and load in turns, so that whatever else this machine does meets both alike. */
async function measured(page: Page, door: QuotesDoor, say: (line: string) => void): Promise<Measured> {
  const [rest, load]: [number[], number[]] = [[], []];
  let [longTasks, longest] = [0, 0];
  for (let round = -1; round < ROUNDS; round += 1) {
    door.quote(0);
    await page.waitForTimeout(SETTLE_MS);
    const before = await framesFor(page, REST_MS);
    door.quote(QUOTES_A_SECOND);
    await page.waitForTimeout(SETTLE_MS);
    const [first, began] = [door.quoted(), performance.now()];
    const under = await framesFor(page, LOAD_MS);
    const rate = ((door.quoted() - first) * 1_000) / (performance.now() - began);
    if (rate < QUOTES_A_SECOND * 0.95) throw new Error(`only ${rate.toFixed(0)} quotes a second came`);
    // The first ones compile.
    if (round < 0) continue;
    rest.push(before.ms);
    load.push(under.ms);
    longTasks += under.longTasks;
    longest = Math.max(longest, under.longest);
  }
  door.quote(0);
  say(
    `frames of ${load.map((ms) => ms.toFixed(1)).join(', ')} ms; at rest ${rest.map((ms) => ms.toFixed(1)).join(', ')}`,
  );
  say(`longest ${longest.toFixed(0)} ms, ${longTasks} tasks over 50 ms in ${(ROUNDS * LOAD_MS) / 1_000} s`);
  const yardstick = { name: 'the same page at rest', runs: rest };
  return { runs: load, unit: 'ms', goal: FRAME_MS / RATE_MIN, yardstick, ratioMax: 1 / RATE_MIN };
}

async function aSymbol({ api }: SignedIn): Promise<string> {
  const { items } = await api<{ items: { symbol: string; kind: string }[] }>('GET', 'instruments?limit=100');
  const stock = items.find(({ kind }) => kind === 'stock');
  if (stock === undefined) throw new Error('there is no stock');
  return stock.symbol;
}
