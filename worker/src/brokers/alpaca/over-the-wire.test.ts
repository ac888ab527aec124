import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { InstrumentId } from '#shared/domain/ids.ts';
import type { WallMs } from '#shared/lib/time.ts';
import type { Broker, BrokerOrderRequest } from '#shared/ports/broker.ts';
import { startAlpaca, type RunningAlpaca } from '../../testing/alpaca-server/server.ts';
import { REHEARSAL_KEY } from '../../testing/alpaca-server/world.ts';
import { vendorHttp } from '../vendor-http.ts';
import type { VendorResponse } from '../vendor.ts';
import { alpaca } from './alpaca.ts';
import { aRequest } from '../../testing/an-alpaca-broker.ts';

/*
 * The adapter over real sockets against the Alpaca-shaped server: what is lost on the way, and who wins a race. The rest
 * of what the two must agree on is in testing/alpaca-server/adapter.test.ts, without a wire.
 */

let server: RunningAlpaca;
let broker: Broker;
let seen: VendorResponse[];
let ids = 0;

beforeEach(async () => {
  server = await startAlpaca({ ratePerMinute: 100_000, seed: 7 });
  server.world.setPrice('AAPL', 190);
  seen = [];
  const now = () => Date.now() as WallMs;
  const http = vendorHttp({
    vendor: alpaca,
    environment: 'paper',
    rehearsalUrl: server.url,
    now,
    onResponse: (response) => seen.push(response),
  });
  const secret = { keyId: REHEARSAL_KEY.id, secretKey: REHEARSAL_KEY.secret };
  const instruments = { idOf: (symbol: string) => `i_${symbol}` as InstrumentId };
  broker = alpaca.brokerOf({ http, secret, environment: 'paper', instruments, now });
});
afterEach(() => server.stop());

const resting = (changes: Partial<BrokerOrderRequest> = {}): BrokerOrderRequest =>
  aRequest({ clientOrderId: `pwire-${(ids += 1)}-e-1`, limitPrice: '100', quantity: '10', ...changes });
const inBook = (clientOrderId: string) => server.world.store.orderByClientId(clientOrderId);

/** As the protocol does it for class a: the same id again, until the broker says what it has. */
async function resolved(request: BrokerOrderRequest): Promise<string> {
  for (let round = 0; round < 50; round += 1) {
    const answer = await broker.submit(request);
    if (answer.kind === 'accepted') return 'accepted';
    if (answer.kind === 'rejected') return 'rejected';
    const found = await broker.orderByClientId(request.clientOrderId);
    if (found.kind === 'found') return 'accepted';
  }
  throw new Error('never resolved');
}

