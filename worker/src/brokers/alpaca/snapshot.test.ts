import { describe, expect, it } from 'vitest';
import { DAY_MS, type WallMs } from '#shared/lib/time.ts';
import type { VendorRequest, VendorResponse } from '../vendor.ts';
import { aBroker } from '../../testing/an-alpaca-broker.ts';
import { AAPL_ID, anAlpacaAccount, anAlpacaFill, anAlpacaOrder, anAlpacaPosition } from './fixtures/an-alpaca-order.ts';
import { answer, lost, NOW, scriptedHttp } from './fixtures/scripted-http.ts';

const FILLS = 'GET /v2/account/activities/FILL';
const MOVES = 'GET /v2/account/activities';
const SINCE = (NOW - 60_000) as WallMs;
const query = ({ path }: VendorRequest): URLSearchParams => new URLSearchParams(path.split('?')[1]);

type Script = Parameters<typeof scriptedHttp>[0];
const book = (changes: Script = {}) => {
  const script: Script = {
    'GET /v2/orders': answer(200, [anAlpacaOrder({ status: 'partially_filled', filled_qty: '4' })]),
    [FILLS]: answer(200, [anAlpacaFill()]),
    'GET /v2/positions': answer(200, [anAlpacaPosition()]),
    'GET /v2/account': answer(200, anAlpacaAccount()),
    [MOVES]: answer(200, []),
    ...changes,
  };
  const { http, requests } = scriptedHttp(script);
  const fills = () => requests.filter(({ path }) => path.includes('/FILL')).map((request) => query(request));
  return { broker: aBroker(http), requests, fills };
};
const fillsUpTo = (count: number, from = 0): Record<string, unknown>[] =>
  Array.from({ length: count }, (_, index) => anAlpacaFill({ id: `fill-${String(from + index).padStart(5, '0')}` }));

describe('the snapshot', () => {
  it('is orders, fills, positions, cash and the clock', async () => {
    const { broker } = book();
    expect(await broker.snapshot({ cursor: null, since: SINCE })).toMatchObject({
      orders: [{ clientOrderId: 'ptest-1-e-1', state: 'partially-filled' }],
      executions: [
        {
          id: '20261120153125981::2d7be4ff-d1f3-43e9-856a-0f5cf5c5088e',
          clientOrderId: 'ptest-1-e-1',
          instrumentId: AAPL_ID,
          side: 'buy',
          quantity: '4',
          price: '150.4',
          at: Date.parse('2026-11-20T15:31:25.981Z'),
        },
      ],
      isLast: true,
      positions: [{ instrumentId: AAPL_ID, quantity: '4' }],
      cash: { USD: '122086.5' },
      clockSkewMs: 0,
    });
  });

  it('asks for open orders first and for everything since the margin after that', async () => {
    const { broker, requests } = book();
    await broker.snapshot({ cursor: null, since: SINCE });
    const lists = requests.filter(({ path }) => path.startsWith('/v2/orders?')).map((request) => query(request));
    expect(lists.map((list) => [list.get('status'), list.get('after'), list.get('nested')])).toEqual([
      ['open', null, 'true'],
      ['all', new Date(SINCE - DAY_MS).toISOString(), 'true'],
    ]);
  });

  it('shows the newer of two answers about an order that ended in between', async () => {
    const { broker } = book({
      'GET /v2/orders': [answer(200, [anAlpacaOrder()]), answer(200, [anAlpacaOrder({ status: 'canceled' })])],
    });
    const snapshot = await broker.snapshot({ cursor: null, since: SINCE });
    expect(snapshot?.orders.map(({ state }) => state)).toEqual(['cancelled']);
  });

  it('knows the clock is ten minutes off', async () => {
    const { broker } = book({
      'GET /v2/account': answer(200, anAlpacaAccount(), { date: 'Fri, 20 Nov 2026 16:10:00 GMT' }),
    });
    expect((await broker.snapshot({ cursor: null, since: SINCE }))?.clockSkewMs).toBe(600_000);
  });

  it.each(['GET /v2/orders', FILLS, 'GET /v2/positions', 'GET /v2/account', MOVES])(
    'is none, rather than an empty one, when %s fails in any way',
    async (line) => {
      const bad: readonly VendorResponse[] = [
        lost,
        answer(500, ''),
        answer(200, ''),
        answer(200, '<html>'),
        answer(200, '[{"id":'),
        answer(401, { message: 'unauthorized.' }),
        answer(429, { message: 'rate limit exceeded' }),
        answer(200, [{ odd: true }]),
      ];
      for (const response of bad) {
        expect(await book({ [line]: response }).broker.snapshot({ cursor: null, since: SINCE })).toBeNull();
      }
    },
  );

  it('reads on where the list of orders is longer than a page', async () => {
    const page = Array.from({ length: 500 }, (_, index) =>
      anAlpacaOrder({ id: `order-${index}`, client_order_id: `c-${index}` }),
    );
    const { broker, requests } = book({
      'GET /v2/orders': [answer(200, page), answer(200, [anAlpacaOrder()]), answer(200, [])],
    });
    const snapshot = await broker.snapshot({ cursor: null, since: SINCE });
    expect(snapshot?.orders).toHaveLength(501);
    const second = query(requests[1] as VendorRequest);
    expect([second.get('after_order_id'), second.get('after')]).toEqual(['order-499', null]);
  });
});

