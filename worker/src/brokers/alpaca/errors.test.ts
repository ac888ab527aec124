import { describe, expect, it } from 'vitest';
import { aBroker, aRequest, SECRET } from '../../testing/an-alpaca-broker.ts';
import { anAlpacaOrder } from './fixtures/an-alpaca-order.ts';
import { answer, lost, scriptedHttp } from './fixtures/scripted-http.ts';

const LINE = 'POST /v2/orders';
const submit = (response: Parameters<typeof scriptedHttp>[0][string]) =>
  aBroker(scriptedHttp({ [LINE]: response }).http).submit(aRequest());
const no = (status: number, code: number | null, message: string, more = {}) =>
  answer(status, { ...(code !== null && { code }), message, ...more });

describe('what an answer to an order proves', () => {
  it('accepted: the order came back under our id', async () => {
    expect(await submit(answer(200, anAlpacaOrder()))).toMatchObject({
      kind: 'accepted',
      order: { clientOrderId: 'ptest-1-e-1', state: 'accepted' },
    });
  });

  it('rejected: the order came back rejected', async () => {
    expect(await submit(answer(200, anAlpacaOrder({ status: 'rejected' })))).toMatchObject({ kind: 'rejected' });
  });

  it.each([
    [422, 40_010_001, 'client_order_id must be unique'],
    [422, 42_210_000, 'duplicate client_order_id'],
    [422, null, 'client order id already exists'],
  ])('duplicate: %i %s %s', async (status, code, message) => {
    expect(await submit(no(status, code, message))).toEqual({ kind: 'duplicate' });
  });

  it.each([
    [403, 40_310_000, 'insufficient buying power', 'buying-power'],
    [403, 40_310_000, 'insufficient qty available for order (requested: 10, available: 4)', 'insufficient-shares'],
    [403, 40_310_000, 'account not allowed to short', 'insufficient-shares'],
    [403, 40_310_000, 'potential wash trade detected. use complex orders', 'wash-trade'],
    [403, 40_310_000, 'opposite side limit order exists', 'wash-trade'],
    [403, 40_310_000, 'new orders are rejected by user request', 'account-blocked'],
    [403, 40_310_000, 'account is restricted to liquidation', 'account-blocked'],
    [403, 40_310_000, 'something new', 'other'],
    [403, null, 'forbidden.', 'not-authorised'],
    [401, 40_110_000, 'request is not authorized', 'not-authorised'],
    [401, null, 'unauthorized.', 'not-authorised'],
    [404, 40_410_000, 'asset "ABCDE" not found', 'not-tradable'],
    [422, 42_210_000, 'asset ABCDE is not tradable', 'not-tradable'],
    [
      422,
      42_210_000,
      'invalid limit_price 150.505. sub-penny increment does not fulfill minimum pricing criteria',
      'invalid-order',
    ],
    [422, 42_210_000, 'market is closed', 'market-closed'],
    [422, 40_010_001, 'client_order_id must be no more than 128 characters', 'invalid-order'],
    [400, 40_010_001, 'request body format is invalid', 'invalid-order'],
  ])('rejected: %i %s %s is %s', async (status, code, message, reason) => {
    expect(await submit(no(status, code, message))).toEqual({ kind: 'rejected', code: reason, message });
  });

  it('throttled: until the minute is over by the clock of the broker', async () => {
    const reset = String(Date.parse('2026-11-20T16:00:31Z') / 1_000);
    const limited = answer(429, { code: 42_910_000, message: 'rate limit exceeded' }, { 'x-ratelimit-reset': reset });
    expect(await submit(limited)).toEqual({ kind: 'throttled', retryAfterMs: 30_500 });
  });

  it('throttled: the wait does not follow a wrong clock', async () => {
    const headers = {
      date: 'Fri, 20 Nov 2026 16:10:00 GMT',
      'x-ratelimit-reset': String(Date.parse('2026-11-20T16:10:31Z') / 1_000),
    };
    expect(await submit(answer(429, { message: 'too many requests' }, headers))).toEqual({
      kind: 'throttled',
      retryAfterMs: 30_500,
    });
  });

  it.each([
    ['a lost connection', lost],
    ['an order under another id', answer(200, anAlpacaOrder({ client_order_id: 'somebody-else' }))],
    ['an order that cannot be read', answer(200, { id: 'x' })],
    ['an empty body', answer(200, '')],
    ['truncated JSON', answer(200, JSON.stringify(anAlpacaOrder()).slice(0, 200))],
    ['HTML with a good status', answer(200, '<html>maintenance</html>')],
    ['HTML from a gateway', answer(502, '<html>Bad Gateway</html>')],
    ['a 500 in the right form', no(500, 50_010_000, 'internal server error')],
    ['a 504', answer(504, '')],
    ['a 403 that is a page', answer(403, '<html>Access denied</html>')],
    ['a 422 without a body', answer(422, '')],
    ['a 429 that is a page', answer(429, '<html>slow down</html>')],
    ['a 404 that any door could say', no(404, null, 'endpoint not found.')],
    ['a redirect', answer(307, '')],
    ['a status nobody documented', no(418, 41_810_000, 'teapot')],
    ['a 201', answer(201, anAlpacaOrder())],
  ])('unknown: %s', async (_, response) => {
    expect(await submit(response)).toMatchObject({ kind: 'unknown' });
  });

  it('unavailable: it never left', async () => {
    expect(await submit({ kind: 'not-sent', message: 'no address' })).toEqual({
      kind: 'unavailable',
      message: 'no address',
    });
  });

  it('says nothing of the key, also when the broker echoes it', async () => {
    const said = await submit(no(403, 40_310_000, `key ${SECRET.keyId} with ${SECRET.secretKey} is not allowed`));
    expect(JSON.stringify(said)).not.toMatch(/of-a-test/);
  });
});