describe('over the wire', () => {
  it('a connection cut before or after the order is booked is unknown either way, and the look tells', async () => {
    for (const fault of ['drop-request', 'drop-answer'] as const) {
      server.world.plan.next('POST /v2/orders', fault);
      const request = resting();
      expect((await broker.submit(request)).kind, fault).toBe('unknown');
      const found = await broker.orderByClientId(request.clientOrderId);
      expect(found.kind, fault).toBe(fault === 'drop-answer' ? 'found' : 'not-found');
    }
  });

  it('an answer of many megabytes is none: unknown to an order, no book, and the next one is read', async () => {
    server.world.plan.next('POST /v2/orders', 'oversized');
    const request = resting();
    expect(await broker.submit(request)).toMatchObject({
      kind: 'unknown',
      message: expect.stringMatching(/more than \d+ bytes/) as string,
    });
    server.world.plan.next('GET /v2/orders', 'oversized');
    expect(await broker.snapshot({ cursor: null, since: 0 as WallMs })).toBeNull();
    expect((await broker.orderByClientId(request.clientOrderId)).kind).toBe('found');
    expect(inBook(request.clientOrderId)).not.toBeNull();
  });

  it('a broker that is gone leaves orders unknown and no book', async () => {
    await server.stop();
    expect((await broker.submit(resting())).kind).toBe('unknown');
    expect(await broker.orderByClientId('x')).toMatchObject({ kind: 'unavailable' });
    expect(await broker.snapshot({ cursor: null, since: 0 as WallMs })).toBeNull();
    expect(await broker.account()).toBeNull();
    server = await startAlpaca();
  });

  it('with connections cut and answers spoiled at random every order is there once', async () => {
    server.world.plan.faults = {
      ...server.world.plan.faults,
      'drop-request': 0.15,
      'drop-answer': 0.2,
      'html-502': 0.05,
      'error-500': 0.05,
      truncated: 0.05,
      'empty-body': 0.05,
    };
    const requests = Array.from({ length: 60 }, () => resting({ quantity: '1' }));
    const ends = await Promise.all(requests.map(resolved));
    expect(new Set(ends)).toEqual(new Set(['accepted']));
    server.world.plan.heal();
    const sent = server.world.store.orders().map(({ sentAs }) => sentAs);
    expect(sent.toSorted()).toEqual(requests.map(({ clientOrderId }) => clientOrderId).toSorted());
    const book = await broker.snapshot({ cursor: null, since: 0 as WallMs });
    expect(book?.orders).toHaveLength(60);
  });

  it('revoked keys refuse an order, answer no look and open no book, and nothing was placed', async () => {
    for (const key of server.world.keys) key.state = 'revoked';
    const request = resting();
    expect(await broker.submit(request)).toMatchObject({ kind: 'rejected', code: 'not-authorised' });
    expect((await broker.orderByClientId(request.clientOrderId)).kind).toBe('unavailable');
    expect(await broker.snapshot({ cursor: null, since: 0 as WallMs })).toBeNull();
    expect(inBook(request.clientOrderId)).toBeNull();
    expect(seen.map((response) => alpaca.observe(response).kind)).toContain('keys-refused');
  });

  it('a limit on calls is told with the time it lasts, and nothing was placed', async () => {
    server.world.rate = { ...server.world.rate, left: 0, resetsAt: Date.now() + 30_000 };
    const request = resting();
    const answer = await broker.submit(request);
    expect(answer.kind).toBe('throttled');
    expect(answer.kind === 'throttled' ? answer.retryAfterMs : 0).toBeGreaterThan(1_000);
    expect(inBook(request.clientOrderId)).toBeNull();
  });

  it('a fill that overtakes a cancel wins, and the book shows what filled', async () => {
    const request = resting();
    await broker.submit(request);
    server.world.pace.settleMs = 50;
    const order = inBook(request.clientOrderId);
    if (order === null) throw new Error('it was placed');
    expect(await broker.cancel({ clientOrderId: request.clientOrderId, brokerOrderId: null })).toEqual({
      kind: 'asked',
    });
    server.world.fillPart(order, '10', '100');
    expect(await broker.orderByClientId(request.clientOrderId)).toMatchObject({
      order: { state: 'filled', filledQuantity: '10' },
    });
    expect(await broker.cancel(order)).toMatchObject({ kind: 'too-late', order: { state: 'filled' } });
  });

  it('a fill that overtakes a change wins: the answer was no promise, and the new order ends as rejected', async () => {
    const request = resting();
    await broker.submit(request);
    server.world.pace.settleMs = 50;
    const order = inBook(request.clientOrderId);
    if (order === null) throw new Error('it was placed');
    const change = {
      replaces: order,
      clientOrderId: `${request.clientOrderId}b`,
      quantity: null,
      limitPrice: '101',
      stopPrice: null,
      trail: null,
    };
    expect((await broker.replace(change)).kind).toBe('accepted');
    server.world.fillPart(order, '10', '100');
    await expect
      .poll(async () => {
        const found = await broker.orderByClientId(change.clientOrderId);
        return found.kind === 'found' ? found.order.state : found.kind;
      })
      .toBe('rejected');
    expect(await broker.orderByClientId(request.clientOrderId)).toMatchObject({ order: { state: 'filled' } });
    const book = await broker.snapshot({ cursor: null, since: 0 as WallMs });
    expect(book?.positions.map(({ quantity }) => quantity)).toEqual(['10']);
  });

  it('fills in parts are each in the book once', async () => {
    const request = resting();
    await broker.submit(request);
    for (const part of ['1', '2', '3']) {
      const order = inBook(request.clientOrderId);
      if (order !== null) server.world.fillPart(order, part, '100');
    }
    const book = await broker.snapshot({ cursor: null, since: 0 as WallMs });
    expect(book?.executions.map(({ quantity }) => quantity)).toEqual(['1', '2', '3']);
    expect(book?.orders[0]).toMatchObject({ state: 'partially-filled', filledQuantity: '6' });
  });

  it('a clock ten minutes off is seen with every answer', async () => {
    server.world.plan.faults.skewMs = 600_000;
    const book = await broker.snapshot({ cursor: null, since: 0 as WallMs });
    expect(Math.abs((book?.clockSkewMs ?? 0) - 600_000)).toBeLessThan(60_000);
  });
});

describe('the order stream over the wire', () => {
  it('lets the key in and tells of an order in binary frames', async () => {
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}${alpaca.orderStream?.path ?? ''}`);
    socket.binaryType = 'arraybuffer';
    const news: unknown[] = [];
    const kinds = () => news.map((one) => (one as { kind: string }).kind);
    const isBinary = new Set<boolean>();
    socket.addEventListener('message', (event) => {
      const data = event.data as string | ArrayBuffer;
      isBinary.add(typeof data !== 'string');
      news.push(...(alpaca.orderStream?.read(data) ?? []));
    });
    await new Promise((resolve) => {
      socket.addEventListener('open', resolve);
    });
    const secret = { keyId: REHEARSAL_KEY.id, secretKey: REHEARSAL_KEY.secret };
    for (const text of alpaca.orderStream?.hello(secret) ?? []) socket.send(text);
    await expect.poll(kinds).toEqual(['authorised']);
    for (const text of alpaca.orderStream?.listen([]) ?? []) socket.send(text);
    await expect.poll(kinds).toEqual(['authorised', 'listening']);
    const request = resting();
    await broker.submit(request);
    await expect
      .poll(() => news)
      .toContainEqual(expect.objectContaining({ kind: 'order', clientOrderId: request.clientOrderId }));
    expect(isBinary).toEqual(new Set([true]));
    const probe = alpaca.orderStream?.probe([]);
    if (probe != null) socket.send(probe);
    await expect.poll(() => kinds().filter((kind) => kind === 'listening').length).toBe(2);
    socket.close();
  });
});
