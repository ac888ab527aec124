import { abortAllDurableObjects, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { test } from 'vitest';
import { SCOPES, type Caller } from '#shared/domain/caller.ts';
import type { AccountId, MarketId, UserId } from '#shared/domain/ids.ts';
import { decimal, sum, toText } from '#shared/lib/decimal.ts';
import { createRandom, type Random } from '#shared/lib/random.ts';
import type { WallMs } from '#shared/lib/time.ts';
import { DEFAULT_LIMITS } from '#shared/risk/limits.ts';
import type { AccountPort } from '#shared/usecases/account-port.ts';
import { readEnv } from '../env.ts';
import { NO_FAULTS, type PaperBrokerRpc } from '../objects/paper-broker/paper-broker-rpc.ts';
import { accountAdmin, marketDoor } from '../peers.ts';
import { accountDirectory } from '../store/account-directory.ts';
import { openDatabase } from '../store/database.ts';
import { owner } from './sign-in.ts';

/*
 * Run by the proof S5 (worker/proofs): the real objects over the real storage of workerd, and the process dies at any
 * moment, over and over.
 */

interface Asked {
  readonly seed: number;
  readonly cycles: number;
}

/** Fewer than trip the account for ordering too fast. */
const CYCLES_PER_ACCOUNT = 40;
const MOST_MS = 9;
const BARS = 2;
const LOOKS_MAX = 500;
const SETTLES_WITHIN_MS = 20_000;
const MARKET = 'demo-501' as MarketId;

const { seed, cycles } = JSON.parse((env as unknown as { PROOF: string }).PROOF) as Asked;
const OWNER: Caller = { userId: (await owner()) as UserId, channel: 'web', scopes: SCOPES, accountIds: null };
const counts = { cycles: 0, accounts: 0, orders: 0, fills: 0, answered: 0, died: 0 };
const faults: string[] = [];

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const market = () => marketDoor(readEnv(env), MARKET);

test('crash cycles', async () => {
  await market().boot({ id: MARKET, source: { kind: 'generated', seed: 11 }, speed: 0, noWait: true });
  for (let n = 0; counts.cycles < cycles; n += 1) {
    try {
      await oneAccount(n, createRandom(seed, n));
    } catch (error) {
      faults.push(`account ${n}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
    if (faults.length > 20) break;
  }
  console.log(`PROOF ${JSON.stringify({ counts, faults })}`);
});

async function oneAccount(n: number, random: Random): Promise<void> {
  const id = `a_crash${String(n).padStart(3, '0')}` as AccountId;
  const spec = { id, name: 'Test', marketId: MARKET, world: 'demo' } as const;
  const directory = accountDirectory(openDatabase(env.DB));
  await directory.add({ ...spec, broker: 'paper', userId: OWNER.userId }, 0 as WallMs);
  const admin = () => accountAdmin(readEnv(env), id);
  const account = () => env.ACCOUNT.getByName(id) as unknown as AccountPort;
  const paper = () => env.PAPER_BROKER.getByName(id) as unknown as PaperBrokerRpc;
  await admin().open({ ...spec, ownerId: OWNER.userId, baseCurrency: 'USD', deposit: '1000000', writer: 'test' });
  await runInDurableObject(env.ACCOUNT.getByName(id), (_, { storage }) => {
    const limits = { ...DEFAULT_LIMITS, ordersPerDayMax: 1_000, openPositionsMax: 1_000, duplicateWindowMs: 0 };
    storage.sql.exec("INSERT OR REPLACE INTO meta (key, value) VALUES ('limits', ?)", JSON.stringify(limits));
  });
  const stocks = (await market().instruments()).filter(({ currency, kind }) => currency === 'USD' && kind === 'stock');
  const symbols = stocks.slice(0, 12).map(({ symbol }) => symbol);
  for (let cycle = 0; cycle < CYCLES_PER_ACCOUNT && counts.cycles < cycles; cycle += 1) {
    await paper().configure({ receiveDelayMs: random.below(5), replyDelayMs: random.below(5) });
    const flows = Promise.allSettled(
      Array.from({ length: 1 + random.below(2) }, () => act(account(), symbols, random)),
    );
    await wait(random.below(MOST_MS + 1));
    // Everything at once, or the two that share an order, so that the market need not load again each time.
    if (random.chance(0.15)) await abortAllDurableObjects();
    else
      await abortOnly(
        random.chance(0.5) ? [env.ACCOUNT.getByName(id), env.PAPER_BROKER.getByName(id)] : [env.ACCOUNT.getByName(id)],
      );
    counts.cycles += 1;
    for (const outcome of await flows) counts[outcome.status === 'fulfilled' ? 'answered' : 'died'] += 1;
  }
  await paper().configure(NO_FAULTS);
  await admin().wake();
  // What rests is filled at the next opens, and once more the process dies in the middle of it.
  const { step } = await market().state();
  await market().control({ speed: 100 });
  for (let looks = 0; looks < LOOKS_MAX && (await market().state()).step < step + BARS; looks += 1) await wait(10);
  await abortAllDurableObjects();
  await market().control({ speed: 0 });
  await settled(id, admin);
  await judge(id, paper());
  counts.accounts += 1;
}

async function abortOnly(stubs: readonly DurableObjectStub[]): Promise<void> {
  const aborts = stubs.map((stub) =>
    runInDurableObject(stub, (_, state) => {
      state.abort('a crash of the proof');
    }),
  );
  await Promise.allSettled(aborts);
}

async function act(account: AccountPort, symbols: readonly string[], random: Random): Promise<void> {
  const symbol = symbols[random.below(symbols.length)] ?? '';
  const kind = random.uniform();
  if (kind < 0.7) {
    await account.createOrder(OWNER, { symbol, side: 'buy', quantity: String(1 + random.below(20)) });
    return;
  }
  if (kind < 0.85) {
    await account.closePosition(OWNER, { symbol });
    return;
  }
  const open = await account.orders(OWNER, { limit: 20, status: 'accepted' });
  const one = open.ok ? open.value.items[0] : undefined;
  if (one !== undefined) await account.cancelOrder(OWNER, one.id);
}

async function settled(id: string, admin: () => { wake(): Promise<void> }): Promise<void> {
  const until = Date.now() + SETTLES_WITHIN_MS;
  for (;;) {
    await admin().wake();
    const open = await rows<{ state: string }>(id, "SELECT state FROM intent WHERE state IN ('sending', 'unknown')");
    if (open.length === 0) return;
    if (Date.now() > until) {
      faults.push(`${id}: ${open.length} orders are still not confirmed`);
      return;
    }
    await wait(100);
  }
}

function rows<T>(id: string, query: string): Promise<T[]> {
  return runInDurableObject(env.ACCOUNT.getByName(id), (_, { storage }) => storage.sql.exec(query).toArray() as T[]);
}

/** The broker's own book beside the account's rows. */
async function judge(id: string, paper: PaperBrokerRpc): Promise<void> {
  const fault = (words: string): void => {
    faults.push(`${id}: ${words}`);
  };
  const book = await paper.book();
  const intents = await rows<{ coid: string; state: string; filled_quantity: string }>(id, 'SELECT * FROM intent');
  const known = new Map(intents.map((intent) => [intent.coid, intent]));
  const there = new Set(book.orders.map(({ clientOrderId }) => clientOrderId));
  if (there.size !== book.orders.length) fault('an order is at the broker twice');
  for (const order of book.orders) {
    const intent = known.get(order.clientOrderId);
    if (intent === undefined) fault(`a ghost: ${order.clientOrderId}`);
    else if (intent.state !== order.state || intent.filled_quantity !== order.filledQuantity)
      fault(
        `${order.clientOrderId} is ${intent.state} ${intent.filled_quantity}, there ${order.state} ${order.filledQuantity}`,
      );
  }
  for (const { coid, state } of intents)
    if (!there.has(coid) && !['not-sent', 'waiting-for-open'].includes(state))
      fault(`${coid} is ${state}, and the broker has nothing`);
  const executions = await rows<{ id: string }>(id, 'SELECT id FROM execution');
  if (executions.length !== book.executions.length)
    fault(`${executions.length} fills here, ${book.executions.length} there`);
  const held = await rows<{ quantity: string }>(id, "SELECT quantity FROM position WHERE quantity <> '0'");
  const total = (of: readonly { quantity: string }[]): string =>
    toText(sum(of.map(({ quantity }) => decimal(quantity))));
  if (total(held) !== total(book.positions)) fault(`${total(held)} shares here, ${total(book.positions)} there`);
  const ledger = await rows<{ amount: string }>(id, 'SELECT amount FROM ledger');
  if (toText(sum(ledger.map(({ amount }) => decimal(amount)))) !== '0') fault('the ledger does not sum to nothing');
  counts.orders += book.orders.length;
  counts.fills += book.executions.length;
}
