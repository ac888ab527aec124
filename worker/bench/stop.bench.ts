// From the tick that crosses a stop to the arrival of the sale at the broker, while a screen, a forecast and a backtest run
// again and again. The stops are those that Nod holds: what rests at a broker is not told to anybody. The tick is a trade
// on the broker's own socket; both ends of the way are in this process, so one clock measures them.
import { setTimeout as wait } from 'node:timers/promises';
import type { Product } from '../host/product.ts';
import { connectAlpaca, type Reachable } from '../proofs/support/alpaca-person.ts';
import { startAlpaca, type RunningAlpaca } from '../src/testing/alpaca-server/server.ts';
import { again, type Again } from './again.ts';
import { apiOf, BOT, type Api } from './api.ts';
import type { Benchmark } from './benchmark.ts';
import { withProduct } from './product-on-temporary-state.ts';
import { bareInsertsMs } from './yardsticks.ts';

const STOPS = 110;
/** Stocks that the broker's socket tells of at a time, with room. */
const AT_A_TIME = 22;
/** The first ones open doors that stay open. */
const WARM_UP = 10;
const PACE_MS = 500;
const AGAIN_MS = 500;
const READY_WITHIN_MS = 60_000;
const SOLD_WITHIN_MS = 15_000;
/** A new level's stock is on the socket after the market's next look. */
const WATCHED_AFTER_MS = 6_000;
const [PRICE, STOP, BELOW] = [100, '90', 89];
const SHARES = 3;
/** More than a forecast asks for. */
const BARS = 300;

export default {
  name: 'stop',
  run: async ({ say }) => {
    const symbols = Array.from({ length: STOPS }, (_, n) => `ST${letters(n)}`);
    // Not what this is about: a budget that is never used up.
    const alpaca = await startAlpaca({
      ratePerMinute: 100_000,
      listed: Object.fromEntries(symbols.map((symbol) => [symbol, PRICE])),
    });
    for (const symbol of symbols) {
      alpaca.world.store.putPosition({ instrumentId: symbol as never, quantity: String(SHARES) });
    }
    process.env['NOD_REHEARSAL_BROKER_URL'] = alpaca.url;
    try {
      return await withProduct({ seed: 7 }, async (product, stateDir) => {
        const inserts = await bareInsertsMs(100, `${stateDir}-bare`);
        const api = await apiOf(product);
        const { accountId } = await connectAlpaca(asProofsReach(product));
        await holds(api, accountId);
        await history(api);
        const beside = await besides(api);
        try {
          const all: number[] = [];
          for (let n = 0; n < STOPS; n += AT_A_TIME) {
            const some = symbols.slice(n, n + AT_A_TIME);
            for (const symbol of some) {
              const stop = { holder: 'external', stopPrice: STOP };
              await api('POST', `accounts/${accountId}/positions/${symbol}/stop`, stop);
            }
            await wait(WATCHED_AFTER_MS);
            all.push(...(await sales(alpaca, some)));
          }
          const arrived = all.slice(WARM_UP);
          say(`arrived after ${arrived.map((ms) => ms.toFixed(1)).join(', ')} ms`);
          const ran = Object.entries(beside);
          say(ran.map(([name, { done }]) => `${name}: ${done()}`).join(', '));
          for (const [name, { done, failure }] of ran) {
            if (done() === 0) throw new Error(`no ${name} ran beside it: ${String(failure())}`);
          }
          const yardstick = { name: 'bare object insert, nothing beside it', runs: inserts };
          return {
            'tick to bytes on the wire': { runs: arrived, unit: 'ms', yardstick },
            'tick to bytes on the wire, slowest of a hundred': {
              runs: arrived,
              percentile: 99,
              unit: 'ms',
              goal: 10,
              yardstick,
            },
          };
        } finally {
          for (const { stop } of Object.values(beside)) stop();
        }
      });
    } finally {
      delete process.env['NOD_REHEARSAL_BROKER_URL'];
      await alpaca.stop();
    }
  },
} satisfies Benchmark;

/** Three letters for a number. */
function letters(n: number): string {
  return [n / 676, n / 26, n].map((part) => String.fromCharCode(65 + (Math.floor(part) % 26))).join('');
}

/** One stop after the other is crossed; answers how long each sale took to arrive. */
async function sales({ world }: RunningAlpaca, symbols: readonly string[]): Promise<number[]> {
  const took: number[] = [];
  let cameIn: (symbol: string, at: number) => void = () => undefined;
  world.listeners.add(({ order }) => {
    cameIn(order.symbol, performance.now());
  });
  for (const symbol of symbols) {
    const arrival = new Promise<number>((resolve) => {
      cameIn = (of, at) => {
        if (of === symbol) resolve(at);
      };
    });
    const began = performance.now();
    world.setPrice(symbol, BELOW);
    const at = await Promise.race([arrival, wait(SOLD_WITHIN_MS, null)]);
    if (at === null) throw new Error(`${symbol} was not sold at its stop`);
    took.push(at - began);
    await wait(PACE_MS);
  }
  return took;
}

/** Bars enough for forecasts in the generated market, which stands again afterwards. */
async function history(api: Api): Promise<void> {
  await api('POST', 'bots', { ...BOT, autonomy: 'suggest' });
  await api('PATCH', 'market', { speed: 200, noWait: true, paused: false });
  const until = performance.now() + READY_WITHIN_MS;
  for (;;) {
    const { step } = await api<{ step: number }>('GET', 'market');
    if (step >= BARS) break;
    if (performance.now() > until) throw new Error(`the generated market is at bar ${step} only`);
    await wait(200);
  }
  await api('PATCH', 'market', { speed: 0 });
}

/** What keeps the compute process, and what feeds it, at work all the time. */
async function besides(api: Api): Promise<Readonly<Record<'screens' | 'forecasts' | 'backtests', Again>>> {
  const { items } = await api<{ items: { symbol: string; kind: string }[] }>('GET', 'instruments?limit=100');
  const stocks = items.flatMap(({ symbol, kind }) => (kind === 'stock' && !symbol.includes(':') ? [symbol] : []));
  let next = 0;
  return {
    screens: again(AGAIN_MS, () => api('POST', 'jobs/screening/run')),
    forecasts: again(AGAIN_MS, () => api('POST', `instruments/${stocks[(next += 1) % stocks.length] ?? ''}/analysis`)),
    backtests: again(AGAIN_MS, async () => {
      const { id } = await api<{ id: string }>('POST', 'backtests', { kind: 'backtest', symbols: stocks });
      await finished(api, id);
    }),
  };
}

async function finished(api: Api, id: string): Promise<void> {
  for (;;) {
    const { status } = await api<{ status: string }>('GET', `backtests/${id}`);
    if (status !== 'running' && status !== 'waiting' && status !== 'queued') {
      if (status !== 'done') throw new Error(`a backtest ended as ${status}`);
      return;
    }
    await wait(100);
  }
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

/** The account has read the broker's book: all shares are there. */
async function holds(api: Api, accountId: string): Promise<void> {
  const until = performance.now() + READY_WITHIN_MS;
  while (performance.now() < until) {
    const { items } = await api<{ items: unknown[] }>('GET', `accounts/${accountId}/positions?limit=500`);
    if (items.length >= STOPS) return;
    await wait(200);
  }
  throw new Error('the account never held what the broker has');
}
