// From a person's yes to the arrival of the order at the broker, one every second, while a screen runs again and again and
// a process beside the product computes as forecasts and backtests do. The yes is a sale: it leaves on every day of the
// week, on the way every order takes.
import { setTimeout as wait } from 'node:timers/promises';
import { again } from './again.ts';
import type { Api } from './api.ts';
import { busyNeighbour } from './busy-neighbour.ts';
import type { Benchmark } from './benchmark.ts';
import { clockMs, type Outside } from './support/outside.ts';
import { atRehearsedBroker } from './support/rehearsed-broker.ts';
import { bareInsertsMs } from './yardsticks.ts';

const ORDERS = 100;
const WARM_UP = 5;
const PACE_MS = 1_000;
const SCREEN_AGAIN_MS = 2_000;
const SHARES = 1_000;
/** Far above the price: it rests, and is taken back before the next. */
const LIMIT = '900';

export default {
  name: 'wire',
  run: ({ say }) =>
    atRehearsedBroker({ symbols: ['F'], shares: SHARES, price: 12 }, async ({ api, accountId, outside, stateDir }) => {
      const inserts = await bareInsertsMs(100, `${stateDir}-bare`);
      const neighbour = await busyNeighbour();
      const screening = again(SCREEN_AGAIN_MS, () => api('POST', 'jobs/screening/run'));
      try {
        const { arrived, answered } = await yeses(api, accountId, outside);
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
    }),
} satisfies Benchmark;

async function yeses(
  api: Api,
  accountId: string,
  outside: Outside,
): Promise<{ arrived: number[]; answered: number[] }> {
  const [arrived, answered]: [number[], number[]] = [[], []];
  for (let number = 0; number < ORDERS + WARM_UP; number += 1) {
    const arrival = outside.nextOrder();
    const began = clockMs();
    const body = { symbol: 'F', side: 'sell', quantity: '1', limitPrice: LIMIT };
    const { id } = await api<{ id: string }>('POST', `accounts/${accountId}/orders`, body);
    const answer = clockMs() - began;
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
