import { describe, expect, it } from 'vitest';
import { alpaca } from './alpaca.ts';
import { environmentOf, reportedEnvironment } from './environment.ts';
import { SECRET } from '../../testing/an-alpaca-broker.ts';
import { alpacaConfigurations, anAlpacaAccount } from './fixtures/an-alpaca-order.ts';
import { answer, NOW, scriptedHttp } from './fixtures/scripted-http.ts';

describe('fault 10 of comparable programs: a mistyped setting must not trade money', () => {
  it.each([
    'paper',
    'TRUE ',
    'true',
    '1',
    'yes',
    'false',
    '0',
    'live ',
    ' live',
    'LIVE',
    'Live',
    'real',
    '',
    null,
    undefined,
  ])('takes %j for paper', (setting) => {
    expect(environmentOf(setting)).toBe('paper');
  });

  it('takes exactly one spelling for live', () => {
    expect(environmentOf('live')).toBe('live');
  });

  it('can be asked which world it is in, and answers what the account says', async () => {
    const { http } = scriptedHttp({
      'GET /v2/account': answer(200, anAlpacaAccount()),
      'GET /v2/account/configurations': answer(200, alpacaConfigurations()),
    });
    const knocked = await alpaca.knock({ http, secret: SECRET, environment: 'paper', now: () => NOW });
    expect(knocked).toMatchObject({ kind: 'opened', account: { environment: 'paper' } });
  });

  it('opens nothing at the live door for an account that says paper', async () => {
    expect(reportedEnvironment('live', { account_number: 'PA0TEST00001', status: 'ACTIVE' })).toBeNull();
    const { http } = scriptedHttp({ 'GET /v2/account': answer(200, anAlpacaAccount()) });
    const knocked = await alpaca.knock({ http, secret: SECRET, environment: 'live', now: () => NOW });
    expect(knocked.kind).toBe('unavailable');
  });

  it('reports live only behind the live door', () => {
    expect(reportedEnvironment('live', { account_number: '010203ABCD', status: 'ACTIVE' })).toBe('live');
    expect(reportedEnvironment('paper', { account_number: '010203ABCD', status: 'ACTIVE' })).toBe('paper');
  });

  it('has different hosts behind the two doors', () => {
    expect(alpaca.hosts.paper.trading).not.toBe(alpaca.hosts.live.trading);
    expect(alpaca.hosts.paper.orderStream).not.toBe(alpaca.hosts.live.orderStream);
  });
});

describe('a knock', () => {
  const knock = (response: ReturnType<typeof answer>) => {
    const { http } = scriptedHttp({
      'GET /v2/account': response,
      'GET /v2/account/configurations': answer(200, alpacaConfigurations({ suspend_trade: true })),
    });
    return alpaca.knock({ http, secret: SECRET, environment: 'paper', now: () => NOW });
  };

  it('tells what the account may do', async () => {
    expect(await knock(answer(200, anAlpacaAccount()))).toMatchObject({
      kind: 'opened',
      account: { mayTrade: false, permissions: ['short-sale', 'fractional', 'margin-2x'], buyingPower: '245432.61' },
    });
  });

  it.each([
    [answer(401, { message: 'unauthorized.' }), { kind: 'keys-refused' }],
    [answer(403, { message: 'forbidden.' }), { kind: 'keys-refused' }],
    [answer(429, { message: 'rate limit exceeded' }, { 'retry-after': '5' }), { kind: 'limited', retryAfterMs: 5_000 }],
    [answer(502, '<html>'), { kind: 'unavailable' }],
    [answer(200, '<html>'), { kind: 'unavailable' }],
  ])('tells refused keys, limits and silence apart', async (response, expected) => {
    expect(await knock(response)).toMatchObject(expected);
  });
});

describe('what a response says about the connection', () => {
  it.each([
    [answer(200, {}), 'fine'],
    [answer(204, ''), 'fine'],
    [answer(403, { code: 40_310_000, message: 'insufficient buying power' }), 'fine'],
    [answer(422, { code: 42_210_000, message: 'x' }), 'fine'],
    [answer(401, { message: 'unauthorized.' }), 'keys-refused'],
    [answer(403, { message: 'forbidden.' }), 'keys-refused'],
    [answer(429, ''), 'limited'],
    [answer(200, '<html>'), 'garbled'],
    [answer(200, ''), 'garbled'],
    [answer(503, ''), 'broken'],
    [{ kind: 'lost', message: 'x' } as const, 'broken'],
  ])('%#: %o is %s', (response, kind) => {
    expect(alpaca.observe(response).kind).toBe(kind);
  });

  it('reads the budget and the clock', () => {
    const headers = {
      date: 'Fri, 20 Nov 2026 16:10:00 GMT',
      'x-ratelimit-limit': '200',
      'x-ratelimit-remaining': '150',
      'x-ratelimit-reset': String(Date.parse('2026-11-20T16:10:30Z') / 1_000),
    };
    const { clockSkewMs, budget } = alpaca.observe(answer(200, {}, headers));
    expect(clockSkewMs).toBe(600_000);
    expect(budget).toEqual({ perMinute: 200, left: 150, resetsAt: Date.parse('2026-11-20T16:00:30Z') });
  });
});
