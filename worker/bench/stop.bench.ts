// From the tick that crosses a stop to the arrival of the sale at the broker, while a screen, a forecast and a backtest run
// again and again. The stops are those that Nod holds: what rests at a broker is not told to anybody. The tick is a trade
// on the broker's own socket; both ends of the way are in this process, so one clock measures them. Beside each sale the
// same hops are gone by objects that do nothing else, under the same load: empty, and with one row made durable. Printed
// are all sales, and those during which the machine under this one did next to nothing for others.
import { setTimeout as wait } from 'node:timers/promises';
import { again, type Again } from './again.ts';
import { BOT, type Api } from './api.ts';
import type { Benchmark, Measured } from './benchmark.ts';
import type { Outside } from './support/outside.ts';
import { atRehearsedBroker } from './support/rehearsed-broker.ts';
import { stolenTicks } from './support/stolen.ts';

const STOPS = 132;
/** Stocks that the broker's socket tells of at a time, with room. */
const AT_A_TIME = 22;
/** The first ones open doors that stay open. */
const WARM_UP = 10;
const PACE_MS = 500;
/** In a round, half a second of two processors: of a hundred. */
const STOLEN_TICKS_MAX = 1;
const AGAIN_MS = 500;
/** The page of a backtest asks as often. */
const FINISHED_EVERY_MS = 700;
const READY_WITHIN_MS = 60_000;
const SOLD_WITHIN_MS = 15_000;
/** A new level's stock is on the socket after the market's next look. */
const WATCHED_AFTER_MS = 6_000;
const [PRICE, STOP, BELOW] = [100, '90', 89];
const SHARES = 3;
/** More than a forecast asks for. */
const BARS = 300;

/** One sale and, right after it, the bare hops; in ms. */
interface Round {
  readonly sale: number;
  readonly empty: number;
  readonly insert: number;
  /** Others had at most `STOLEN_TICKS_MAX` of the machine meanwhile; false also where nobody can say. */
  readonly isOwn: boolean;
}

export default {
  name: 'stop',
  run: ({ say }) => {
    const symbols = Array.from({ length: STOPS }, (_, n) => `ST${letters(n)}`);
    return atRehearsedBroker({ symbols, shares: SHARES, price: PRICE }, async ({ api, accountId, outside }) => {
      await history(api);
      // What comes first makes its objects.
      await outside.hopsMs('insert');
      const beside = await besides(api);
      const rounds: Round[] = [];
      try {
        for (let n = 0; n < STOPS; n += AT_A_TIME) {
          const some = symbols.slice(n, n + AT_A_TIME);
          for (const symbol of some) {
            const stop = { holder: 'external', stopPrice: STOP };
            await api('POST', `accounts/${accountId}/positions/${symbol}/stop`, stop);
          }
          await wait(WATCHED_AFTER_MS);
          await sales({ outside, rounds }, some);
        }
        const ran = Object.entries(beside);
        say(ran.map(([name, { done }]) => `${name}: ${done()}`).join(', '));
        for (const [name, { done, failure }] of ran) {
          if (done() === 0) throw new Error(`no ${name} ran beside it: ${String(failure())}`);
        }
      } finally {
        for (const { stop } of Object.values(beside)) stop();
      }
      const measured = rounds.slice(WARM_UP);
      const own = measured.filter(({ isOwn }) => isOwn);
      say(outside.goesFirst ? 'the broker waits for no processor' : 'the broker waits for a processor like all others');
      say(`arrived after ${measured.map(({ sale }) => sale.toFixed(1)).join(', ')} ms`);
      say(`the machine was its own in ${own.length} of ${measured.length}`);
      const of = (some: readonly Round[], beside: 'empty' | 'insert'): Measured => ({
        runs: some.map(({ sale }) => sale),
        unit: 'ms',
        yardstick: {
          name: beside === 'empty' ? 'the same hops, empty' : 'the same hops and one insert',
          runs: some.map((round) => round[beside]),
        },
      });
      const slowest = { percentile: 99, goal: 10 };
      return {
        'tick to bytes on the wire': of(measured, 'insert'),
        'tick to bytes on the wire, beside empty hops': of(measured, 'empty'),
        'tick to bytes on the wire, slowest of a hundred': { ...of(measured, 'insert'), ...slowest },
        // Of fewer than a hundred there is no slowest of a hundred.
        ...(own.length >= 100 && {
          'slowest of a hundred, on a machine of its own': { ...of(own, 'insert'), ...slowest },
        }),
        'slowest of a hundred, beside empty hops': { ...of(measured, 'empty'), ...slowest },
      };
    });
  },
} satisfies Benchmark;

/** Three letters for a number. */
function letters(n: number): string {
  return [n / 676, n / 26, n].map((part) => String.fromCharCode(65 + (Math.floor(part) % 26))).join('');
}

/** One stop after the other is crossed, and between them the bare hops are gone. */
async function sales(
  { outside, rounds }: { outside: Outside; rounds: Round[] },
  symbols: readonly string[],
): Promise<void> {
  for (const symbol of symbols) {
    const before = stolenTicks();
    await wait(PACE_MS / 2);
    const sale = await outside.orderAfterPrice({ symbol, price: BELOW, withinMs: SOLD_WITHIN_MS });
    if (sale === null) throw new Error(`${symbol} was not sold at its stop`);
    await wait(PACE_MS / 2);
    const [empty, insert] = [await outside.hopsMs('empty'), await outside.hopsMs('insert')];
    const after = stolenTicks();
    const isOwn = before !== null && after !== null && after - before <= STOLEN_TICKS_MAX;
    rounds.push({ sale, empty, insert, isOwn });
  }
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
    await wait(FINISHED_EVERY_MS);
  }
}
