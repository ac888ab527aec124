// An order from the request to the reply (token, idempotency key, risk checks, journal), beside a bare durable insert.
// One at a time nothing else is under way; several at once pay for all that follows a reply too (broker, market, screens).
import { setTimeout as wait } from 'node:timers/promises';
import type { Product } from '../host/product.ts';
import { apiOf, type Api } from './api.ts';
import type { Benchmark } from './benchmark.ts';
import { withProduct } from './product-on-temporary-state.ts';
import { bareObjects } from './yardsticks.ts';

const ACCOUNTS = 48;
/** Below what one account may order in a day. */
const ORDERS_PER_ACCOUNT = 16;
const STOCKS = 10;
const AT_ONCE = 16;
const WARM_UP = 2;
/** What follows a reply is over after this, so that neither the next order nor the next insert pays for it. */
const QUIET_MS = 50;
const SETTLED_MS = 1_500;

interface Client {
  /** One durable step; answers how long it took, in ms. */
  step(object: number): Promise<number>;
}

export default {
  name: 'order',
  run: ({ say }) =>
    withProduct({ speed: 0, seed: 7 }, async (product, stateDir) => {
      const orders = await orderClient(product);
      const bare = await bareObjects(`${stateDir}-bare`);
      try {
        const inserts: Client = { step: (object) => bare.insertMs(object) };
        const alone = { order: [] as number[], insert: [] as number[] };
        const perSecond = { order: [] as number[], insert: [] as number[] };
        for (let round = 0; round < ORDERS_PER_ACCOUNT / 2; round += 1) {
          const isCounted = round >= WARM_UP;
          const { insert, order } = await oneByOne({ insert: inserts, order: orders });
          const insertRate = await together(inserts);
          const orderRate = await together(orders);
          await wait(SETTLED_MS);
          if (!isCounted) continue;
          alone.insert.push(...insert);
          alone.order.push(...order);
          perSecond.insert.push(insertRate);
          perSecond.order.push(orderRate);
        }
        say(`orders a second: ${perSecond.order.map((rate) => rate.toFixed(0)).join(', ')}`);
        say(`inserts a second: ${perSecond.insert.map((rate) => rate.toFixed(0)).join(', ')}`);
        const seconds = (rates: readonly number[]): number[] => rates.map((rate) => 1_000 / rate);
        return {
          'accepted, one at a time': {
            runs: alone.order,
            unit: 'ms',
            yardstick: { name: 'bare object insert', runs: alone.insert },
            ratioMax: 1.5,
          },
          'accepted, time per order at 16 at once': {
            runs: seconds(perSecond.order),
            unit: 'ms',
            yardstick: { name: 'bare object inserts, 16 at once', runs: seconds(perSecond.insert) },
            // Half the throughput is twice the time.
            ratioMax: 2,
          },
        };
      } finally {
        await bare.stop();
      }
    }),
} satisfies Benchmark;

/** Each object once, in turns, so that whatever else this machine does meets both alike. */
async function oneByOne(clients: Record<'insert' | 'order', Client>): Promise<Record<'insert' | 'order', number[]>> {
  const times: Record<'insert' | 'order', number[]> = { insert: [], order: [] };
  for (let object = 0; object < ACCOUNTS; object += 1) {
    for (const name of ['insert', 'order'] as const) {
      await wait(QUIET_MS);
      times[name].push(await clients[name].step(object));
    }
  }
  return times;
}

/** Each object once, several under way. Answers how many a second. */
async function together(client: Client): Promise<number> {
  const began = performance.now();
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let object = next++; object < ACCOUNTS; object = next++) await client.step(object);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return (ACCOUNTS * 1_000) / (performance.now() - began);
}

/** Small buys, each under a key of its own, spread over accounts. */
async function orderClient(product: Product): Promise<Client> {
  const api = await apiOf(product);
  const { token } = await product.admin.call<{ token: string }>('POST', 'token', {});
  const accounts = await manyAccounts(api);
  const symbols = await cheapStocks(api);
  let number = 0;
  return {
    step: async (object) => {
      const round = Math.floor(number / ACCOUNTS);
      number += 1;
      // Never the same twice in one account: that would be a duplicate.
      const symbol = symbols[round % symbols.length];
      const body = JSON.stringify({ symbol, side: 'buy', quantity: String(1 + Math.floor(round / symbols.length)) });
      const began = performance.now();
      const response = await fetch(`http://127.0.0.1:${product.port}/api/accounts/${accounts[object] ?? ''}/orders`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          'idempotency-key': `order-${number}`,
        },
        body,
      });
      const text = await response.text();
      const took = performance.now() - began;
      if (response.status !== 201) throw new Error(`an order was not accepted: ${response.status} ${text}`);
      return took;
    },
  };
}

/** Few enough to stay under the number of positions, cheap enough to stay under the size of one. */
async function cheapStocks(api: Api): Promise<string[]> {
  const { items } = await api<{ items: { symbol: string; kind: string }[] }>('GET', 'instruments?limit=100');
  const found: string[] = [];
  for (const { symbol, kind } of items) {
    if (kind !== 'stock' || symbol.includes(':') || found.length === STOCKS) continue;
    const { price } = await api<{ price: string | number }>('GET', `instruments/${symbol}/quote`);
    if (Number(price) < 300) found.push(symbol);
  }
  return found;
}

async function manyAccounts(api: Api): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < ACCOUNTS; n += 1) {
    const { id } = await api<{ id: string }>('POST', 'accounts', { name: `Bench ${n}`, baseCurrency: 'USD' });
    ids.push(id);
  }
  return ids;
}
