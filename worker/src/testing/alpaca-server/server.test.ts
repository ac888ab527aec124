import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { startAlpaca, type RunningAlpaca } from './server.ts';
import { REHEARSAL_KEY } from './world.ts';

let alpaca: RunningAlpaca;
const KEYS = { 'apca-api-key-id': REHEARSAL_KEY.id, 'apca-api-secret-key': REHEARSAL_KEY.secret };

beforeEach(async () => {
  alpaca = await startAlpaca({ seed: 3 });
});
afterEach(() => alpaca.stop());

function ask(method: string, path: string, body?: object, headers: Record<string, string> = KEYS): Promise<Response> {
  return fetch(alpaca.url + path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
}

async function json(response: Promise<Response>): Promise<Record<string, unknown>> {
  return (await response).json<Record<string, unknown>>();
}

async function rule(command: string, given: object = {}): Promise<unknown> {
  const response = await fetch(`${alpaca.controlUrl}/${command}`, { method: 'POST', body: JSON.stringify(given) });
  if (!response.ok) throw new Error(await response.text());
  return response.json();
}

const BUY = { symbol: 'AAPL', qty: '2', side: 'buy', type: 'market', time_in_force: 'day', client_order_id: 'mine-1' };

/** An authorised socket that listens, and everything it was told. */
async function listening(): Promise<{ socket: WebSocket; told: Record<string, unknown>[]; isBinary: boolean[] }> {
  const socket = new WebSocket(`${alpaca.url.replace('http', 'ws')}/stream`);
  const told: Record<string, unknown>[] = [];
  const isBinary: boolean[] = [];
  const until = (count: number) =>
    new Promise<void>((resolve) => {
      const look = (): void => {
        if (told.length >= count) resolve();
        else socket.once('message', look);
      };
      look();
    });
  socket.on('message', (data: Uint8Array, binary) => {
    told.push(JSON.parse(new TextDecoder().decode(data)) as Record<string, unknown>);
    isBinary.push(binary);
  });
  await new Promise((resolve) => socket.once('open', resolve));
  socket.send(
    JSON.stringify({ action: 'authenticate', data: { key_id: REHEARSAL_KEY.id, secret_key: REHEARSAL_KEY.secret } }),
  );
  await until(1);
  socket.send(JSON.stringify({ action: 'listen', data: { streams: ['trade_updates'] } }));
  await until(2);
  return { socket, told, isBinary };
}

describe('the Alpaca to test against', () => {
  it('takes an order, fills it, and shows it in every list', async () => {
    const placed = await json(ask('POST', '/v2/orders', BUY));
    expect(placed).toMatchObject({ status: 'pending_new', filled_qty: '0', client_order_id: 'mine-1' });
    const found = await json(ask('GET', '/v2/orders:by_client_order_id?client_order_id=mine-1'));
    expect(found).toMatchObject({ id: placed['id'], status: 'filled', filled_qty: '2', filled_avg_price: '190' });
    expect(await json(ask('GET', '/v2/positions/AAPL'))).toMatchObject({ qty: '2', avg_entry_price: '190' });
    expect(await json(ask('GET', '/v2/account'))).toMatchObject({
      cash: '99620',
      equity: '100000',
      account_number: /^PA/,
    });
    const [fill] = await (await ask('GET', '/v2/account/activities/FILL?direction=asc')).json<object[]>();
    expect(fill).toMatchObject({ order_id: placed['id'], qty: '2', price: '190', type: 'fill', leaves_qty: '0' });
  });

  it('refuses a second order under the same id, also when the first was cancelled', async () => {
    const { id } = await json(ask('POST', '/v2/orders', { ...BUY, type: 'limit', limit_price: '100' }));
    expect((await ask('DELETE', `/v2/orders/${String(id)}`)).status).toBe(204);
    const again = await ask('POST', '/v2/orders', BUY);
    expect([again.status, await again.json()]).toMatchObject([422, { message: 'client_order_id must be unique' }]);
  });

  it('words its refusals as Alpaca does', async () => {
    const cases: [object, number, number][] = [
      [{ ...BUY, qty: '1000' }, 403, 40_310_000],
      [{ ...BUY, side: 'sell' }, 403, 40_310_000],
      [{ ...BUY, type: 'limit', limit_price: '190.123' }, 422, 42_210_000],
      [{ ...BUY, qty: '0.5', time_in_force: 'gtc' }, 422, 42_210_000],
      [{ ...BUY, symbol: 'NOPE' }, 422, 42_210_000],
      [{ ...BUY, notional: '5' }, 400, 40_010_001],
    ];
    for (const [body, status, code] of cases) {
      const answer = await ask('POST', '/v2/orders', body);
      expect([answer.status, await answer.json()], JSON.stringify(body)).toMatchObject([status, { code }]);
    }
    expect((await ask('GET', '/v2/orders', undefined, {})).status).toBe(401);
    await rule('key', { state: 'forbidden' });
    expect((await ask('GET', '/v2/orders')).status).toBe(403);
  });

  it('limits calls and says so in its headers', async () => {
    await rule('rate', { perMinute: 1 });
    const first = await ask('GET', '/v2/clock');
    expect([first.status, first.headers.get('x-ratelimit-remaining')]).toEqual([200, '0']);
    const second = await ask('GET', '/v2/clock');
    expect([second.status, Number(second.headers.get('x-ratelimit-reset')) > 0]).toEqual([429, true]);
  });

  it('tells the stream in binary frames, both exits of a bracket included', async () => {
    const { socket, told, isBinary } = await listening();
    await ask('POST', '/v2/orders', {
      ...BUY,
      order_class: 'bracket',
      take_profit: { limit_price: '200' },
      stop_loss: { stop_price: '180' },
    });
    await rule('price', { symbol: 'AAPL', price: 179 });
    socket.close();
    await new Promise((resolve) => socket.once('close', resolve));
    const events = told.slice(2).map(({ data }) => {
      const { event, order } = data as { event: string; order: { type: string } };
      return `${event} ${order.type}`;
    });
    expect(events).toEqual([
      'new market',
      'held limit',
      'held stop',
      'fill market',
      'new limit',
      'new stop',
      'canceled limit',
      'fill stop',
    ]);
    expect(isBinary.every(Boolean)).toBe(true);
  });

  it('books what it never answers, and never books what it lost', async () => {
    await rule('next', { only: 'POST /v2/orders', fault: 'drop-answer' });
    await expect(ask('POST', '/v2/orders', BUY)).rejects.toThrow();
    await rule('next', { only: 'POST /v2/orders', fault: 'drop-request' });
    await expect(ask('POST', '/v2/orders', { ...BUY, client_order_id: 'mine-2' })).rejects.toThrow();
    const { orders } = (await rule('book')) as { orders: { clientOrderId: string }[] };
    expect(orders.map(({ clientOrderId }) => clientOrderId)).toEqual(['mine-1']);
  });

  it('answers with HTML, half a body, no body and a wrong clock when told to', async () => {
    for (const fault of ['html-502', 'truncated', 'empty-body'] as const) {
      await rule('next', { only: 'GET /v2/account', fault });
      const answer = await ask('GET', '/v2/account');
      await expect(answer.json(), fault).rejects.toThrow();
    }
    await rule('faults', { skewMs: 600_000 });
    const date = Date.parse((await ask('GET', '/v2/clock')).headers.get('date') ?? '');
    expect(Math.abs(date - Date.now() - 600_000)).toBeLessThan(60_000);
  });

  it('replaces with a chain, and a fill in between wins', async () => {
    await rule('pace', { settleMs: 3_600_000 });
    const { id } = await json(ask('POST', '/v2/orders', { ...BUY, type: 'limit', limit_price: '150' }));
    const next = await json(
      ask('PATCH', `/v2/orders/${String(id)}`, { limit_price: '160', client_order_id: 'mine-2' }),
    );
    expect(next).toMatchObject({ status: 'accepted', replaces: id, client_order_id: 'mine-2' });
    expect(await json(ask('GET', `/v2/orders/${String(id)}`))).toMatchObject({ status: 'pending_replace' });
    await rule('price', { symbol: 'AAPL', price: 149 });
    expect(await json(ask('GET', `/v2/orders/${String(id)}`))).toMatchObject({ status: 'filled', replaced_by: null });
  });

  it('gives quotes, bars a page at a time, and a calendar', async () => {
    const quotes = await json(ask('GET', '/v2/stocks/quotes/latest?symbols=AAPL,F&feed=iex'));
    expect(quotes).toMatchObject({ quotes: { AAPL: { bp: 190 }, F: { ap: 12 } } });
    const query =
      '/v2/stocks/bars?symbols=AAPL,F&timeframe=1Day&start=2026-01-02T00:00:00Z&end=2026-01-10T00:00:00Z&limit=8';
    const first = (await json(ask('GET', query))) as { bars: Record<string, object[]>; next_page_token: string };
    const rest = (await json(ask('GET', `${query}&page_token=${first.next_page_token}`))) as typeof first;
    expect([first.bars['AAPL']?.length, first.bars['F']?.length, rest.bars['F']?.length]).toEqual([6, 2, 4]);
    expect(await json(ask('GET', '/v2/calendar?start=2026-07-02T00:00:00Z&end=2026-07-06T00:00:00Z'))).toMatchObject([
      { date: '2026-07-02', open: '09:30' },
      { date: '2026-07-06' },
    ]);
  });
});
