import { abortAllDurableObjects, evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, test, vi } from 'vitest';
import { SCOPES, type Caller } from '#shared/domain/caller.ts';
import type { AccountId, InstrumentId, MarketId, UserId } from '#shared/domain/ids.ts';
import type { LookReport, Signal } from '#shared/domain/signal.ts';
import { decimal, sum, toText } from '#shared/lib/decimal.ts';
import type { WallMs } from '#shared/lib/time.ts';
import type { AccountPort } from '#shared/usecases/account-port.ts';
import { accountAdmin, marketDoor } from '../../peers.ts';
import { readEnv } from '../../env.ts';
import { owner } from '../../testing/sign-in.ts';
import { accountDirectory } from '../../store/account-directory.ts';
import { openDatabase } from '../../store/database.ts';
import type { BrokerNewsFollower } from '../broker-session/broker-session-rpc.ts';
import type { AccountFollower } from '../market/market-follower.ts';
import { NO_FAULTS, type PaperBrokerRpc } from '../paper-broker/paper-broker-rpc.ts';
import { PATIENCE } from '../../testing/patience.ts';

const OWNER: Caller = { userId: (await owner()) as UserId, channel: 'web', scopes: SCOPES, accountIds: null };
let made = 0;

/** A booted market that stands still, an account on it, and what a test asks of the three. */
async function aWorld() {
  made += 1;
  const marketId = `demo-${700 + made}` as MarketId;
  const id = `a_objec${String(made).padStart(3, '0')}` as AccountId;
  const market = () => marketDoor(readEnv(env), marketId);
  await market().boot({ id: marketId, source: { kind: 'generated', seed: 11 }, speed: 0, noWait: true });
  const account = () => env.ACCOUNT.getByName(id) as unknown as AccountPort & AccountFollower & BrokerNewsFollower;
  const paper = () => env.PAPER_BROKER.getByName(id) as unknown as PaperBrokerRpc;
  const admin = () => accountAdmin(readEnv(env), id);
  const spec = { id, name: 'Test', ownerId: OWNER.userId, marketId, world: 'demo', baseCurrency: 'USD' } as const;
  const { name, world } = spec;
  await accountDirectory(openDatabase(env.DB)).add(
    { id, name, marketId, world, broker: 'paper', userId: OWNER.userId },
    0 as WallMs,
  );
  await admin().open({ ...spec, deposit: '100000', writer: 'test' });
  const [instrument] = (await market().instruments()).filter(
    ({ currency, kind }) => currency === 'USD' && kind === 'stock',
  );
  const stub = () => env.ACCOUNT.getByName(id);
  const rows = <T>(query: string): Promise<T[]> =>
    runInDurableObject(stub(), (_, { storage }) => storage.sql.exec(query).toArray() as T[]);

  return {
    market,
    account,
    paper,
    admin,
    stub,
    rows,
    instrumentId: instrument!.id,
    symbol: instrument!.symbol,
    /** Bars go by until this is so. */
    async until(reached: () => Promise<boolean>): Promise<void> {
      await market().control({ speed: 100 });
      await vi.waitFor(async () => expect(await reached()).toBe(true), { ...PATIENCE, interval: 10 });
      await market().control({ speed: 0 });
    },
    async ask() {
      const universe = { instrumentIds: null, missingNames: null, filledUp: false, prices: [] };
      const wish = {
        investmentAmount: '20000',
        riskLevel: 'medium',
        durationWeeks: 8,
        sells: 'ask',
        strategy: 'ma-cross',
      } as const;
      const bot = value(await account().createBot(OWNER, { ...wish, autonomy: 'ask' }, universe));
      const { step, marketAt } = await market().state();
      const [quote] = await market().quotes([instrument!.id]);
      const report: LookReport = {
        botId: bot.id as LookReport['botId'],
        marketAt,
        looked: 1,
        funnel: [],
        closest: null,
        signals: [wishToBuy(instrument!.id, quote!.price)],
        nextLookAt: null,
      };
      await account().look([report], { step, moment: 'close', marketAt });
      const [question] = value(await account().proposals(OWNER, { limit: 10, status: 'pending' })).items;
      return question!;
    },
  };
}
type World = Awaited<ReturnType<typeof aWorld>>;