describe('fills', () => {
  it('are read from the beginning the first time, then from a day behind the newest, now and then', async () => {
    const { broker, fills } = book();
    const first = await broker.snapshot({ cursor: null, since: SINCE });
    const second = await broker.snapshot({ cursor: first?.cursor ?? '', since: SINCE });
    await broker.snapshot({ cursor: second?.cursor ?? '', since: SINCE });
    const newest = Date.parse('2026-11-20T15:31:25.981Z');
    expect(fills().map((list) => list.get('after'))).toEqual([
      null,
      new Date(newest - DAY_MS).toISOString(),
      new Date(newest - 600_000).toISOString(),
    ]);
    expect(second?.executions).toEqual(first?.executions);
  });

  it('go on in the middle of a long list, in the next snapshot', async () => {
    const all = fillsUpTo(730);
    const { broker } = book({
      [FILLS]: (request) => {
        const token = query(request).get('page_token');
        const from = token === null ? 0 : all.findIndex(({ id }) => id === token) + 1;
        return answer(200, all.slice(from, from + 100));
      },
    });
    const first = await broker.snapshot({ cursor: null, since: SINCE });
    expect([first?.executions.length, first?.isLast]).toEqual([500, false]);
    const second = await broker.snapshot({ cursor: first?.cursor ?? '', since: SINCE });
    expect([second?.executions.length, second?.isLast]).toEqual([230, true]);
    const ids = [...(first?.executions ?? []), ...(second?.executions ?? [])].map(({ id }) => id);
    expect(new Set(ids).size).toBe(730);
  });

  it('of an order that no list shows find it by its id, once', async () => {
    const { broker, requests } = book({
      'GET /v2/orders': answer(200, []),
      'GET /v2/orders/7b08df51-c1ac-453c-99f9-323a5f075f0d': answer(
        200,
        anAlpacaOrder({ client_order_id: 'long-ago' }),
      ),
    });
    const snapshot = await broker.snapshot({ cursor: null, since: SINCE });
    expect(snapshot?.executions.map(({ clientOrderId }) => clientOrderId)).toEqual(['long-ago']);
    await broker.snapshot({ cursor: null, since: SINCE });
    expect(requests.filter(({ path }) => path.startsWith('/v2/orders/'))).toHaveLength(1);
  });

  it('of known orders cost no call in the next adapter over the same way', async () => {
    const { http, requests } = scriptedHttp({
      'GET /v2/orders': answer(200, []),
      'GET /v2/orders/7b08df51-c1ac-453c-99f9-323a5f075f0d': answer(200, anAlpacaOrder()),
      [FILLS]: answer(200, [anAlpacaFill()]),
      'GET /v2/positions': answer(200, []),
      'GET /v2/account': answer(200, anAlpacaAccount()),
      [MOVES]: answer(200, []),
    });
    for (const cursor of [null, null]) await aBroker(http).snapshot({ cursor, since: SINCE });
    expect(requests.filter(({ path }) => path.startsWith('/v2/orders/'))).toHaveLength(1);
  });

  it('of many unknown orders are found with one list', async () => {
    const orders = Array.from({ length: 20 }, (_, index) =>
      anAlpacaOrder({ id: `o-${index}`, client_order_id: `c-${index}` }),
    );
    const { broker, requests } = book({
      'GET /v2/orders': (request) => answer(200, query(request).get('direction') === 'desc' ? orders : []),
      [FILLS]: answer(
        200,
        orders.map(({ id }, index) => anAlpacaFill({ id: `fill-${index}`, order_id: id })),
      ),
    });
    const snapshot = await broker.snapshot({ cursor: null, since: SINCE });
    expect(snapshot?.executions.map(({ clientOrderId }) => clientOrderId)).toEqual(
      orders.map((_, index) => `c-${index}`),
    );
    expect(requests.filter(({ path }) => path.startsWith('/v2/orders'))).toHaveLength(3);
  });

  it('of an order the broker no longer has are kept under its own id', async () => {
    const { broker } = book({
      'GET /v2/orders': answer(200, []),
      'GET /v2/orders/7b08df51-c1ac-453c-99f9-323a5f075f0d': answer(404, {
        code: 40_410_000,
        message: 'order not found',
      }),
    });
    const snapshot = await broker.snapshot({ cursor: null, since: SINCE });
    expect(snapshot?.executions).toMatchObject([
      { clientOrderId: '7b08df51-c1ac-453c-99f9-323a5f075f0d', instrumentId: 'i_AAPL', quantity: '4' },
    ]);
  });

  it('of a leg belong to the leg', async () => {
    const legs = [anAlpacaOrder({ id: 'the-stop', client_order_id: 'their-id', side: 'sell', legs: null })];
    const { broker } = book({
      'GET /v2/orders': answer(200, [anAlpacaOrder({ order_class: 'bracket', legs })]),
      [FILLS]: answer(200, [anAlpacaFill({ order_id: 'the-stop', side: 'sell' })]),
    });
    const snapshot = await broker.snapshot({ cursor: null, since: SINCE });
    expect(snapshot?.executions).toMatchObject([{ clientOrderId: 'their-id', side: 'sell' }]);
  });

  it('sold short are sales', async () => {
    const { broker } = book({ [FILLS]: answer(200, [anAlpacaFill({ side: 'sell_short' })]) });
    expect((await broker.snapshot({ cursor: null, since: SINCE }))?.executions[0]?.side).toBe('sell');
  });

  it('begin anew under a cursor that cannot be read', async () => {
    const { broker, fills } = book();
    await broker.snapshot({ cursor: 'paper-17', since: SINCE });
    expect(fills()[0]?.get('after')).toBeNull();
  });
});

