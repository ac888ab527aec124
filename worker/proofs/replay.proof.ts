import type { ChatMessage } from '#shared/contract/chat.ts';
import type { BarsView } from '#shared/contract/market.ts';
import type { TransactionView } from '#shared/contract/account.ts';
import type { EventView } from '#shared/contract/account.ts';
import { decimal, sum, toText } from '#shared/lib/decimal.ts';
import type { Proof } from './proof.ts';
import { faultsAtAnyMoment, faultsOfAlerts, faultsWhenSettled } from './support/compare-books.ts';
import { readStateOnDisk } from './support/books-on-disk.ts';
import { csvWorld, type CsvBar, type CsvWorld } from './support/csv-world.ts';
import { priceFaults } from './support/prices.ts';
import { proofState, sleep, until, type RunningProduct } from './support/product-run.ts';
import { trader, type Trader } from './support/trader.ts';

const SPEED = 20;
const QUESTION_WITHIN_MS = 90_000;
const EXIT_WITHIN_MS = 120_000;
const PACE_WINDOW_MS = 4_000;
const PACE_WINDOWS = 3;
/** A window this near to the pace is not bettered. */
const PACE_NEAR = 0.98;

interface Bench {
  readonly product: RunningProduct;
  readonly person: Trader;
  readonly world: CsvWorld;
  readonly accountId: string;
  readonly faults: string[];
  readonly say: (line: string) => void;
}

const proof: Proof = {
  id: 'replay',
  claim:
    'Real bars become the market: what is served is the file up to market time, a nod is filled at the next open or not at all above its ceiling, exits come with their alerts',
  async run({ level, seed, say }) {
    const state = proofState('replay');
    const faults: string[] = [];
    try {
      const world = csvWorld(state.folder, seed);
      const product = await state.start(['--replay', world.file, '--speed', String(SPEED), '--fresh']);
      const person = trader(product);
      const [account] = await person.accounts();
      if (account === undefined) throw new Error('there is no account');
      const bench: Bench = { product, person, world, accountId: account.id, faults, say };
      for (const strategy of ['ma-cross', 'mean-reversion'])
        await person.makeBot({ accountId: account.id, strategy, investmentAmount: '50000' });
      const nods = await answerQuestions(bench, level === 'long' ? 40 : 6);
      say(`${nods.filled} filled at the open, ${nods.heldBack} held back`);
      await barsServed(bench, level === 'long' ? 40 : 4);
      const exits = await exitsWithAlerts(bench);
      const stepsPerSecond = await pace(bench);
      say(`${stepsPerSecond} steps a second at speed ${SPEED}`);
      await barsServed(bench, 2);
      const transactions = await ledgerSums(bench);
      await person.settled([account.id]);
      const { marketAt } = await person.market();
      await product.stop();
      const disk = readStateOnDisk(state.dir);
      for (const found of disk.accounts) faults.push(...faultsAtAnyMoment(found), ...faultsWhenSettled(found));
      faults.push(...faultsOfAlerts(disk), ...priceFaults(disk, world.bars));
      return {
        passed: faults.length === 0 && nods.filled > 0,
        figures: {
          realPrices: world.isReal,
          marketDay: marketAt.slice(0, 10),
          ...nods,
          ...exits,
          transactions,
          stepsPerSecond,
          ...(faults.length > 0 && { faults: faults.slice(0, 12).join(' | ') }),
        },
      };
    } finally {
      await state.remove();
    }
  },
};
export default proof;

/** Says yes to questions while the market holds; each order must end at the next open as the file says. */
async function answerQuestions({ product, person, world, accountId, faults, say }: Bench, count: number) {
  const done = { asked: 0, filled: 0, heldBack: 0, refused: 0 };
  while (done.asked < count) {
    const question = await person.toQuestion(accountId, QUESTION_WITHIN_MS);
    if ((await person.market()).marketAt !== question.marketAt) {
      // Asked while nobody was waited for: the open it was meant for may be over.
      await product.api(`proposals/${question.id}/reject`, { method: 'POST', body: {} });
      continue;
    }
    done.asked++;
    say(`question ${done.asked} on ${question.marketAt.slice(0, 10)}: ${question.symbol}`);
    const { status, body } = await person.approve(question);
    if (status !== 200 || body.order === null) {
      done.refused++;
      continue;
    }
    const { id } = body.order;
    await person.run(SPEED, false);
    const order = await until('the next open', QUESTION_WITHIN_MS, async () => {
      const found = (await person.orders(accountId, 'limit=50')).find((one) => one.id === id);
      return found !== undefined && ['filled', 'not-sent', 'expired'].includes(found.status) && found;
    });
    const next = world.bars.get(question.symbol)?.find(({ date }) => date > question.marketAt.slice(0, 10));
    if (next === undefined) faults.push(`${question.symbol} has no bar after ${question.marketAt}`);
    else if (order.status === 'filled') {
      done.filled++;
      if (Number(order.averagePrice) !== Number(next.open.toFixed(6)))
        faults.push(`${question.symbol}: filled at ${String(order.averagePrice)}, ${next.date} opened at ${next.open}`);
      if (next.open > Number(question.limitPrice)) faults.push(`${question.symbol}: filled above its ceiling`);
    } else {
      done.heldBack++;
      const isAbove = order.reason?.code === 'opened-above-ceiling';
      if (isAbove && next.open <= Number(question.limitPrice))
        faults.push(`${question.symbol}: held back at ${next.open}, within ${question.limitPrice}`);
    }
  }
  return done;
}

