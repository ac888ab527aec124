import { beforeEach, describe, expect, it } from 'vitest';
import type { InstrumentId } from '#shared/domain/ids.ts';
import type { WallMs } from '#shared/lib/time.ts';
import type { BrokerOrderRequest, BrokerSnapshot } from '#shared/ports/broker.ts';
import { aBrokerRequest } from '#shared/testing/a-broker-request.ts';
import { AlpacaBroker } from '../../brokers/alpaca/adapter.ts';
import { alpaca } from '../../brokers/alpaca/alpaca.ts';
import { alpacaDoor } from './vendor-door.ts';
import { AlpacaWorld, REHEARSAL_KEY } from './world.ts';

const SECRET = { keyId: REHEARSAL_KEY.id, secretKey: REHEARSAL_KEY.secret };
let world: AlpacaWorld;
let broker: AlpacaBroker;
let clock = Date.parse('2026-11-20T15:00:00Z');
let ids = 0;

beforeEach(() => {
  clock = Date.parse('2026-11-20T15:00:00Z');
  world = new AlpacaWorld({ now: () => (clock += 7), ratePerMinute: 100_000 });
  broker = adapterTo(world);
});

function adapterTo(one: AlpacaWorld, environment: 'paper' | 'live' = 'paper'): AlpacaBroker {
  const instruments = { idOf: (symbol: string) => `i_${symbol}` as InstrumentId };
  return new AlpacaBroker({
    http: alpacaDoor(one, () => clock),
    secret: SECRET,
    environment,
    instruments,
    now: () => clock as WallMs,
  });
}

const anOrder = (changes: Partial<BrokerOrderRequest> = {}): BrokerOrderRequest =>
  aBrokerRequest({ clientOrderId: `ptest-${(ids += 1)}-e-1`, symbol: 'AAPL', timeInForce: 'day', ...changes });

async function snapshot(cursor: string | null = null): Promise<BrokerSnapshot> {
  const read = await broker.snapshot({ cursor, since: (clock - 1_000) as WallMs });
  if (read === null) throw new Error('no book');
  return read;
}

const EXITS = { takeProfit: { limitPrice: '200' }, stopLoss: { stopPrice: '180', limitPrice: null } };
const FORMS: readonly (readonly [string, Partial<BrokerOrderRequest>])[] = [
  ['at market', {}],
  ['with a limit', { type: 'limit', limitPrice: '150' }],
  ['with a stop', { side: 'sell', type: 'stop', stopPrice: '150', timeInForce: 'gtc' }],
  ['with a stop and a limit', { side: 'sell', type: 'stop-limit', stopPrice: '150', limitPrice: '149' }],
  ['that trails by price', { side: 'sell', type: 'trailing-stop', trail: { price: '5' } }],
  ['that trails by percent', { side: 'sell', type: 'trailing-stop', trail: { percent: '5' }, timeInForce: 'gtc' }],
  ['immediate or cancelled', { type: 'limit', limitPrice: '150', timeInForce: 'ioc' }],
  ['fill or kill', { timeInForce: 'fok' }],
  ['for the opening auction', { timeInForce: 'opg' }],
  ['for the closing auction', { timeInForce: 'cls' }],
  ['by amount', { quantity: null, notional: '250.5' }],
  ['for parts of a share', { quantity: '0.25' }],
  ['outside the session', { type: 'limit', limitPrice: '150', extendedHours: true }],
  ['with both exits', { orderClass: 'bracket', ...EXITS }],
  ['with one exit', { orderClass: 'oto', stopLoss: EXITS.stopLoss }],
  ['of two exits', { side: 'sell', type: 'limit', limitPrice: '200', orderClass: 'oco', timeInForce: 'gtc', ...EXITS }],
];

