import { env, exports } from 'cloudflare:workers';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { AccountView } from '#shared/contract/account.ts';
import type { ConnectionView, NewConnectionView } from '#shared/contract/connection.ts';
import { compose } from '../composition.ts';
import { readEnv } from '../env.ts';
import { alpacaFetch } from '../testing/alpaca-server/exchange.ts';
import { AlpacaWorld } from '../testing/alpaca-server/world.ts';
import { aCookie, aToken, linkCode } from '../testing/sign-in.ts';

/** Nothing else in the whole installation looks like these. */
const KEY = { id: 'CANARYKEY00000000K3Y1', secret: 'canarysecret0000000000000000000000000s3c1' };
const ORIGIN = 'http://localhost';

interface Problem {
  code: string;
  detail?: string;
  asked?: string;
  found?: string;
}

/** A browser that has just confirmed who sits before it. */
async function aPerson() {
  let cookie = await aCookie();
  const call = async <T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await exports.default.fetch(`${ORIGIN}/api/${path}`, {
      method,
      headers: { cookie, origin: ORIGIN, 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    const text = await response.text();
    return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as T & Problem, text };
  };
  const confirm = async (reason = 'broker-keys', about?: string) =>
    call('POST', 'step-up/finish', { reason, linkCode: await linkCode(), ...(about !== undefined && { about }) });
  return { call, confirm };
}

let worlds: AlpacaWorld[] = [];
let accountNumbers = 0;

/** An Alpaca behind its real address; each has an account of its own. */
function anAlpaca(options: ConstructorParameters<typeof AlpacaWorld>[0] = {}): AlpacaWorld {
  const world = new AlpacaWorld({ key: KEY, ...options });
  const prefix = world.environment === 'paper' ? 'PA3' : '503';
  Object.assign(world, { accountNumber: `${prefix}TEST${1_000 + (accountNumbers += 1)}` });
  worlds = [world];
  return world;
}

// For the whole file: objects go on working after a test, and nothing of it may reach a real broker.
const direct = globalThis.fetch;
vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
  const request = new Request(input, init);
  const { host } = new URL(request.url);
  if (!host.endsWith('alpaca.markets')) return direct(input, init);
  const isLive = host === 'api.alpaca.markets';
  const world = worlds.find(({ environment }) => (environment === 'live') === isLive);
  if (world === undefined) return Response.json({ code: 40_110_000, message: 'not authorized' }, { status: 401 });
  return alpacaFetch(world)(request);
});

beforeEach(() => {
  worlds = [];
});

const keysOf = (key = KEY) => ({ broker: 'alpaca', keyId: key.id, secretKey: key.secret });

