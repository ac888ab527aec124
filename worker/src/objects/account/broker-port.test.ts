import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { AccountId, InstrumentId } from '#shared/domain/ids.ts';
import type { WallMs } from '#shared/lib/time.ts';
import type { BrokerOrderRequest } from '#shared/ports/broker.ts';
import { anInstrument } from '#shared/testing/an-instrument.ts';
import type { ConnectionFacts } from '#shared/usecases/connection-health.ts';
import { alpaca } from '../../brokers/alpaca/alpaca.ts';
import type { VendorObservation } from '../../brokers/vendor.ts';
import { alpacaFetch } from '../../testing/alpaca-server/exchange.ts';
import { uuidOf } from '../../testing/alpaca-server/wire.ts';
import { AlpacaWorld } from '../../testing/alpaca-server/world.ts';
import { seal, type SealedRecord } from '../../vault/vault.ts';
import { readVaultKeys } from '../../vault/vault-keys.ts';
import type { BrokerSessionRpc, PermitAnswer, PermitRequest } from '../broker-session/broker-session-rpc.ts';
import { brokerPort, type BrokerPortParts } from './broker-port.ts';

const SPEC = { id: 'c_test', broker: 'alpaca', environment: 'paper' } as const;
const PLACE = { connectionId: SPEC.id, broker: SPEC.broker, environment: SPEC.environment };
const KEY = { id: 'the-key-of-the-test', secret: 'the-secret-of-the-test' };
const NVDA_ID = `i_alp_${uuidOf('asset', 'NVDA').replaceAll('-', '')}` as InstrumentId;
const NVDA = anInstrument({ id: NVDA_ID, symbol: 'NVDA', exchange: 'us' });
const keys = readVaultKeys({ VAULT_KEY: '3c'.repeat(32) });
const FACTS: ConnectionFacts = {
  broker: 'Alpaca',
  okAt: null,
  lostSince: null,
  failures: 0,
  keysRefusedAt: null,
  limitedUntil: null,
  clockSkewMs: 250,
  isBlocked: false,
};

/** A session as an account sees it: what it answers, what it was told. */
class FakeSession {
  sealed!: SealedRecord;
  answer: (request: PermitRequest) => PermitAnswer | Promise<PermitAnswer> = ({ known }) => this.granted(known);
  readonly permits: PermitRequest[] = [];
  readonly noted: VendorObservation[] = [];
  readonly working: number[] = [];

  granted(known: PermitRequest['known']): PermitAnswer {
    return { kind: 'granted', until: Date.now() as WallMs, sealed: known === null ? this.sealed : null };
  }

  get rpc(): BrokerSessionRpc {
    return {
      permit: async (request: PermitRequest) => {
        this.permits.push(request);
        return this.answer(request);
      },
      noted: async (observations: readonly VendorObservation[]) => {
        this.noted.push(...observations);
        return FACTS;
      },
      working: async (_: AccountId, orders: number) => {
        this.working.push(orders);
      },
    } as unknown as BrokerSessionRpc;
  }
}

let world: AlpacaWorld;
let session: FakeSession;
let listed = [NVDA];

beforeEach(async () => {
  if (keys === null) throw new Error('there are keys');
  world = new AlpacaWorld({ key: KEY });
  session = new FakeSession();
  session.sealed = await seal(keys, PLACE, { version: 1, secret: { keyId: KEY.id, secretKey: KEY.secret } });
  listed = [NVDA];
  vi.spyOn(globalThis, 'fetch').mockImplementation((input, init) => alpacaFetch(world)(input, init));
});

afterEach(() => {
  vi.restoreAllMocks();
});

function port(change: Partial<BrokerPortParts> = {}) {
  return brokerPort({
    account: { id: 'a_test0001' as AccountId },
    session: session.rpc,
    spec: SPEC,
    vendor: alpaca,
    keys,
    rehearsalUrl: undefined,
    instruments: async () => listed,
    now: () => Date.now() as WallMs,
    // Time passes at once: what is not there yet is late.
    waitFor: (work) => Promise.race([work, new Promise<null>((resolve) => setTimeout(() => resolve(null), 250))]),
    background: () => undefined,
    ...change,
  });
}

const order = (change: Partial<BrokerOrderRequest> = {}): BrokerOrderRequest => ({
  clientOrderId: 'ptest-1-e-1',
  instrumentId: NVDA.id,
  symbol: 'NVDA',
  currency: 'USD',
  side: 'buy',
  type: 'limit',
  quantity: '2',
  notional: null,
  limitPrice: '100',
  stopPrice: null,
  trail: null,
  timeInForce: 'day',
  extendedHours: false,
  orderClass: 'simple',
  takeProfit: null,
  stopLoss: null,
  ...change,
});
const exit = order({ clientOrderId: 'ptest-1-x-1', side: 'sell', type: 'market', limitPrice: null });
const sent = () => world.requests.filter((line) => line === 'POST /v2/orders').length;
const never = () => new Promise<PermitAnswer>(() => undefined);

test('an order goes with a permit of its rank, and the session hears what was seen', async () => {
  const broker = port();
  expect(await broker.submit(order())).toMatchObject({ kind: 'accepted', order: { instrumentId: NVDA.id } });
  await broker.cancel({ clientOrderId: 'ptest-1-e-1', brokerOrderId: null });
  expect(session.permits).toMatchObject([
    { priority: 'entry', isEntry: true, known: null },
    { priority: 'exit', isEntry: false, known: { version: 1, key: 'KEK_1' } },
  ]);
  expect(session.noted.map(({ kind }) => kind)).toContain('fine');
  expect(session.working).toEqual([1]);
});