describe('the adapter and the server agree', () => {
  it.each(FORMS)('on an order %s: placed, found, and in the book', async (_, form) => {
    world.store.putPosition({ instrumentId: 'AAPL' as InstrumentId, quantity: '10' });
    const request = anOrder(form);
    expect(await broker.submit(request)).toMatchObject({
      kind: 'accepted',
      order: { clientOrderId: request.clientOrderId },
    });
    expect(await broker.submit(request)).toEqual({ kind: 'duplicate' });
    const found = await broker.orderByClientId(request.clientOrderId);
    const book = await snapshot();
    const listed = book.orders.find(({ clientOrderId }) => clientOrderId === request.clientOrderId);
    expect(found).toMatchObject({ kind: 'found', order: listed });
    const filled = book.executions.filter(({ clientOrderId }) => clientOrderId === request.clientOrderId);
    expect(filled.map(({ quantity }) => quantity).join()).toBe(
      listed?.filledQuantity === '0' ? '' : listed?.filledQuantity,
    );
  });

  it('on a change: the chain, its fills, and what is left to be filled', async () => {
    const first = anOrder({ type: 'limit', limitPrice: '150', timeInForce: 'gtc' });
    const placed = await broker.submit(first);
    const old = placed.kind === 'accepted' ? placed.order : null;
    world.fillPart(world.store.orderByClientId(first.clientOrderId)!, '4', '150');
    // A new order asks for its own quantity: what is open of the old one.
    const request = {
      replaces: old!,
      clientOrderId: 'next',
      quantity: '6',
      limitPrice: '151',
      stopPrice: null,
      trail: null,
    };
    expect(await broker.replace(request)).toMatchObject({
      kind: 'accepted',
      order: { clientOrderId: 'next', quantity: '6' },
    });
    const orders = [...(await snapshot()).orders].sort((a, b) => a.submittedAt - b.submittedAt);
    expect(
      orders.map(({ clientOrderId, state, filledQuantity, quantity }) => [
        clientOrderId,
        state,
        filledQuantity,
        quantity,
      ]),
    ).toEqual([
      [first.clientOrderId, 'replaced', '4', '10'],
      ['next', 'accepted', '0', '6'],
    ]);
    expect(orders[0]?.replacedBy).toBe(orders[1]?.brokerOrderId);
    expect(await broker.replace({ ...request, clientOrderId: 'late' })).toMatchObject({ kind: 'too-late' });
  });

  it('on an end, and on one that came too late', async () => {
    const open = anOrder({ type: 'limit', limitPrice: '150' });
    await broker.submit(open);
    expect(await broker.cancel({ clientOrderId: open.clientOrderId, brokerOrderId: null })).toEqual({ kind: 'asked' });
    expect(await broker.orderByClientId(open.clientOrderId)).toMatchObject({ order: { state: 'cancelled' } });
    const filled = anOrder();
    const answer = await broker.submit(filled);
    const brokerOrderId = answer.kind === 'accepted' ? answer.order.brokerOrderId : '';
    expect(await broker.cancel({ clientOrderId: filled.clientOrderId, brokerOrderId })).toMatchObject({
      kind: 'too-late',
    });
    const nobody = { clientOrderId: 'nobody', brokerOrderId: '0a000000-0000-4000-8000-ffffffffffff' };
    expect(await broker.cancel(nobody)).toEqual({ kind: 'not-found' });
    expect(await broker.orderByClientId('nobody')).toEqual({ kind: 'not-found' });
  });

  it('on what is refused, and why', async () => {
    const refused = async (changes: Partial<BrokerOrderRequest>) => broker.submit(anOrder(changes));
    expect(await refused({ quantity: '1000' })).toMatchObject({ kind: 'rejected', code: 'buying-power' });
    expect(await refused({ side: 'sell' })).toMatchObject({ kind: 'rejected' });
    await broker.submit(anOrder({ quantity: '3' }));
    expect(await refused({ side: 'sell', quantity: '4' })).toMatchObject({
      kind: 'rejected',
      code: 'insufficient-shares',
    });
    await broker.submit(anOrder({ type: 'limit', limitPrice: '150' }));
    expect(await refused({ side: 'sell', quantity: '1' })).toMatchObject({ kind: 'rejected', code: 'wash-trade' });
    expect(await refused({ symbol: 'NOPE' })).toMatchObject({ kind: 'rejected', code: 'not-tradable' });
    world.account.suspended = true;
    expect((await refused({})).kind).toBe('rejected');
    world.rate = { ...world.rate, left: 0 };
    expect((await refused({})).kind).toBe('throttled');
  });

  it('on nothing it cannot know: every spoiled answer is unknown, and the book tells', async () => {
    for (const fault of ['drop-answer', 'html-502', 'error-500', 'truncated', 'empty-body', 'drop-request'] as const) {
      world.plan.next('POST /v2/orders', fault);
      const request = anOrder({ quantity: '1' });
      expect((await broker.submit(request)).kind, fault).toBe('unknown');
      const isThere = world.store.orderByClientId(request.clientOrderId) !== null;
      expect((await broker.orderByClientId(request.clientOrderId)).kind, fault).toBe(isThere ? 'found' : 'not-found');
    }
  });

  it('on fills over many pages, each once', async () => {
    for (let n = 0; n < 130; n += 1) await broker.submit(anOrder({ symbol: 'F', quantity: '1' }));
    const seen = new Set<string>();
    let cursor: string | null = null;
    for (let isLast = false; !isLast;) {
      const book: BrokerSnapshot = await snapshot(cursor);
      for (const { id } of book.executions) seen.add(id);
      ({ cursor, isLast } = book);
    }
    expect(seen.size).toBe(130);
    const held = (await snapshot(cursor)).positions[0];
    expect(held?.quantity).toBe('130');
  });

  it('on whose account it is, behind the right door only', async () => {
    const door = { http: alpacaDoor(world), secret: SECRET, now: () => clock as WallMs };
    expect(await alpaca.knock({ ...door, environment: 'paper' })).toMatchObject({
      kind: 'opened',
      account: { environment: 'paper', currency: 'USD', cash: '100000', mayTrade: true },
    });
    world.keys[0]!.state = 'revoked';
    expect(await alpaca.knock({ ...door, environment: 'paper' })).toEqual({ kind: 'keys-refused' });
    const real = new AlpacaWorld({ environment: 'live', now: () => clock });
    expect(await adapterTo(real, 'live').account()).toMatchObject({ environment: 'live' });
  });
});
