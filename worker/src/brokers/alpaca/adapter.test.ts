import { describe, expect, it } from 'vitest';
import type { BrokerReplaceRequest } from '#shared/ports/broker.ts';
import { aBroker, aRequest, SECRET } from '../../testing/an-alpaca-broker.ts';
import { anAlpacaOrder } from './fixtures/an-alpaca-order.ts';
import { answer, lost, scriptedHttp } from './fixtures/scripted-http.ts';

const ID = '7b08df51-c1ac-453c-99f9-323a5f075f0d';
const ONE = `/v2/orders/${ID}`;
/** What took its place. */
const NEXT = '90ea1dd1-3cd8-4f0b-9f20-c1f9a8a01e10';
const BY_ID = 'GET /v2/orders:by_client_order_id';
const gone = answer(404, { code: 40_410_000, message: 'order not found' });
const brokerSaying = (script: Parameters<typeof scriptedHttp>[0]) => {
  const { http, requests } = scriptedHttp(script);
  return { broker: aBroker(http), requests, lines: () => requests.map(({ method, path }) => `${method} ${path}`) };
};
const order = (changes: Readonly<Record<string, unknown>> = {}) => answer(200, anAlpacaOrder(changes));

describe('submitting', () => {
  it('puts the request on the wire in the turn it is asked in', () => {
    const { broker, requests } = brokerSaying({ 'POST /v2/orders': order() });
    void broker.submit(aRequest());
    expect(requests).toMatchObject([
      { method: 'POST', host: 'trading', path: '/v2/orders', headers: { 'apca-api-key-id': SECRET.keyId } },
    ]);
  });

  it('sends nothing that is no longer wanted', async () => {
    const { broker, requests } = brokerSaying({});
    expect(await broker.submit(aRequest(), () => false)).toMatchObject({ kind: 'unavailable' });
    expect(requests).toEqual([]);
  });

  it('sends the same bytes again when asked again', async () => {
    const { broker, requests } = brokerSaying({
      'POST /v2/orders': [lost, answer(422, { message: 'client_order_id must be unique' })],
    });
    expect((await broker.submit(aRequest())).kind).toBe('unknown');
    expect((await broker.submit(aRequest())).kind).toBe('duplicate');
    expect(requests[0]).toEqual(requests[1]);
  });
});

describe('looking up by our id', () => {
  it('finds an order that was replaced, with what replaced it', async () => {
    const { broker, lines } = brokerSaying({ [BY_ID]: order({ status: 'replaced', replaced_by: NEXT }) });
    expect(await broker.orderByClientId('ptest-1-e-1')).toMatchObject({
      kind: 'found',
      order: { state: 'replaced', replacedBy: NEXT },
    });
    expect(lines()).toEqual(['GET /v2/orders:by_client_order_id?client_order_id=ptest-1-e-1']);
  });

  it('tells the legs of a pair, which only the order itself has', async () => {
    const pair = anAlpacaOrder({ order_class: 'oco', status: 'canceled' });
    const leg = anAlpacaOrder({ id: 'leg', client_order_id: 'made-up', status: 'filled', filled_qty: '10' });
    const { broker } = brokerSaying({
      [BY_ID]: answer(200, pair),
      [`GET ${ONE}`]: answer(200, { ...pair, legs: [leg] }),
    });
    expect(await broker.orderByClientId('ptest-1-e-1')).toMatchObject({
      kind: 'found',
      order: { state: 'cancelled' },
      legs: [{ brokerOrderId: 'leg', parentId: ID, state: 'filled', filledQuantity: '10' }],
    });
  });

  it.each([
    ['not there', order({ order_class: 'oco' })],
    ['not answered', lost],
  ])('does not take legs that are %s for none', async (_, whole) => {
    const { broker } = brokerSaying({ [BY_ID]: order({ order_class: 'oco' }), [`GET ${ONE}`]: whole });
    expect(await broker.orderByClientId('ptest-1-e-1')).toMatchObject({ kind: 'found', legs: undefined });
  });

  it.each([
    ['the broker says so', gone, 'not-found'],
    ['the page does not exist', answer(404, '<html>Not Found</html>'), 'unavailable'],
    ['a door says so without a code', answer(404, { message: 'endpoint not found.' }), 'unavailable'],
    ['the keys are refused', answer(401, { message: 'unauthorized.' }), 'unavailable'],
    ['too often', answer(429, { message: 'rate limit exceeded' }), 'unavailable'],
    ['an error', answer(500, { code: 50_010_000, message: 'internal error' }), 'unavailable'],
    ['an empty body', answer(200, ''), 'unavailable'],
    ['another order', order({ client_order_id: 'somebody-else' }), 'unavailable'],
    ['no answer', lost, 'unavailable'],
  ])('when %s', async (_, response, kind) => {
    expect((await brokerSaying({ [BY_ID]: response }).broker.orderByClientId('ptest-1-e-1')).kind).toBe(kind);
  });
});