test('an entry without a permit provably never left', async () => {
  session.answer = () => ({ kind: 'wait', retryAfterMs: 1_000, reason: 'clock-skew' });
  expect(await port().submit(order())).toEqual({ kind: 'unavailable', message: 'no permit: clock-skew' });
  session.answer = never;
  expect(await port().submit(order())).toMatchObject({ kind: 'unavailable' });
  expect(sent()).toBe(0);
});

test('an exit goes without, once the keys were here', async () => {
  const broker = port();
  await broker.snapshot({ cursor: null, since: 0 as WallMs });
  session.answer = never;
  await broker.submit(exit);
  expect(sent()).toBe(1);
  session.answer = () => ({ kind: 'wait', retryAfterMs: 1_000, reason: 'rate-budget' });
  await broker.submit({ ...exit, clientOrderId: 'ptest-2-x-1' });
  expect(sent()).toBe(2);
});

test('exits that were expected share one permit, asked for ahead; one more asks for its own, and an old one is none', async () => {
  let now = Date.now();
  const broker = port({ now: () => now as WallMs });
  broker.expectExits(2);
  for (const id of ['1', '2', '3']) await broker.submit({ ...exit, clientOrderId: `ptest-${id}-x-1` });
  expect(session.permits.map(({ priority, calls }) => [priority, calls])).toEqual([
    ['exit', 2],
    ['exit', 1],
  ]);
  broker.expectExits(1);
  now += 2_000;
  await broker.submit({ ...exit, clientOrderId: 'ptest-4-x-1' });
  expect(session.permits).toHaveLength(4);
  expect(sent()).toBe(4);
});

test('a permit that was asked for ahead is no purchase’s', async () => {
  const broker = port();
  broker.expectExits(1);
  await broker.submit(order());
  expect(session.permits.map(({ priority }) => priority)).toEqual(['exit', 'entry']);
});

test('without any keys not even an exit can go, and nothing is claimed', async () => {
  session.answer = never;
  expect(await port().submit(exit)).toMatchObject({ kind: 'unavailable' });
  session.answer = () => ({ kind: 'wait', retryAfterMs: 1_000, reason: 'no-credential' });
  expect(await port().submit(exit)).toMatchObject({ kind: 'unavailable', message: 'no permit: no-credential' });
  expect(await port({ keys: null }).submit(exit)).toMatchObject({ kind: 'unavailable' });
  expect(sent()).toBe(0);
});

test('what is not wanted any more when the permit is there does not leave', async () => {
  let isWanted = true;
  session.answer = ({ known }) => {
    isWanted = false;
    return session.granted(known);
  };
  expect(await port().submit(order(), () => isWanted)).toMatchObject({ kind: 'unavailable' });
  expect(sent()).toBe(0);
});

test('between the last question and the first byte nothing else runs', async () => {
  const turns: string[] = [];
  vi.spyOn(globalThis, 'fetch').mockImplementation((input, init) => {
    turns.push('sent');
    return alpacaFetch(world)(input, init);
  });
  const broker = port();
  await broker.submit(order(), () => {
    turns.push('asked');
    void Promise.resolve().then(() => turns.push('later'));
    return true;
  });
  expect(turns.slice(turns.lastIndexOf('asked')).slice(0, 3)).toEqual(['asked', 'sent', 'later']);
});

test.each(['drop-answer', 'html-502', 'error-500', 'empty-body', 'truncated'] as const)(
  'an answer spoiled by %s proves nothing',
  async (fault) => {
    world.plan.next('POST /v2/orders', fault);
    expect(await port().submit(order())).toMatchObject({ kind: 'unknown' });
  },
);

test('a failed query is never an empty book', async () => {
  world.plan.next('GET /v2/positions', 'html-502');
  expect(await port().snapshot({ cursor: null, since: 0 as WallMs })).toBeNull();
  const unknownMarket = port({ instruments: () => Promise.reject(new Error('out of reach')) });
  expect(await unknownMarket.snapshot({ cursor: null, since: 0 as WallMs })).toBeNull();
  expect(await unknownMarket.orderByClientId('ptest-1-e-1')).toMatchObject({ kind: 'unavailable' });
});

test('what nobody lists here goes by the broker’s own name for it, in every list', async () => {
  listed = [];
  const broker = port();
  await broker.submit(order({ type: 'market', limitPrice: null }));
  const book = await broker.snapshot({ cursor: null, since: 0 as WallMs });
  const ids = [...(book?.positions ?? []), ...(book?.executions ?? []), ...(book?.orders ?? [])];
  expect(ids.map(({ instrumentId }) => instrumentId)).toEqual([NVDA_ID, NVDA_ID, NVDA_ID]);
});

test('how the way to the broker is, is known after its first use', async () => {
  const told: Promise<void>[] = [];
  const broker = port({ background: (work) => told.push(work) });
  expect(broker.facts()).toMatchObject({ broker: 'Alpaca', okAt: null });
  await broker.account();
  await Promise.all(told);
  expect(broker.facts()).toEqual(FACTS);
});

test('neither key nor secret is in any answer', async () => {
  const broker = port();
  const answers: unknown[] = [await broker.submit(order())];
  world.keys[0] = { ...KEY, state: 'revoked' };
  answers.push(await broker.submit(order({ clientOrderId: 'ptest-2-e-1' })), await broker.account());
  answers.push(await broker.snapshot({ cursor: null, since: 0 as WallMs }), session.permits, session.noted);
  const said = JSON.stringify(answers);
  for (const secret of Object.values(KEY)) expect(said).not.toContain(secret);
});
