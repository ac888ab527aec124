// A thousand accounts with five resting orders each, on a market that stands: what they take, and whether it grows.
import { setTimeout as wait } from 'node:timers/promises';
import type { Product } from '../host/product.ts';
import { apiOf, type Api } from './api.ts';
import type { Benchmark } from './benchmark.ts';
import { withProduct } from './product-on-temporary-state.ts';

const ACCOUNTS = 1_000;
const ORDERS_EACH = 5;
const AT_ONCE = 8;
/** Longer than an account's own looks at its broker are apart, twice. */
const WATCHED_MS = 90_000;
const SAMPLE_MS = 3_000;
/** On a slow machine fewer accounts are made, and said. */
const MAKING_MAX_MS = 240_000;

export default {
  name: 'accounts',
  run: ({ say }) =>
    withProduct({ speed: 0, seed: 7 }, async (product) => {
      const api = await apiOf(product);
      const before = megabytes(product);
      const made = await accountsWithOrders(api, await stocks(api));
      say(`${made} accounts with ${ORDERS_EACH} working orders each`);
      const samples: { seconds: number; mb: number }[] = [];
      const began = performance.now();
      while (performance.now() - began < WATCHED_MS) {
        await wait(SAMPLE_MS);
        samples.push({ seconds: (performance.now() - began) / 1_000, mb: megabytes(product) });
      }
      say(`MB: ${samples.map(({ mb }) => mb.toFixed(0)).join(', ')}`);
      say(`slope: ${(slope(samples) * 60).toFixed(2)} MB a minute; before the accounts: ${before.toFixed(0)} MB`);
      const third = Math.floor(samples.length / 3);
      const of = (part: typeof samples): number[] => part.map(({ mb }) => mb);
      return {
        [`memory with ${made} accounts`]: {
          runs: of(samples.slice(-third)),
          unit: 'MB',
          yardstick: { name: 'the same processes a minute before', runs: of(samples.slice(0, third)) },
          ratioMax: 1.1,
        },
      };
    }),
} satisfies Benchmark;

function megabytes(product: Product): number {
  return product.memory() / 1_000_000;
}

/** Nothing trades while the market stands: they rest. Answers how many accounts have all of theirs. */
async function accountsWithOrders(api: Api, symbols: readonly string[]): Promise<number> {
  const until = performance.now() + MAKING_MAX_MS;
  let [next, made] = [0, 0];
  const worker = async (): Promise<void> => {
    while (next < ACCOUNTS && performance.now() < until) {
      const name = `Bench ${(next += 1)}`;
      const { id } = await api<{ id: string }>('POST', 'accounts', { name, baseCurrency: 'USD' });
      for (const symbol of symbols) {
        const order = { symbol, side: 'buy', quantity: '1', timeInForce: 'gtc' };
        await api('POST', `accounts/${id}/orders`, order);
      }
      made += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return made;
}

async function stocks(api: Api): Promise<string[]> {
  const { items } = await api<{ items: { symbol: string; kind: string; lastPrice: string | null }[] }>(
    'GET',
    'instruments?limit=100',
  );
  return items
    .filter(({ symbol, kind, lastPrice }) => kind === 'stock' && !symbol.includes(':') && Number(lastPrice) < 400)
    .slice(0, ORDERS_EACH)
    .map(({ symbol }) => symbol);
}

/** Of the line that fits best, in MB a second. */
function slope(samples: readonly { seconds: number; mb: number }[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(samples.map(({ seconds }) => seconds)), mean(samples.map(({ mb }) => mb))];
  const over = samples.reduce((sum, { seconds, mb }) => sum + (seconds - x) * (mb - y), 0);
  return over / samples.reduce((sum, { seconds }) => sum + (seconds - x) ** 2, 0);
}