describe('cancelling', () => {
  const asked = { clientOrderId: 'ptest-1-e-1', brokerOrderId: ID };
  const already = answer(422, { code: 42_210_000, message: 'order is already in "filled" state' });

  it('is a request: the end comes later', async () => {
    const { broker } = brokerSaying({ [`DELETE ${ONE}`]: answer(204, '') });
    expect(await broker.cancel(asked)).toEqual({ kind: 'asked' });
  });

  it.each([
    ['filled', 'too-late'],
    ['replaced', 'too-late'],
    ['expired', 'too-late'],
    ['canceled', 'cancelled'],
    ['pending_cancel', 'asked'],
    ['pending_replace', 'unknown'],
  ])('of an order that turns out to be %s: %s', async (status, kind) => {
    const { broker } = brokerSaying({ [`DELETE ${ONE}`]: already, [`GET ${ONE}`]: order({ status }) });
    expect((await broker.cancel(asked)).kind).toBe(kind);
  });

  it('loses the race against a fill and shows it', async () => {
    const filled = order({ status: 'filled', filled_qty: '10' });
    const { broker } = brokerSaying({ [`DELETE ${ONE}`]: already, [`GET ${ONE}`]: filled });
    expect(await broker.cancel(asked)).toMatchObject({ kind: 'too-late', order: { filledQuantity: '10' } });
  });

  it('without its broker id asks for it first', async () => {
    const { broker, lines } = brokerSaying({ [BY_ID]: order(), [`DELETE ${ONE}`]: answer(204, '') });
    expect(await broker.cancel({ ...asked, brokerOrderId: null })).toEqual({ kind: 'asked' });
    expect(lines()[1]).toBe(`DELETE ${ONE}`);
  });

  it.each([
    [gone, 'not-found'],
    [answer(404, ''), 'unknown'],
    [answer(500, ''), 'unknown'],
    [answer(429, { message: 'rate limit exceeded' }), 'unknown'],
    [answer(401, { message: 'unauthorized.' }), 'unknown'],
    [lost, 'unknown'],
  ])('%#: answered otherwise is %s', async (response, kind) => {
    expect((await brokerSaying({ [`DELETE ${ONE}`]: response }).broker.cancel(asked)).kind).toBe(kind);
  });
});