describe('adding keys', () => {
  test('is written down with who did it, and without a key', async () => {
    anAlpaca();
    const { call, confirm } = await aPerson();
    await confirm();
    const told = vi.spyOn(console, 'log');
    const made = await call<NewConnectionView>('POST', 'connections', keysOf());
    const id = made.body.connection.id;
    await call('POST', `connections/${id}/keys`, { keyId: KEY.id, secretKey: KEY.secret });
    await call('DELETE', `connections/${id}`);
    const lines = told.mock.calls.flat().map(String);
    told.mockRestore();
    for (const event of ['connection-added', 'connection-keys-replaced', 'connection-removed'])
      expect(lines.filter((line) => line.includes(`"${event}"`) && line.includes(id))).toHaveLength(1);
    expect(lines.join(' ')).not.toContain(KEY.secret);
  });

  test.each([
    ['two lines', `${KEY.secret}\n${KEY.id}`],
    ['a blank', `${KEY.secret} ${KEY.id}`],
    ['a letter no header takes', `${KEY.secret}\u201c`],
  ])('what no header could carry is refused unsent and unsaid: %s', async (_, secretKey) => {
    const sent = vi.mocked(globalThis.fetch).mock.calls.length;
    const lines: string[] = [];
    const spies = (['log', 'error', 'warn'] as const).map((name) =>
      vi.spyOn(console, name).mockImplementation((...told: unknown[]) => void lines.push(told.map(String).join(' '))),
    );
    const { call, confirm } = await aPerson();
    await confirm();
    const refused = await call('POST', 'connections', { ...keysOf(), secretKey });
    for (const spy of spies) spy.mockRestore();
    expect(refused).toMatchObject({ status: 400, body: { code: 'invalid-request', field: 'secretKey' } });
    expect(vi.mocked(globalThis.fetch).mock.calls.length).toBe(sent);
    expect([refused.text, ...lines].join(' ')).not.toContain(KEY.secret);
  });

  test('reads account, environment and permissions back, and opens a paper account', async () => {
    anAlpaca();
    const { call, confirm } = await aPerson();
    await confirm();
    const made = await call<NewConnectionView>('POST', 'connections', { ...keysOf(), name: 'Mine' });
    expect(made.status, made.text).toBe(201);
    const { connection, accountId } = made.body;
    expect(connection).toMatchObject({
      broker: 'alpaca',
      name: 'Mine',
      environment: 'paper',
      accountEnding: worlds[0]?.accountNumber.slice(-4),
      keyEnding: KEY.id.slice(-4),
      currency: 'USD',
      health: { state: 'connected', mend: null },
      accountIds: [accountId],
      detail: { sealedWith: 'KEK_1', streamState: 'closed' },
    });
    expect(connection.permissions.length).toBeGreaterThan(0);
    const account = await call<AccountView>('GET', `accounts/${accountId}`);
    expect(account.body).toMatchObject({
      broker: 'alpaca',
      connectionId: connection.id,
      world: 'paper',
      mayTrade: true,
    });
    const listed = await call<{ items: ConnectionView[] }>('GET', 'connections');
    expect(listed.body.items.map(({ id }) => id)).toContain(connection.id);
  });

  test('needs the person, and nothing leaves before', async () => {
    const world = anAlpaca();
    const { call } = await aPerson();
    expect((await call('POST', 'connections', keysOf())).body).toMatchObject({ code: 'step-up-required' });
    const response = await exports.default.fetch(`${ORIGIN}/api/connections`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await aToken()}`, 'content-type': 'application/json' },
      body: JSON.stringify(keysOf()),
    });
    expect(response.status).toBe(403);
    expect(world.requests).toEqual([]);
  });

  test('anything but exactly "live" knocks at the paper door', async () => {
    anAlpaca();
    const { call, confirm } = await aPerson();
    await confirm();
    const made = await call<NewConnectionView>('POST', 'connections', { ...keysOf(), environment: 'LIVE!' });
    expect(made.body.connection.environment).toBe('paper');
  });

  test('live keys at the paper door are refused with what they are, and the other way round', async () => {
    anAlpaca({ environment: 'live' });
    const { call, confirm } = await aPerson();
    await confirm();
    const live = await call('POST', 'connections', keysOf());
    expect(live).toMatchObject({ status: 422, body: { code: 'environment-mismatch' } });
    expect(live.text).toContain('real money');
    anAlpaca({ environment: 'paper' });
    const paper = await call('POST', 'connections', { ...keysOf(), environment: 'live' });
    expect(paper).toMatchObject({ status: 422, body: { code: 'environment-mismatch' } });
    expect((await call<{ items: [] }>('GET', 'connections')).body.items.filter(isOf(worlds[0]))).toEqual([]);
  });

  test('real money opens no account by itself', async () => {
    anAlpaca({ environment: 'live' });
    const { call, confirm } = await aPerson();
    await confirm();
    const made = await call<NewConnectionView>('POST', 'connections', { ...keysOf(), environment: 'live' });
    expect(made.status, made.text).toBe(201);
    expect(made.body).toMatchObject({ accountId: null, connection: { environment: 'live', accountIds: [] } });
  });

  test.each([
    [
      'keys the broker does not know',
      (world: AlpacaWorld) => (world.keys[0] = { ...KEY, state: 'revoked' }),
      'keys-refused',
    ],
    [
      'a broker that limits us',
      (world: AlpacaWorld) => world.plan.next('GET /v2/account', 'limited-429'),
      'broker-limits',
    ],
    [
      'HTML instead of JSON',
      (world: AlpacaWorld) => world.plan.next('GET /v2/account', 'html-502'),
      'broker-unreachable',
    ],
    ['half an answer', (world: AlpacaWorld) => world.plan.next('GET /v2/account', 'truncated'), 'broker-unreachable'],
    [
      'a cut connection',
      (world: AlpacaWorld) => world.plan.next('GET /v2/account', 'drop-answer'),
      'broker-unreachable',
    ],
  ])('%s: a sentence, and nothing is kept', async (_, spoil, code) => {
    const world = anAlpaca();
    spoil(world);
    const { call, confirm } = await aPerson();
    await confirm();
    const refused = await call('POST', 'connections', keysOf());
    expect(refused.body).toMatchObject({ code });
    for (const secret of Object.values(KEY)) expect(refused.text).not.toContain(secret);
    expect((await call<{ items: ConnectionView[] }>('GET', 'connections')).body.items.filter(isOf(world))).toEqual([]);
  });

  test('the same brokerage account is connected once', async () => {
    anAlpaca();
    const { call, confirm } = await aPerson();
    await confirm();
    const first = await call<NewConnectionView>('POST', 'connections', keysOf());
    const second = await call<{ id: string }>('POST', 'connections', keysOf());
    expect(second).toMatchObject({ status: 409, body: { code: 'connection-exists' } });
    expect(first.status).toBe(201);
  });

  test('the same brokerage account is connected once, also by two at the same moment', async () => {
    anAlpaca();
    const { call, confirm } = await aPerson();
    await confirm();
    const both = await Promise.all([call('POST', 'connections', keysOf()), call('POST', 'connections', keysOf())]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([201, 409]);
    const { items } = (await call<{ items: ConnectionView[] }>('GET', 'connections')).body;
    expect(items.filter(isOf(worlds[0])).map(({ accountIds }) => accountIds.length)).toEqual([1]);
  });

  test('a repeat under its idempotency key does nothing twice and keeps no body', async () => {
    anAlpaca();
    const { call, confirm } = await aPerson();
    await confirm();
    const key = { 'idempotency-key': 'one' };
    expect((await call('POST', 'connections', keysOf(), key)).status).toBe(201);
    // What was answered is not kept, as with every route that secrets pass; that it was done is.
    expect(await call('POST', 'connections', keysOf(), key)).toMatchObject({
      status: 503,
      body: { code: 'unavailable', values: { reason: 'cut-off' } },
    });
    const { items } = (await call<{ items: ConnectionView[] }>('GET', 'connections')).body;
    expect(items.filter(isOf(worlds[0]))).toHaveLength(1);
  });
});

describe('a connection', () => {
  async function connected() {
    const world = anAlpaca();
    const person = await aPerson();
    await person.confirm();
    const made = await person.call<NewConnectionView>('POST', 'connections', keysOf());
    if (made.body.accountId === null) throw new Error(made.text);
    return { world, ...person, connection: made.body.connection, accountId: made.body.accountId };
  }

  test('whose keys were revoked needs the person, and new keys mend it', async () => {
    const { world, call, connection } = await connected();
    world.keys[0] = { ...KEY, state: 'revoked' };
    const lost = await call<ConnectionView>('POST', `connections/${connection.id}/check`);
    expect(lost.body.health).toMatchObject({
      state: 'needs-you',
      sentence: { code: 'health-keys-refused' },
      mend: 'new-keys',
    });
    const next = { id: 'ANOTHERKEY0000000K3Y2', secret: 'anothersecret00000000000000000000000000s3c2' };
    world.keys.push({ ...next, state: 'good' });
    const path = `connections/${connection.id}/keys`;
    const mended = await call<ConnectionView>('POST', path, { keyId: next.id, secretKey: next.secret });
    expect(mended.status, mended.text).toBe(200);
    expect(mended.body).toMatchObject({ keyEnding: 'K3Y2', health: { state: 'connected' } });
  });

  test('takes no keys of another brokerage account', async () => {
    const { call, connection } = await connected();
    anAlpaca();
    const path = `connections/${connection.id}/keys`;
    const refused = await call('POST', path, { keyId: KEY.id, secretKey: KEY.secret });
    expect(refused).toMatchObject({ status: 409, body: { code: 'other-brokerage-account' } });
  });

  test('that cannot be reached is lost since then, and comes back by itself', async () => {
    const { world, call, connection } = await connected();
    world.plan.faults = { ...world.plan.faults, 'drop-request': 1 };
    const check = () => call<ConnectionView>('POST', `connections/${connection.id}/check`);
    await check();
    const lost = await check();
    expect(lost.body.health).toMatchObject({ state: 'lost', sentence: { code: 'health-lost' }, mend: 'try-now' });
    world.plan.heal();
    expect((await check()).body.health).toMatchObject({ state: 'connected', lostSince: null });
  });

  test('whose broker limits us is slow', async () => {
    const { world, call, connection } = await connected();
    world.plan.next('GET /v2/account', 'limited-429');
    const slow = await call<ConnectionView>('POST', `connections/${connection.id}/check`);
    expect(slow.body.health).toMatchObject({ state: 'slow', sentence: { code: 'health-slow' } });
  });

  test('whose clock is ten minutes off holds entries back until it is right again', async () => {
    const { world, call, connection } = await connected();
    world.plan.faults = { ...world.plan.faults, skewMs: 600_000 };
    const check = () => call<ConnectionView>('POST', `connections/${connection.id}/check`);
    expect((await check()).body.health).toMatchObject({ state: 'needs-you', sentence: { code: 'health-clock-off' } });
    world.plan.heal();
    expect((await check()).body.health.state).toBe('connected');
  });

  test('follows an account that was cut off before the connection knew of it', async () => {
    const { accountId: other } = await connected();
    const { call, connection, accountId } = await connected();
    await env.DB.prepare('UPDATE accounts SET connection_id = ? WHERE id = ?').bind(connection.id, other).run();
    const seen = await call<ConnectionView>('GET', `connections/${connection.id}`);
    expect(seen.body.accountIds).toEqual([accountId, other]);
    expect((await env.BROKER_SESSION.getByName(connection.id).view())?.accountIds).toEqual([accountId, other]);
  });

  test('is forgotten also where its account was cut off before anybody could find it', async () => {
    anAlpaca();
    const { call, confirm } = await aPerson();
    await confirm();
    await env.DB.exec("CREATE TRIGGER cut_off BEFORE INSERT ON accounts BEGIN SELECT RAISE(ABORT, 'cut off'); END");
    expect((await call('POST', 'connections', keysOf())).status).toBe(500);
    await env.DB.exec('DROP TRIGGER cut_off');
    const { items } = (await call<{ items: ConnectionView[] }>('GET', 'connections')).body;
    const cutOff = items.find(isOf(worlds[0]));
    expect(cutOff?.accountIds).toEqual([]);
    expect(await call('DELETE', `connections/${cutOff?.id}`)).toMatchObject({ status: 200, body: { isGone: true } });
    await confirm();
    const again = await call<NewConnectionView>('POST', 'connections', keysOf());
    expect(again.body.connection.accountIds).toEqual([again.body.accountId]);
  });

  test('is forgotten with its keys', async () => {
    const { call, connection } = await connected();
    const gone = await call('DELETE', `connections/${connection.id}`);
    expect(gone).toMatchObject({ status: 200, body: { id: connection.id, staysOpen: [], workingOrders: 0 } });
    expect((await call('GET', `connections/${connection.id}`)).status).toBe(404);
    expect(await env.BROKER_SESSION.getByName(connection.id).view()).toBeNull();
  });

  test('belongs to whoever brought it; a token that is limited to an account sees none', async () => {
    const { accountId } = await connected();
    const response = await exports.default.fetch(`${ORIGIN}/api/connections`, {
      headers: { authorization: `Bearer ${await aToken(['read', 'admin'], [accountId])}` },
    });
    expect(response.status).toBe(403);
  });
});

test('every connection is found by whoever looks after all of them, however many there are', async () => {
  const { call } = await aPerson();
  const { id: userId } = (await call<{ id: string }>('GET', 'me')).body;
  const { connections } = compose(readEnv(env));
  const before = await connections.all();
  const many = Array.from({ length: 501 }, (_, number) => `c_many${number}`);
  const values = many
    .map((id) => `('${id}', '${userId}', 'alpaca', 'Many', 'paper', '${id.slice(6)}', '0002', 9)`)
    .join(', ');
  await env.DB.prepare(
    `INSERT INTO connections (id, user_id, broker, name, environment, account_ending, key_ending, created_at)
     VALUES ${values}`,
  ).run();
  const found = (await connections.all()).map(({ id }) => id);
  await env.DB.prepare("DELETE FROM connections WHERE id LIKE 'c_many%'").run();
  expect(found.toSorted()).toEqual([...before.map(({ id }) => id), ...many].toSorted());
});

test('neither key nor secret is in any table of the directory or the session', async () => {
  anAlpaca();
  const { call, confirm } = await aPerson();
  await confirm();
  const made = await call<NewConnectionView>('POST', 'connections', keysOf(), { 'idempotency-key': 'canary' });
  const { results } = await env.DB.prepare('SELECT * FROM connections').all();
  const view = await env.BROKER_SESSION.getByName(made.body.connection.id).view();
  const said = JSON.stringify([results, view, made.body, await call('GET', 'connections')]);
  for (const secret of Object.values(KEY)) expect(said).not.toContain(secret);
  expect(said).not.toContain(worlds[0]?.accountNumber);
});

function isOf(world: AlpacaWorld | undefined) {
  return (connection: Pick<ConnectionView, 'accountEnding'>) =>
    connection.accountEnding === world?.accountNumber.slice(-4);
}
