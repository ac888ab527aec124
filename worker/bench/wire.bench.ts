// From a person's yes to the arrival of the order at the broker, one every second, while a screen runs again and again and
// a process beside the product computes as forecasts and backtests do. The yes is a sale: it leaves on every day of the
// week, on the way every order takes.
import { setTimeout as wait } from 'node:timers/promises';
import type { Product } from '../host/product.ts';
import { connectAlpaca, type Reachable } from '../proofs/support/alpaca-person.ts';
import { startAlpaca, type RunningAlpaca } from '../src/testing/alpaca-server/server.ts';
import { again } from './again.ts';
import { apiOf, type Api } from './api.ts';
import { busyNeighbour } from './busy-neighbour.ts';
import type { Benchmark } from './benchmark.ts';
import { withProduct } from './product-on-temporary-state.ts';
import { bareInsertsMs } from './yardsticks.ts';

const ORDERS = 100;
const WARM_UP = 5;
const PACE_MS = 1_000;
const SCREEN_AGAIN_MS = 2_000;
const SHARES = 1_000;
const READY_WITHIN_MS = 60_000;
/** Far above the price: it rests, and is taken back before the next. */
const LIMIT = '900';

export default {
  name: 'wire',
  run: async ({ say }) => {
    // Not what this is about: a budget that is never used up.
    const alpaca = await startAlpaca({ ratePerMinute: 100_000 });
    alpaca.world.setPrice('F', 12);
    alpaca.world.store.putPosition({ instrumentId: 'F' as never, quantity: String(SHARES) });
    process.env['NOD_REHEARSAL_BROKER_URL'] = alpaca.url;
    try {
      return await withProduct({ seed: 7 }, async (product, stateDir) => {
        const inserts = await bareInsertsMs(100, `${stateDir}-bare`);
        const api = await apiOf(product);
        const { accountId } = await connectAlpaca(asProofsReach(product));
        await holds(api, accountId);
        const neighbour = await busyNeighbour();
        const screening = again(SCREEN_AGAIN_MS, () => api('POST', 'jobs/screening/run'));
        try {
          const { arrived, answered } = await yeses(api, accountId, alpaca);
          say(`arrived after ${arrived.map((ms) => ms.toFixed(0)).join(', ')} ms`);
          say(`screens: ${screening.done()}, forecasts and backtests beside them: ${await neighbour.done()}`);
          const yardstick = { name: 'bare object insert, nothing beside it', runs: inserts };
          return {
            'yes to bytes on the wire': { runs: arrived, unit: 'ms', yardstick },
            'yes to bytes on the wire, slowest of a hundred': { runs: arrived, percentile: 99, unit: 'ms', goal: 20 },
            'yes to the answer': { runs: answered, unit: 'ms', yardstick },
          };
        } finally {
          screening.stop();
          await neighbour.stop();
        }
      });
    } finally {
      delete process.env['NOD_REHEARSAL_BROKER_URL'];
      await alpaca.stop();
    }
  },
} satisfies Benchmark;

async function yeses(
  api: Api,
  accountId: string,
  alpaca: RunningAlpaca,
): Promise<{ arrived: number[]; answered: number[] }> {
  const [arrived, answered]: [number[], number[]] = [[], []];
  let cameIn: (at: number) => void = () => undefined;
  // The book's first news after a yes is its order.
  alpaca.world.listeners.add(() => cameIn(performance.now()));
  for (let number = 0; number < ORDERS + WARM_UP; number += 1) {
    const arrival = new Promise<number>((resolve) => (cameIn = resolve));
    const began = performance.now();
    const body = { symbol: 'F', side: 'sell', quantity: '1', limitPrice: LIMIT };
    const { id } = await api<{ id: string }>('POST', `accounts/${accountId}/orders`, body);
    const answer = performance.now() - began;
    const arrivedAt = await arrival;
    if (number >= WARM_UP) {
      arrived.push(arrivedAt - began);
      answered.push(answer);
    }
    await wait(PACE_MS / 2);
    await api('POST', `accounts/${accountId}/orders/${id}/cancel`);
    await wait(PACE_MS / 2);
  }
  return { arrived, answered };
}

function asProofsReach({ port, admin }: Product): Reachable {
  return {
    port,
    admin: async <T>(path: string, asking: { readonly body?: unknown } = {}) => ({
      status: 200,
      body: await admin.call<T>('POST', path, asking.body),
    }),
  };
}

/** The account has read the broker's book: the shares are there. */
async function holds(api: Api, accountId: string): Promise<void> {
  const until = performance.now() + READY_WITHIN_MS;
  while (performance.now() < until) {
    const { items } = await api<{ items: unknown[] }>('GET', `accounts/${accountId}/positions`);
    if (items.length > 0) return;
    await wait(200);
  }
  throw new Error('the account never held what the broker has');
}