describe('what moved cash besides fills', () => {
  /** As GET /v2/account/activities lists it (components/schemas/NonTradeActivities). */
  const aMove = (changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
    id: '20261119000000000::045b3b8d-c566-4bef-b741-2bf598dd6ae7',
    activity_type: 'FEE',
    activity_sub_type: 'TAF',
    date: '2026-11-19T00:00:00Z',
    created_at: '2026-11-20T07:00:00.000000Z',
    net_amount: '-0.02',
    currency: 'USD',
    status: 'executed',
    ...changes,
  });
  const moves = async (list: Record<string, unknown>[]) => {
    const { broker } = book({ [MOVES]: answer(200, list) });
    return (await broker.snapshot({ cursor: null, since: SINCE }))?.moves;
  };

  it('is fees, dividends, interest, tax and transfers, by the broker’s id', async () => {
    expect(
      await moves([
        aMove(),
        aMove({ id: 'b', activity_type: 'DIV', symbol: 'AAPL', net_amount: '1.02' }),
        aMove({ id: 'c', activity_type: 'DIVNRA', symbol: 'AAPL', net_amount: '-0.15' }),
        aMove({ id: 'd', activity_type: 'INT', net_amount: '0.4' }),
        aMove({ id: 'e', activity_type: 'CSW', net_amount: '-100' }),
        aMove({ id: 'f', activity_type: 'JNLC', net_amount: '50' }),
      ]),
    ).toMatchObject([
      { kind: 'fee', amount: '-0.02', currency: 'USD', instrumentId: null, at: Date.parse('2026-11-20T07:00:00Z') },
      { id: 'b', kind: 'dividend', amount: '1.02', instrumentId: 'i_AAPL' },
      { id: 'c', kind: 'tax', amount: '-0.15' },
      { id: 'd', kind: 'interest', amount: '0.4' },
      { id: 'e', kind: 'transfer', amount: '-100' },
      { id: 'f', kind: 'transfer', amount: '50' },
    ]);
  });

  it('that was taken back is nothing, and a kind nobody knows is left to a person', async () => {
    expect(
      await moves([
        aMove({ status: 'canceled' }),
        aMove({ id: 'x', activity_type: 'SPIN', net_amount: '7' }),
        aMove({ id: 'y', activity_type: 'SOMETHINGNEW' }),
        aMove({ id: 'z', currency: 'EUR' }),
      ]),
    ).toMatchObject([{ kind: 'fee', amount: '0' }]);
  });

  it('is read page by page, and again only when cash changes', async () => {
    const all = Array.from({ length: 130 }, (_, index) => aMove({ id: `m-${String(index).padStart(3, '0')}` }));
    let cash = '100';
    const { broker, requests } = book({
      'GET /v2/account': () => answer(200, anAlpacaAccount({ cash })),
      [MOVES]: (request) => {
        const token = query(request).get('page_token');
        const from = token === null ? 0 : all.findIndex(({ id }) => id === token) + 1;
        return answer(200, all.slice(from, from + 100));
      },
    });
    const asked = () => requests.filter(({ path }) => path.includes('category=non_trade_activity')).length;
    expect((await broker.snapshot({ cursor: null, since: SINCE }))?.moves).toHaveLength(130);
    expect((await broker.snapshot({ cursor: null, since: SINCE }))?.moves).toBeNull();
    expect(asked()).toBe(2);
    cash = '99';
    expect((await broker.snapshot({ cursor: null, since: SINCE }))?.moves).toHaveLength(130);
    expect(asked()).toBe(4);
  });

  it('of a broker that refuses to tell keeps nothing else from being read', async () => {
    const { broker } = book({ [MOVES]: answer(403, { code: 40_310_000, message: 'forbidden.' }) });
    expect(await broker.snapshot({ cursor: null, since: SINCE })).toMatchObject({ moves: null, isLast: true });
  });
});
