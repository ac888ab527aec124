import { env } from 'cloudflare:workers';
import { expect, test, vi } from 'vitest';
import type { AccountView, PositionView } from '#shared/contract/account.ts';
import type { BotView, LookView } from '#shared/contract/bot.ts';
import type { JobView } from '#shared/contract/market.ts';
import type { OrderView, ProposalView } from '#shared/contract/proposal.ts';
import type { WatchlistView } from '#shared/contract/watchlist.ts';
import { DAY_MS } from '#shared/lib/time.ts';
import { runMinute } from '../cron/minute.ts';
import { readEnv } from '../env.ts';
import { AlpacaWorld } from '../testing/alpaca-server/world.ts';
import { alpacaBehindItsAddress, aPerson, connected, laterAndLater } from '../testing/alpaca-person.ts';

const KEY = { id: 'KEYOFTHEBOTTEST00001', secret: 'secret-of-the-bot-test-00000000000000000' };
const LISTED = { AAPL: 190, MSFT: 410, NVDA: 120, TSLA: 240, META: 300 };
const world = new AlpacaWorld({ key: KEY, listed: LISTED });
alpacaBehindItsAddress(world);

/** A Thursday, 11:00 in New York. */
const THURSDAY = Date.parse('2026-11-19T16:00:00Z');
const CLOSE = Date.parse('2026-11-19T21:00:00Z');
const FRIDAY_OPEN = Date.parse('2026-11-20T14:30:00Z');
vi.useFakeTimers({ toFake: ['Date'], now: THURSDAY });

/** Falls for months, turns two weeks ago, and on Thursday more is traded than on any day before. */
world.feed.script('AAPL', (at) => {
  const days = (CLOSE - at) / DAY_MS;
  return { price: days > 12 ? 190 + days / 10 : 212 - 1.7 * days, volume: days < 1 ? 500_000 : 100_000 };
});
const minute = (): Promise<void> => runMinute(readEnv(env), Date.now());
const pricesNow = (): void => {
  for (const [symbol, price] of Object.entries(LISTED)) world.setPrice(symbol, symbol === 'AAPL' ? 212 : price);
};

test(
  'a bot on real prices looks at the close, asks, is nodded, buys at the open, and its stop rests at Alpaca',
  { timeout: 60_000 },
  async () => {
    pricesNow();
    const { call } = await aPerson();
    const { accountId } = await connected(call, KEY);
    const until = laterAndLater(world, {});
    await until(async () => {
      const { body } = await call<AccountView>('GET', `accounts/${accountId}`);
      expect(body).toMatchObject({ equity: '100000', recovering: false });
    });
    const settings = { accountId, investmentAmount: '10000', riskLevel: 'medium', durationWeeks: 4, timeframe: '1d' };
    const made = await call<BotView>('POST', 'bots', settings);
    expect(made.status, made.text).toBe(201);
    expect(made.body).toMatchObject({ timeframe: '1d', missingNames: ['GOOGL', 'AMZN', 'AMD', 'NFLX', 'DIS'] });

    // It looks at the last close at once: nothing yet.
    const looks = async (): Promise<LookView[]> =>
      (await call<{ items: LookView[] }>('GET', `bots/${made.body.id}/looks`)).body.items;
    await until(async () => {
      await minute();
      expect((await looks()).map(({ marketAt }) => marketAt)).toEqual(['2026-11-18T21:00:00.000Z']);
    });
    const pending = async (): Promise<ProposalView[]> =>
      (await call<{ items: ProposalView[] }>('GET', `proposals?status=pending&accountId=${accountId}`)).body.items;
    expect(await pending()).toEqual([]);

    // The day ends; two minutes later its bars are read, and it asks for tomorrow's open.
    vi.setSystemTime(CLOSE - 1_000);
    pricesNow();
    world.setSession('closed');
    vi.setSystemTime(CLOSE + 150_000);
    await minute();
    const [question, ...more] = await pending();
    expect(more).toEqual([]);
    expect(question, JSON.stringify(await looks())).toMatchObject({
      symbol: 'AAPL',
      side: 'buy',
      session: 'next-open',
      answerBy: '2026-11-20T14:30:00.000Z',
      quote: { source: 'iex' },
    });
    expect(await looks()).toHaveLength(2);

    // Jobs and lists are those of the market this account trades on.
    const { body: jobs } = await call<{ items: JobView[] }>('GET', `jobs?accountId=${accountId}`);
    expect(jobs.items.find(({ name }) => name === 'strategy-run')).toMatchObject({
      lastResult: 'ok',
      nextRunAt: '2026-11-20T21:00:00.000Z',
    });
    const ran = await call<JobView>('POST', `jobs/position-monitor/run?accountId=${accountId}`);
    expect(ran.body, ran.text).toMatchObject({ name: 'position-monitor', lastResult: 'ok' });
    await call('POST', 'watchlists', { name: 'Mine', symbols: ['AAPL', 'NOSUCH'] });
    const { body: lists } = await call<{ items: WatchlistView[] }>('GET', `watchlists?accountId=${accountId}`);
    expect(lists.items[0]?.items).toEqual([
      { name: 'AAPL', instrumentId: question?.instrumentId },
      { name: 'NOSUCH', instrumentId: null },
    ]);

    vi.setSystemTime(CLOSE + 3 * 3_600_000);
    const { id = '', hash, stopPrice, quantity } = question ?? {};
    const nodded = await call<{ order: OrderView }>('POST', `proposals/${id}/approve`, { hash });
    expect(nodded.status, nodded.text).toBe(200);
    expect(nodded.body.order).toMatchObject({ status: 'waiting-for-open', symbol: 'AAPL' });
    expect(world.store.orders()).toEqual([]);

    vi.setSystemTime(FRIDAY_OPEN + 2_000);
    world.setSession('open');
    pricesNow();
    await until(async () => {
      pricesNow();
      await minute();
      const { body, text } = await call<{ items: PositionView[] }>('GET', `accounts/${accountId}/positions`);
      expect(body.items[0]?.holders[0], text).toMatchObject({
        botId: made.body.id,
        quantity,
        stopPrice,
        protection: { heldBy: 'broker', stopPrice },
      });
    });
    expect(world.store.orders().filter(({ side }) => side === 'buy')).toHaveLength(1);
    expect(world.store.working().map(({ side, stopPrice: at }) => [side, at])).toContainEqual(['sell', stopPrice]);
  },
);