function wishToBuy(instrumentId: InstrumentId, price: number): Signal {
  const [stopPrice, targetPrice] = [price * 0.93, price * 1.14];
  const reasons = { reasonsFor: [], reasonsAgainst: [], record: { wins: 0, total: 0 } };
  const shape = { side: 'buy', score: 1, horizon: 'short', atr: price * 0.05, gapFraction: 0.05 } as const;
  return { ...shape, ...reasons, instrumentId, price, stopPrice, targetPrice, rank: { place: 1, of: 1 } };
}

function value<T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

/** The rules of the journal, read from the account's rows and the broker's own book. */
async function check({ rows, paper }: World): Promise<void> {
  const book = await paper().book();
  const intents = await rows<{ coid: string; state: string; filled_quantity: string }>('SELECT * FROM intent');
  for (const order of book.orders) {
    const intent = intents.find(({ coid }) => coid === order.clientOrderId);
    expect(intent, `an intent before ${order.clientOrderId}`).toMatchObject({
      state: order.state,
      filled_quantity: order.filledQuantity,
    });
  }
  expect(intents.filter(({ state }) => state === 'sending' || state === 'unknown')).toEqual([]);
  expect((await rows<{ id: string }>('SELECT id FROM execution ORDER BY seq')).map(({ id }) => id)).toEqual(
    book.executions.map(({ id }) => id),
  );
  const held = await rows<{ quantity: string }>("SELECT quantity FROM position WHERE quantity <> '0'");
  expect(toText(sum(held.map(({ quantity }) => decimal(quantity))))).toBe(
    toText(sum(book.positions.map(({ quantity }) => decimal(quantity)))),
  );
  const entries = await rows<{ amount: string }>('SELECT amount FROM ledger');
  expect(toText(sum(entries.map(({ amount }) => decimal(amount))))).toBe('0');
  const seqs = await rows<{ seq: number }>('SELECT seq FROM event ORDER BY seq');
  expect(seqs.map(({ seq }) => seq)).toEqual(seqs.map((_, index) => index + 1));
}

/** The process dies; whoever comes next brings the account up to date. */
async function crash({ paper, admin }: World): Promise<void> {
  await abortAllDurableObjects();
  await paper().configure(NO_FAULTS);
  await admin().wake();
}

const isFilled = (world: World, side: string) => async (): Promise<boolean> =>
  (await world.rows(`SELECT 1 FROM intent WHERE side = '${side}' AND state = 'filled'`)).length > 0;

test.each([
  ['before the broker has it', { receiveDelayMs: 60_000 }, 'SELECT 1 FROM intent', 0],
  ['before the answer is back', { replyDelayMs: 60_000 }, 'SELECT 1 FROM intent', 1],
] as const)('a nod that dies %s is one order', async (_, fault, seen, there) => {
  const world = await aWorld();
  const question = await world.ask();
  await world.paper().configure(fault);
  const approving = Promise.allSettled(
    Array.from({ length: 3 }, () => world.account().approve(OWNER, question.id, { hash: question.hash })),
  );
  await vi.waitFor(async () => {
    expect(await world.rows(seen)).toHaveLength(1);
    expect((await world.paper().book()).orders).toHaveLength(there);
  }, PATIENCE);
  const alarm = await runInDurableObject(world.stub(), (_, { storage }) => storage.getAlarm());
  expect(alarm, 'armed with the intent').toBeLessThanOrEqual(Date.now() + 30_000);
  await crash(world);
  await approving;
  expect(await world.account().approve(OWNER, question.id, { hash: question.hash })).toMatchObject({
    error: { code: 'already-decided' },
  });
  expect((await world.paper().book()).orders).toHaveLength(1);
  await world.until(isFilled(world, 'buy'));
  await check(world);
  const receipt = (await world.rows<{ type: string }>('SELECT type FROM event')).map(({ type }) => type);
  expect(receipt).toEqual(
    expect.arrayContaining(['order.sent', 'order.accepted', 'order.filled', 'position.protected']),
  );
});

