import { env, exports } from 'cloudflare:workers';
import { beforeEach, expect, test, vi } from 'vitest';
import type { AccountView } from '#shared/contract/account.ts';
import type { BotView } from '#shared/contract/bot.ts';
import type { ChatMessage } from '#shared/contract/chat.ts';
import type { NewConnectionView } from '#shared/contract/connection.ts';
import type { BackToPaperView, GoingLiveView, WentLiveView } from '#shared/contract/going-live.ts';
import type { MeView } from '#shared/contract/session.ts';
import { alpacaFetch } from '../testing/alpaca-server/exchange.ts';
import { AlpacaWorld } from '../testing/alpaca-server/world.ts';
import { aCookie, aToken, linkCode } from '../testing/sign-in.ts';

const ORIGIN = 'http://localhost';
const KEY = { id: 'DOORKEYOFTHETEST0001', secret: 'secretsecretsecretsecretsecretsecretsecr' };

/** Somebody at a browser; the cookie changes when they confirm who they are. */
async function aPerson() {
  let cookie = await aCookie();
  const call = async <T>(method: string, path: string, body?: unknown) => {
    const response = await exports.default.fetch(`${ORIGIN}/api/${path}`, {
      method,
      headers: { cookie, origin: ORIGIN, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    return { status: response.status, body: await response.json<T & { code: string; values: { about?: string } }>() };
  };
  const confirm = async (reason: string, about?: string) =>
    call('POST', 'step-up/finish', { reason, linkCode: await linkCode(), ...(about !== undefined && { about }) });
  return { call, confirm };
}

let accounts = 0;
const direct = globalThis.fetch;

beforeEach(() => {
  accounts += 1;
  const live = new AlpacaWorld({ key: KEY, environment: 'live' });
  const paper = new AlpacaWorld({ key: { id: `P${KEY.id}`, secret: KEY.secret }, environment: 'paper' });
  Object.assign(live, { accountNumber: `503TEST${1_000 + accounts}` });
  Object.assign(paper, { accountNumber: `PA3TEST${1_000 + accounts}` });
  // Stays in place after the test too: what goes on in the background must not reach the real one.
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const request = new Request(input, init);
    const { host } = new URL(request.url);
    if (!host.endsWith('alpaca.markets')) return direct(input, init);
    return alpacaFetch(host.startsWith('paper-') ? paper : live)(request);
  });
});
/** A whole afternoon of a person in one test: a busy machine takes its time. */
const PATIENCE = { timeout: 30_000 };

test('from paper through the door to a new account with real money, and back', PATIENCE, async () => {
  const { call, confirm } = await aPerson();
  await confirm('broker-keys');
  const paper = await call<NewConnectionView>('POST', 'connections', {
    broker: 'alpaca',
    keyId: `P${KEY.id}`,
    secretKey: KEY.secret,
  });
  const from = paper.body.accountId ?? '';
  const connected = await call<NewConnectionView>('POST', 'connections', {
    broker: 'alpaca',
    keyId: KEY.id,
    secretKey: KEY.secret,
    environment: 'live',
  });
  const { connection, accountId: none } = connected.body;
  expect(none, 'keys of real money open no account by themselves').toBeNull();

  const token = await aToken();
  const asToken = async (path: string) =>
    (await exports.default.fetch(`${ORIGIN}/api/${path}`, { headers: { authorization: `Bearer ${token}` } })).status;

  const bot = await call<BotView>('POST', 'bots', {
    accountId: from,
    name: 'Steady',
    investmentAmount: '3000',
    riskLevel: 'medium',
    durationWeeks: 8,
    autonomy: 'auto',
  });
  expect(bot.status, JSON.stringify(bot.body)).toBe(201);
  const door = await call<GoingLiveView>('GET', `accounts/${from}/going-live`);
  expect(door.body).toMatchObject({
    isThin: true,
    paper: { trades: 0 },
    connections: [{ id: connection.id }],
    firstTrades: { count: 10, sizeFraction: 0.25 },
  });

  const input = {
    connectionId: connection.id,
    amount: '2000',
    typed: door.body.sentence.replace('{amount}', '2,000'),
    copyBotIds: [bot.body.id],
  };
  const go = (changes = {}) => call<WentLiveView>('POST', `accounts/${from}/go-live`, { ...input, ...changes });
  expect((await go()).body.code).toBe('practice-thin');
  expect((await go({ iKnowItIsThin: true, typed: 'yes' })).body.code).toBe('sentence-mismatch');
  const refused = await go({ iKnowItIsThin: true });
  expect(refused.body.code).toBe('step-up-required');
  await confirm('going-live', `${from} ${connection.id} 50`);
  expect((await go({ iKnowItIsThin: true })).body.code, 'another amount was confirmed').toBe('step-up-required');
  await confirm('going-live', refused.body.values.about);
  // Cut off after the account was opened and before anybody could find it, with an amount that is not the last word.
  await env.DB.exec("CREATE TRIGGER cut_off BEFORE INSERT ON accounts BEGIN SELECT RAISE(ABORT, 'cut off'); END");
  expect((await go({ iKnowItIsThin: true })).status).toBe(500);
  await env.DB.exec('DROP TRIGGER cut_off');
  const less = { iKnowItIsThin: true, amount: '1900', typed: input.typed.replace('2,000', '1,900') };
  await confirm('going-live', `${from} ${connection.id} 1900`);
  const went = await go(less);
  expect(went.status, JSON.stringify(went.body)).toBe(201);

  const live = went.body.accountId;
  expect(live).not.toBe(from);
  const account = await call<AccountView>('GET', `accounts/${live}`);
  expect(account.body).toMatchObject({
    world: 'live',
    broker: 'alpaca',
    connectionId: connection.id,
    firstTrades: { left: 10, sizeFraction: 0.25 },
  });
  expect((await call<AccountView>('GET', `accounts/${from}`)).body).toMatchObject({ world: 'paper' });

  const copies = await call<{ items: BotView[] }>('GET', `bots?accountId=${live}`);
  expect(copies.body.items).toMatchObject([
    { name: 'Steady', autonomy: 'ask', mode: 'reducing', investmentAmount: '1900' },
  ]);
  const limits = await call<{ investedMax: string }>('GET', `accounts/${live}/risk`);
  expect(JSON.stringify(limits.body)).toContain('"investedMax":"1900"');
  const originals = await call<{ items: BotView[] }>('GET', `bots?accountId=${from}`);
  expect(originals.body.items, 'bots do not move').toMatchObject([
    { id: bot.body.id, autonomy: 'auto', mode: 'active' },
  ]);

  const loosen = () => call<BotView>('PATCH', `bots/${copies.body.items[0]?.id}`, { autonomy: 'auto' });
  const loosened = await loosen();
  expect(loosened.body, 'a session alone lets no bot act alone with real money').toMatchObject({
    code: 'step-up-required',
    values: { reason: 'loosen-limits' },
  });
  await confirm('loosen-limits', loosened.body.values.about);
  expect((await loosen()).body).toMatchObject({ autonomy: 'auto' });
  const tight = await call('PATCH', `accounts/${live}/risk`, { positionFractionMax: 0.05 });
  expect(tight.status).toBe(200);
  expect((await call('PATCH', `accounts/${live}/risk`, { positionFractionMax: 0.1 })).body.code).toBe(
    'step-up-required',
  );

  expect((await go({ iKnowItIsThin: true })).body.code, 'one account per connection').toBe('connection-has-account');
  expect(await asToken(`accounts/${from}`), 'a token for every account stays where it was').toBe(200);
  expect([403, 404]).toContain(await asToken(`accounts/${live}`));

  const back = await call<BackToPaperView>('POST', `accounts/${live}/back-to-paper`);
  expect(back.body).toMatchObject({ accountId: live, staysOpen: [], workingOrders: 0 });
  expect((await call<AccountView>('GET', `accounts/${live}`)).body).toMatchObject({ mode: 'reducing' });
});

test('a halt at a broker is lifted by whoever just confirmed it, not from the chat', PATIENCE, async () => {
  const { call, confirm } = await aPerson();
  await confirm('broker-keys');
  await call<NewConnectionView>('POST', 'connections', {
    broker: 'alpaca',
    keyId: `P${KEY.id}`,
    secretKey: KEY.secret,
  });
  // The one that is halted is the one on the screen.
  const { defaultAccountId } = (await call<MeView>('GET', 'me')).body;
  const id = defaultAccountId ?? '';
  await call('POST', `accounts/${id}/panic`);
  expect((await call('POST', `accounts/${id}/resume`)).body).toMatchObject({
    code: 'step-up-required',
    values: { reason: 'lift-halt', about: id },
  });
  await confirm('lift-halt', id);
  const said = await call<{ items: ChatMessage[] }>('POST', 'chat', { text: 'resume', accountId: id });
  expect(said.body.items.at(-1)?.lines.join(' ')).toContain('Do it in the web app');
  expect((await call<AccountView>('GET', `accounts/${id}`)).body).toMatchObject({ mode: 'halted' });
  expect((await call<AccountView>('POST', `accounts/${id}/resume`)).body).toMatchObject({ mode: 'active' });
});