/** While the market runs: what is served equals the file, and nothing closes after market time. */
async function barsServed({ product, person, world, faults }: Bench, times: number): Promise<void> {
  await person.run(SPEED, false);
  const others = [...world.bars.keys()].filter((_, index) => index % 37 === 5);
  for (let time = 0; time < times; time++) {
    await sleep(500);
    for (const symbol of ['AAPL', ...others]) {
      const { status, body } = await product.api<BarsView>(`instruments/${symbol}/bars?limit=5000`);
      const { marketAt } = await person.market();
      const given = world.bars.get(symbol) ?? [];
      if (status !== 200) faults.push(`bars of ${symbol}: ${status}`);
      else if (body.items.some(({ t }) => t > marketAt.slice(0, 10))) faults.push(`${symbol}: a bar after ${marketAt}`);
      else {
        const shown = given.slice(0, body.items.length);
        const isEqual = shown.every((bar, index) => equals(bar, body.items[index]));
        const newest = body.items.at(-1)?.t ?? '';
        if (!isEqual || body.items.length === 0) faults.push(`${symbol}: served up to ${newest}, not as in the file`);
      }
    }
  }
}

function equals(bar: CsvBar, served: BarsView['items'][number] | undefined): boolean {
  if (served === undefined || served.t !== bar.date) return false;
  const { o, h, l, c, v } = served;
  return [
    [o, bar.open],
    [h, bar.high],
    [l, bar.low],
    [c, bar.close],
    [v, bar.volume],
  ].every(([has, wanted]) => Number(has) === wanted);
}

/** Runs on until positions were closed, and looks for the message that each of them owes. */
async function exitsWithAlerts({ product, person, accountId, faults, say }: Bench): Promise<Record<string, number>> {
  const bot = { accountId, autonomy: 'auto', investmentAmount: '30000' } as const;
  await person.makeBot({ ...bot, strategy: 'mean-reversion' });
  await person.run(SPEED, false);
  const closed = await until('exits', EXIT_WITHIN_MS, async () => {
    const { body } = await product.api<{ items: EventView[] }>(`accounts/${accountId}/events?limit=500`);
    const found = body.items.filter(({ type }) => type === 'position.closed');
    return found.length >= 3 && found;
  });
  await person.pause();
  say(`${closed.length} positions were closed`);
  const counts: Record<string, number> = {};
  const { body: chat } = await product.api<{ items: ChatMessage[] }>('chat?limit=500');
  for (const { body } of closed) {
    const { purpose, symbol, nameEn } = body as { purpose: string; symbol: string; nameEn: string };
    counts[`exits ${purpose}`] = (counts[`exits ${purpose}`] ?? 0) + 1;
    const isTold = chat.items.some(
      ({ title }) => title?.startsWith('REPLAY') === true && (title.includes(symbol) || title.includes(nameEn)),
    );
    if (!isTold) faults.push(`no message of the exit from ${symbol}`);
  }
  return counts;
}

/** Steps a second while nothing holds, in the best of a few windows: told, not judged. The benchmark judges it. */
async function pace({ person }: Bench): Promise<number> {
  await person.run(SPEED, false);
  await sleep(1_000);
  let best = 0;
  for (let window = 0; window < PACE_WINDOWS && best < SPEED * PACE_NEAR; window++) {
    const [from, fromMs] = [(await person.market()).step, performance.now()];
    await sleep(PACE_WINDOW_MS);
    const steps = (await person.market()).step - from;
    best = Math.max(best, (steps * 1_000) / (performance.now() - fromMs));
  }
  return Number(best.toFixed(2));
}

async function ledgerSums({ product, accountId, faults }: Bench): Promise<number> {
  let cursor: string | null = null;
  const totals = new Map<string, string[]>();
  let count = 0;
  do {
    const path: string = `accounts/${accountId}/transactions?limit=500${cursor === null ? '' : `&cursor=${cursor}`}`;
    const page: { items: TransactionView[]; nextCursor: string | null } = (
      await product.api<{ items: TransactionView[]; nextCursor: string | null }>(path)
    ).body;
    for (const { entries } of page.items)
      for (const { currency, amount } of entries) totals.set(currency, [...(totals.get(currency) ?? []), amount]);
    count += page.items.length;
    cursor = page.nextCursor;
  } while (cursor !== null);
  for (const [currency, amounts] of totals) {
    const total = toText(sum(amounts.map(decimal)));
    if (total !== '0') faults.push(`the ledger sums to ${total} ${currency}`);
  }
  return count;
}