test('a fill whose news die on the way is booked once, and a sale that dies is one sale', async () => {
  const world = await aWorld();
  const question = await world.ask();
  value(await world.account().approve(OWNER, question.id, { hash: question.hash }));
  await world.paper().configure({ newsDelayMs: 60_000 });
  await world.market().control({ speed: 100 });
  await vi.waitFor(async () => expect((await world.paper().book()).executions).toHaveLength(1), PATIENCE);
  await crash(world);
  await world.market().control({ speed: 0 });
  await check(world);
  const [stop] = await world.rows<{ stop_price: string; confirmed_at: number }>('SELECT * FROM position');
  expect(stop?.confirmed_at, 'the market has its stop').toBeGreaterThan(0);

  await world.paper().configure({ replyDelayMs: 60_000 });
  const closing = Promise.allSettled([world.account().closePosition(OWNER, { symbol: world.symbol })]);
  await vi.waitFor(async () => expect((await world.paper().book()).orders).toHaveLength(2), PATIENCE);
  await crash(world);
  await closing;
  await world.until(isFilled(world, 'sell'));
  await check(world);
  expect((await world.paper().book()).positions).toEqual([]);
});

test('sell everything that dies goes on by its alarm', async () => {
  const world = await aWorld();
  const question = await world.ask();
  value(await world.account().approve(OWNER, question.id, { hash: question.hash }));
  await world.until(isFilled(world, 'buy'));
  await world.paper().configure({ receiveDelayMs: 60_000 });
  const panicking = Promise.allSettled([world.account().panic(OWNER)]);
  await vi.waitFor(
    async () => expect(await world.rows("SELECT 1 FROM intent WHERE purpose = 'panic'")).toHaveLength(1),
    PATIENCE,
  );
  await abortAllDurableObjects();
  await panicking;
  await world.paper().configure(NO_FAULTS);
  expect(await runDurableObjectAlarm(world.stub()), 'nobody else wakes it').toBe(true);
  await world.until(isFilled(world, 'sell'));
  await check(world);
  expect(value(await world.account().view(OWNER)).mode).toBe('halted');
});

test('eviction between any two calls changes nothing', async () => {
  const world = await aWorld();
  const evict = () => evictDurableObject(world.stub()).catch(() => undefined);
  const question = await world.ask();
  await evict();
  const { order } = value(await world.account().approve(OWNER, question.id, { hash: question.hash }));
  await evict();
  await world.until(isFilled(world, 'buy'));
  await evict();
  const before = value(await world.account().order(OWNER, order!.id));
  await evict();
  expect(value(await world.account().order(OWNER, order!.id))).toEqual(before);
  await check(world);

  // Whoever comes back remembers nothing of the broker's book: read from its beginning it is the same book.
  const told = await world.rows('SELECT seq FROM event');
  await world.rows("UPDATE meta SET value = '\"0\"' WHERE key = 'brokerCursor'");
  await evict();
  await world.account().onBrokerNews();
  expect(await world.rows("SELECT value FROM meta WHERE key = 'brokerCursor'"), 'it was read').toEqual([
    { value: '"1"' },
  ]);
  expect(await world.rows('SELECT seq FROM event'), 'nothing of it is news').toEqual(told);
  await check(world);
});

test('what is not open to everybody is open to nobody over RPC', async () => {
  const world = await aWorld();
  const stranger = { ...OWNER, userId: 'u_stranger' as UserId };
  const { account } = world;
  for (const answer of [
    await account().view(stranger),
    await account().events(stranger, { limit: 10 }),
    await account().panic(stranger),
    await account().pause(stranger),
    await account().createTransaction(stranger, { type: 'deposit', amount: '1' }),
    await account().updateBot(stranger, 'b_x', { autonomy: 'auto' }),
  ]) {
    expect(answer).toMatchObject({ ok: false, error: { code: 'not-found' } });
  }
});