describe('changing', () => {
  const request = (changes: Partial<BrokerReplaceRequest> = {}): BrokerReplaceRequest => ({
    replaces: { clientOrderId: 'ptest-1-e-1', brokerOrderId: ID },
    clientOrderId: 'ptest-1-e-2',
    quantity: null,
    limitPrice: '151',
    stopPrice: null,
    trail: null,
    ...changes,
  });
  const next = order({ id: NEXT, client_order_id: 'ptest-1-e-2', replaces: ID, status: 'accepted' });
  const bodyOf = (requests: readonly { method: string; body: string | null }[]): unknown =>
    JSON.parse(requests.find(({ method }) => method === 'PATCH')?.body ?? 'null');

  it('answers the new order', async () => {
    const { broker, requests } = brokerSaying({ [`GET ${ONE}`]: order(), [`PATCH ${ONE}`]: next });
    expect(await broker.replace(request())).toMatchObject({
      kind: 'accepted',
      order: { brokerOrderId: NEXT, replaces: ID },
    });
    expect(bodyOf(requests)).toEqual({ client_order_id: 'ptest-1-e-2', limit_price: '151' });
  });

  it.each([
    ['nothing of it', null, undefined],
    ['the quantity of the new order by itself', '6', '6'],
  ])('says %s when asked for %s of an order that filled in part', async (_, quantity, qty) => {
    const partly = order({ filled_qty: '4', status: 'partially_filled' });
    const { broker, requests } = brokerSaying({ [`GET ${ONE}`]: partly, [`PATCH ${ONE}`]: next });
    await broker.replace(request({ quantity }));
    expect((bodyOf(requests) as { qty?: string }).qty).toBe(qty);
  });

  it('repeats the price that stays', async () => {
    const stopLimit = order({ type: 'stop_limit', stop_price: '152.00' });
    const { broker, requests } = brokerSaying({ [`GET ${ONE}`]: stopLimit, [`PATCH ${ONE}`]: next });
    await broker.replace(request({ limitPrice: null, stopPrice: '153' }));
    expect(bodyOf(requests)).toMatchObject({ limit_price: '150.5', stop_price: '153' });
  });

  it.each([
    ['by money', order({ notional: '500', qty: null }), {}],
    ['to nothing', order(), { quantity: '0' }],
    ['to parts of a share', order(), { quantity: '2.5' }],
    ['to a price between ticks', order(), { limitPrice: '151.005' }],
    ['that does not exist', gone, {}],
  ])('an order %s is not sent', async (_, old, changes) => {
    const { broker, requests } = brokerSaying({ [`GET ${ONE}`]: old });
    expect(await broker.replace(request(changes))).toMatchObject({ kind: 'rejected', code: 'invalid-order' });
    expect(requests.map(({ method }) => method)).toEqual(['GET']);
  });

  it('is asked once more whether it is wanted, after the look', async () => {
    const { broker, requests } = brokerSaying({ [`GET ${ONE}`]: order() });
    expect(await broker.replace(request(), () => false)).toMatchObject({ kind: 'unavailable' });
    expect(requests).toHaveLength(1);
  });

  it('comes too late for an order that has ended', async () => {
    const { broker } = brokerSaying({ [`GET ${ONE}`]: order({ status: 'filled', filled_qty: '10' }) });
    expect(await broker.replace(request())).toMatchObject({ kind: 'too-late', order: { state: 'filled' } });
  });

  it.each([
    ['by this very change', { client_order_id: 'ptest-1-e-2' }, 'accepted'],
    ['by somebody else', { client_order_id: 'made-elsewhere' }, 'too-late'],
  ])('of an order replaced %s', async (_, changes, kind) => {
    const { broker } = brokerSaying({
      [`GET ${ONE}`]: order({ status: 'replaced', replaced_by: NEXT }),
      [`GET /v2/orders/${NEXT}`]: order({ id: NEXT, replaces: ID, ...changes }),
    });
    expect((await broker.replace(request())).kind).toBe(kind);
  });

  it('proves nothing of an order replaced by one that is not known', async () => {
    const replaced = order({ status: 'replaced', replaced_by: NEXT });
    const { broker } = brokerSaying({ [`GET ${ONE}`]: replaced, [`GET /v2/orders/${NEXT}`]: lost });
    expect((await broker.replace(request())).kind).toBe('unknown');
  });

  it('loses the race against a fill between look and change', async () => {
    const { broker } = brokerSaying({
      [`GET ${ONE}`]: [order(), order({ status: 'filled', filled_qty: '10' })],
      [`PATCH ${ONE}`]: answer(422, { code: 42_210_000, message: 'order is already in "filled" state' }),
    });
    expect(await broker.replace(request())).toMatchObject({ kind: 'too-late', order: { filledQuantity: '10' } });
  });

  it.each([
    [
      'cannot be changed as it stands',
      answer(422, { code: 42_210_000, message: 'cannot replace order in accepted status' }),
      'rejected',
    ],
    ['is too dear', answer(403, { code: 40_310_000, message: 'insufficient buying power' }), 'rejected'],
    ['has a taken id', answer(422, { code: 40_010_001, message: 'client_order_id must be unique' }), 'duplicate'],
    ['comes too often', answer(429, { message: 'rate limit exceeded' }), 'throttled'],
    ['gets no answer', lost, 'unknown'],
    ['gets a page', answer(502, '<html>'), 'unknown'],
  ])('one that %s', async (_, response, kind) => {
    const { broker } = brokerSaying({ [`GET ${ONE}`]: order(), [`PATCH ${ONE}`]: response });
    expect((await broker.replace(request())).kind).toBe(kind);
  });

  it('has provably not left when the look got no answer', async () => {
    expect((await brokerSaying({ [`GET ${ONE}`]: lost }).broker.replace(request())).kind).toBe('unavailable');
  });
});
