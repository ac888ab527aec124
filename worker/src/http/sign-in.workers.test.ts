import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { AccessEventView } from '#shared/contract/access.ts';
import type { DeviceView, MeView, PasskeyQuestionView } from '#shared/contract/session.ts';
import { DAY_MS, HOUR_MS, SECOND_MS } from '#shared/lib/time.ts';
import { compose } from '../composition.ts';
import { readEnv } from '../env.ts';
import { durableSql, type Sql } from '../objects/sql.ts';
import { boot } from './admin/boot.ts';
import { knownBrowser, knownBrowserCookie } from './known-browser.ts';
import { AppPerson, fetchAs, ORIGIN } from '../testing/app-person.ts';
import { aToken, linkCode, owner } from '../testing/sign-in.ts';
import { aSoftwarePasskey, type SoftwarePasskey } from '../testing/software-passkey.ts';

type Json = Record<string, unknown>;
const HERE = { origin: ORIGIN, rpId: 'localhost' };
const PHONE = 'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/141.0.0.0 Mobile Safari/537.36';

let mina: AppPerson;
let passkey: SoftwarePasskey;
let sources = 0;

/** A browser nobody is signed in on, somewhere nobody came from before. */
function aBrowser(headers: Record<string, string> = {}): AppPerson {
  sources += 1;
  return new AppPerson(ORIGIN, { 'cf-connecting-ip': `203.0.113.${sources}`, ...headers });
}

async function question(browser: AppPerson): Promise<Json> {
  const { body } = await browser.call<PasskeyQuestionView>('POST', 'session/passkey', {});
  return body.options ?? {};
}

/** The mark of a browser that this person was signed in with, as it sends it. */
const markOf = async (userId: string) =>
  (await knownBrowserCookie(compose(readEnv(env)), new Request(ORIGIN), userId)).split(';')[0] ?? '';
const enter = (browser: AppPerson, given: Json) => browser.call<Json>('POST', 'session', given);
const who = async (browser: AppPerson) => (await browser.call<MeView>('GET', 'me')).status;

/** Everybody begins with one person, one passkey and nobody who was sent away. */
beforeEach(async () => {
  await onUser((sql) => {
    for (const table of ['passkey', 'recovery_code', 'password', 'attempt', 'proof', 'challenge'])
      sql.run(`DELETE FROM ${table}`);
  });
  await env.DB.prepare('DELETE FROM sign_in_tries').run();
  mina = aBrowser();
  await mina.comesIn();
  await mina.confirm('passkeys');
  passkey = await aSoftwarePasskey();
  const { body } = await mina.call<{ options: Json }>('POST', 'passkeys/begin', {});
  const response = await passkey.create(body.options, HERE);
  expect((await mina.call('POST', 'passkeys', { name: 'Phone', response })).status).toBe(201);
});

describe('a passkey', () => {
  test('signs its person in on a browser that knows nobody, and it is written down', async () => {
    const phone = aBrowser({ 'user-agent': PHONE });
    expect(await who(phone)).toBe(401);
    const asked = await question(phone);
    expect(asked).toMatchObject({ rpId: 'localhost', userVerification: 'required', allowCredentials: [] });
    const entered = await enter(phone, { passkey: await passkey.sign(asked, { ...HERE, counter: 1 }) });
    expect(entered).toMatchObject({ status: 201, body: { userId: await owner(), kind: 'session' } });
    expect(await who(phone)).toBe(200);
    const { body } = await phone.call<{ items: AccessEventView[] }>('GET', 'me/events?kind=sign-ins');
    expect(body.items[0]).toMatchObject({ type: 'access.signed-in', channel: 'web' });
  });

  test('opens nothing else: what asks for the person still asks', async () => {
    const phone = aBrowser();
    await enter(phone, { passkey: await passkey.sign(await question(phone), { ...HERE, counter: 1 }) });
    expect((await phone.call<Json>('POST', 'recovery-codes', {})).body['code']).toBe('step-up-required');
  });

  test('that is wrong in any way is refused in the same words, known person or not', async () => {
    const stranger = await aSoftwarePasskey();
    const signed = async (page: object, by = passkey) =>
      by.sign(await question(aBrowser()), { ...HERE, counter: 1, ...page });
    const used = await signed({ counter: 5 });
    expect((await enter(aBrowser(), { passkey: used })).status).toBe(201);
    const good = await signed({ counter: 6 });
    const answer = good['response'] as Json;
    const handle = answer['userHandle'];
    const stepUp = await mina.call<{ passkey: Json }>('POST', 'step-up/begin', { reason: 'passkeys' });
    const wrong: Record<string, Json> = {
      'sent before': used,
      'whose counter went back': await signed({ counter: 4 }),
      'of another page': await signed({ origin: 'https://evil.example' }),
      'of another name': await signed({ rpId: 'evil.example' }),
      'without its person': await signed({ counter: 7, isVerified: false }),
      'to another question': await passkey.sign(stepUp.body.passkey, { ...HERE, counter: 8 }),
      'to a made-up question': await passkey.sign({ challenge: 'AAAA' }, { ...HERE, counter: 9 }),
      'of nobody': { ...good, response: { ...answer, userHandle: 'A'.repeat(43) } },
      'without a person': { ...good, response: { ...answer, userHandle: undefined } },
      'of a stranger': await signed({}, stranger),
      'under the id of one that was added': { ...(await signed({}, stranger)), id: passkey.id, rawId: passkey.id },
      'of a stranger for this person': { ...good, id: stranger.id, rawId: stranger.id },
      changed: { ...good, response: { ...answer, signature: String(answer['signature']).replace(/^.{4}/, 'AAAA') } },
      'in no shape': {},
      'in another shape': { response: { clientDataJSON: 5, userHandle: handle } },
      'that is no JSON': { ...good, response: { ...answer, clientDataJSON: '%%%' } },
    };
    for (const [how, given] of Object.entries(wrong)) {
      await forgetTries();
      const refused = await enter(aBrowser(), { passkey: given });
      expect([refused.status, refused.body['code'], Object.keys(refused.body).toSorted()], how).toEqual([
        401,
        'sign-in-failed',
        ['code', 'detail', 'status', 'title', 'type'],
      ]);
    }
  });

  test('answered twice at once opens one door', async () => {
    const answer = await passkey.sign(await question(aBrowser()), { ...HERE, counter: 1 });
    const both = await Promise.all([1, 2, 3].map(() => enter(aBrowser(), { passkey: answer })));
    expect(both.map(({ status }) => status).toSorted()).toEqual([201, 401, 401]);
  });

  test('does not sign in from a page of another site, and not where there can be none', async () => {
    const answer = await passkey.sign(await question(aBrowser()), { ...HERE, counter: 1 });
    const evil = new AppPerson('https://evil.example');
    expect((await enter(evil, { passkey: answer })).body['code']).toBe('bad-origin');
    const bare = new Request('http://127.0.0.1:8787/api/session/passkey', { method: 'POST' });
    const { app } = await import('./app.ts');
    expect(await (await app.fetch(bare, env)).json()).toEqual({ options: null });
  });

  test('after ten wrong tries nothing of this person is looked at, while a link still opens', async () => {
    const stranger = await aSoftwarePasskey();
    const wrong = async (id: string) => {
      const good = await passkey.sign(await question(aBrowser()), {
        ...HERE,
        counter: 0,
        origin: 'https://evil.example',
      });
      return enter(aBrowser(), { passkey: { ...good, id, rawId: id } });
    };
    for (let tried = 0; tried < 11; tried += 1) expect((await wrong(stranger.id)).status).toBe(401);
    const first = await passkey.sign(await question(aBrowser()), { ...HERE, counter: 1 });
    expect((await enter(aBrowser(), { passkey: first })).status, 'who knows no passkey keeps nobody out').toBe(201);
    for (let tried = 0; tried < 10; tried += 1) expect((await wrong(passkey.id)).status).toBe(401);
    const right = await passkey.sign(await question(aBrowser()), { ...HERE, counter: 2 });
    expect((await enter(aBrowser(), { passkey: right })).status).toBe(429);
    expect((await enter(aBrowser(), { code: await linkCode() })).status).toBe(201);
  });
});

describe('a network address', () => {
  test('that guesses waits, whomever it names, and another one does not', async () => {
    const guesser = aBrowser();
    const guesses = await Promise.all(
      Array.from({ length: 25 }, (_, at) =>
        enter(guesser, { code: `u_${String(at).padStart(16, '0')}.${'A'.repeat(59)}` }),
      ),
    );
    expect(guesses.filter(({ status }) => status === 401)).toHaveLength(20);
    expect(guesses.filter(({ status }) => status === 429)).toHaveLength(5);
    expect((await enter(guesser, { code: await linkCode() })).status, 'also with what is right').toBe(429);
    expect((await enter(aBrowser(), { code: await linkCode() })).status).toBe(201);
  });

  test('that guesses the links of somebody it knows by id keeps them out no more than others', async () => {
    const known = { code: `${await owner()}.${'A'.repeat(59)}` };
    for (let tried = 0; tried < 12; tried += 1) expect((await enter(aBrowser(), known)).status).toBe(401);
    expect((await enter(aBrowser(), { code: await linkCode() })).status).toBe(201);
  });

  test('that nobody knows keeps nobody out, as it is everybody’s', async () => {
    const stranger = new AppPerson();
    const guess = { code: `u_0000000000000000.${'A'.repeat(59)}` };
    for (let tried = 0; tried < 25; tried += 1) expect((await enter(stranger, guess)).status).toBe(401);
    expect((await enter(new AppPerson(), { code: await linkCode() })).status).toBe(201);
  });

  test('waits longer each time, and not for ever', async () => {
    const { signInTries } = compose(readEnv(env));
    const from = { by: 'source', text: 'a test' } as const;
    let now = Date.now();
    const waits = [...Array<number>(20).fill(0), 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900];
    for (const [tried, wait] of waits.entries()) {
      if (wait > 0)
        expect(await signInTries.begin(from, now + wait * SECOND_MS - 1), `${tried}, too early`).toBe(false);
      now += wait * SECOND_MS;
      expect(await signInTries.begin(from, now), `${tried}, after ${wait} s`).toBe(true);
    }
    await signInTries.wasRight(from);
    expect(await signInTries.begin(from, now), 'whoever then comes in does not wait').toBe(true);
    expect(await signInTries.begin({ by: 'source', text: 'another' }, now)).toBe(true);
  });

  test('stands nowhere in the table, which grows by no names that are made up', async () => {
    await enter(aBrowser({ 'cf-connecting-ip': '198.51.100.77' }), { code: `u_0000000000000000.${'A'.repeat(59)}` });
    const { results } = await env.DB.prepare('SELECT * FROM sign_in_tries').all();
    expect(results.length).toBeGreaterThan(0);
    expect(JSON.stringify(results)).not.toContain('198.51');
    const { signInTries } = compose(readEnv(env));
    for (const by of ['source', 'address'] as const) await signInTries.begin({ by, text: 'made up' }, Date.now());
    const { results: rows } = await env.DB.prepare("SELECT key FROM sign_in_tries WHERE key NOT LIKE '%-____'").all();
    expect(rows, 'all of them share as many rows as four hex digits name').toEqual([]);
    await signInTries.begin({ by: 'source', text: 'an hour later' }, Date.now() + HOUR_MS);
    const { results: left } = await env.DB.prepare('SELECT key FROM sign_in_tries').all();
    expect(left, 'and what counts no more goes').toHaveLength(1);
  });
});

describe('an e-mail address with its password', () => {
  const EMAIL = 'mina.park@example.com';
  const PASSWORD = 'tulpen uit amsterdam';

  async function set(password = PASSWORD, email = EMAIL) {
    await mina.confirm('passkeys');
    return mina.call<Json>('POST', 'password', { email, password });
  }
  /** As before there was a passkey, so that a link confirms. */
  beforeEach(async () => {
    await onUser((sql) => sql.run('DELETE FROM passkey'));
    await mina.confirm('passkeys');
  });

  test('signs its person in, however the address is typed, and leaves no other browser signed in', async () => {
    const other = aBrowser();
    await other.comesIn();
    expect(await set()).toMatchObject({ status: 201, body: { email: EMAIL } });
    expect([await who(mina), await who(other)], 'whoever set it stays').toEqual([200, 401]);
    const office = aBrowser({ 'user-agent': PHONE });
    const entered = await enter(office, { email: ' Mina.Park@Example.com', password: PASSWORD });
    expect(entered).toMatchObject({ status: 201, body: { userId: await owner() } });
    const { body } = await office.call<{ items: AccessEventView[] }>('GET', 'me/events');
    expect(body.items.slice(0, 3)).toMatchObject([
      { type: 'access.signed-in', about: { device: 'Chrome, Android', way: 'password' } },
      { type: 'access.signed-out-others' },
      { type: 'access.password-set' },
    ]);
    expect((await office.call<Json>('POST', 'recovery-codes', {})).body['code'], 'is no proof').toBe(
      'step-up-required',
    );
  });

  test('is refused in the same words, whether there is such an address or not', async () => {
    await set();
    const wrong = await enter(aBrowser(), { email: EMAIL, password: 'tulpen uit rotterdam' });
    const nobody = await enter(aBrowser(), { email: 'nobody@example.com', password: PASSWORD });
    expect([wrong.status, wrong.body['code']]).toEqual([401, 'sign-in-failed']);
    expect([nobody.status, nobody.text]).toEqual([wrong.status, wrong.text]);
    for (const given of [{ email: EMAIL }, { email: EMAIL, password: '' }, { email: 'x', password: PASSWORD }])
      expect((await enter(aBrowser(), given)).status).toBe(400);
    expect((await enter(aBrowser(), { email: EMAIL, password: PASSWORD, code: 'x'.repeat(20) })).status).toBe(400);
  });

  test('is guessed ever more slowly, from wherever, and nobody else waits for it', async () => {
    await set();
    const guess = () => enter(aBrowser(), { email: EMAIL, password: 'x' });
    const { signInTries } = compose(readEnv(env));
    for (let tried = 0; tried < 4; tried += 1) await signInTries.begin({ by: 'address', text: EMAIL }, Date.now());
    expect((await guess()).status, 'the fifth').toBe(401);
    // However slow this machine is: those that waited came later than now.
    for (const afterS of [20, 40, 80])
      await signInTries.begin({ by: 'address', text: EMAIL }, Date.now() + afterS * SECOND_MS);
    expect((await guess()).status).toBe(429);
    expect((await enter(aBrowser(), { email: EMAIL, password: PASSWORD })).status, 'also what is right').toBe(429);
    expect((await enter(aBrowser(), { code: await linkCode() })).status, 'another way is open').toBe(201);
  });

  test('is kept from nobody by a guesser on a browser that was signed in with it before', async () => {
    await set();
    const [office, stranger] = [new AppPerson(), new AppPerson()];
    expect((await enter(office, { email: EMAIL, password: PASSWORD })).status).toBe(201);
    await office.call('DELETE', 'session');
    const { signInTries } = compose(readEnv(env));
    const holdClosed = async (tried: Parameters<typeof signInTries.begin>[0]) => {
      for (const afterS of [0, 0, 0, 0, 0, 20, 40, 80, 160, 320, 640])
        await signInTries.begin(tried, Date.now() + afterS * SECOND_MS);
    };
    await holdClosed({ by: 'address', text: EMAIL });
    // As where nobody says whence they come, at home behind a proxy: all are one.
    await holdClosed({ by: 'source', text: '' });
    const right = { email: EMAIL, password: PASSWORD };
    expect((await enter(stranger, right)).status).toBe(429);
    expect((await enter(office, right)).status).toBe(201);
  });

  test('is guessed at no faster with a mark that is made up, or another person’s', async () => {
    await set();
    const { signInTries } = compose(readEnv(env));
    for (const afterS of [0, 0, 0, 0, 0, 20, 40])
      await signInTries.begin({ by: 'address', text: EMAIL }, Date.now() + afterS * SECOND_MS);
    const own = await markOf(await owner());
    const marks = [await markOf('u_0000000000000001'), own.replace(/.$/, (last) => (last === '0' ? '1' : '0'))];
    for (const cookie of marks)
      expect((await enter(aBrowser({ cookie }), { email: EMAIL, password: PASSWORD })).status).toBe(429);
    const right = { email: EMAIL, password: PASSWORD };
    expect((await enter(aBrowser({ cookie: own }), right)).status).toBe(201);
    const [, mark = ''] = /=(\w+)\./.exec(own) ?? [];
    for (const afterS of [0, 0, 0, 0, 0, 20, 40])
      await signInTries.begin({ by: 'browser', text: mark }, Date.now() + afterS * SECOND_MS);
    expect((await enter(aBrowser({ cookie: own }), right)).status, 'nor with its own without end').toBe(429);
  });

  test('is guessed at no faster with many marks of one person', async () => {
    await set();
    const { signInTries } = compose(readEnv(env));
    const guess = async () => {
      const cookie = await markOf(await owner());
      return (await enter(aBrowser({ cookie }), { email: EMAIL, password: 'x' })).status;
    };
    expect(await guess()).toBe(401);
    const all = { by: 'browsers', text: await owner() } as const;
    for (const afterS of [...Array<number>(20).fill(0), 20, 40, 80])
      await signInTries.begin(all, Date.now() + afterS * SECOND_MS);
    expect(await guess()).toBe(429);
  });

  test('knows no browser any more that was signed out from elsewhere, or was here long ago', async () => {
    await set();
    const phone = aBrowser({ 'user-agent': PHONE });
    await enter(phone, { code: await linkCode() });
    const { signInTries } = compose(readEnv(env));
    const userId = await owner();
    const isKnown = async (cookie: string) =>
      (await knownBrowser(compose(readEnv(env)), new Request(ORIGIN, { headers: { cookie } }), userId)) !== null;
    const { body } = await mina.call<{ items: DeviceView[] }>('GET', 'sessions');
    const lost = body.items.find(({ name }) => name === 'Chrome, Android')?.id ?? '';
    const endings = [
      ['one that was lost', () => mina.call('DELETE', `sessions/${lost}`)],
      ['every other', () => mina.call('DELETE', 'sessions')],
      ['another password', () => set('wandelen langs de amstel')],
    ] as const;
    for (const [what, end] of endings) {
      await phone.comesIn();
      const mark = await markOf(userId);
      expect(await isKnown(mark), what).toBe(true);
      expect((await end()).status, what).toBeLessThan(300);
      expect(await isKnown(mark), what).toBe(false);
    }
    for (const afterS of [0, 0, 0, 0, 0, 20, 40])
      await signInTries.begin({ by: 'address', text: EMAIL }, Date.now() + afterS * SECOND_MS);
    const right = { email: EMAIL, password: 'wandelen langs de amstel' };
    expect((await enter(mina, right)).status, 'where it was set it is known').toBe(201);
    expect((await enter(phone, right)).status).toBe(429);
    const mark = await markOf(userId);
    await mina.call('DELETE', 'session?all=true');
    expect([await isKnown(mark), (await enter(mina, right)).status], 'everywhere').toEqual([false, 429]);
    const last = await markOf(userId);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 399 * DAY_MS });
    expect(await isKnown(last)).toBe(true);
    vi.setSystemTime(Date.now() + 2 * DAY_MS);
    expect(await isKnown(last), 'long ago').toBe(false);
    vi.useRealTimers();
  });

  test('is set, changed and removed by the person alone, and what went opens nothing', async () => {
    const weak = await mina.call<Json>('POST', 'password', { email: EMAIL, password: 'Password1234' });
    expect([weak.status, weak.body['code'], weak.body['field']]).toEqual([422, 'password-weak', 'password']);
    await onUser((sql) => sql.run('DELETE FROM proof'));
    const asked = await mina.call<Json>('POST', 'password', { email: EMAIL, password: PASSWORD });
    expect(asked.body['code']).toBe('step-up-required');
    await set();
    await onUser((sql) => sql.run('DELETE FROM proof'));
    expect((await mina.call<Json>('DELETE', 'password')).body['code']).toBe('step-up-required');
    await set('wandelen langs de amstel', 'mina@example.net');
    const tries = [
      { email: EMAIL, password: PASSWORD },
      { email: EMAIL, password: 'wandelen langs de amstel' },
      { email: 'mina@example.net', password: PASSWORD },
    ];
    for (const given of tries) expect((await enter(aBrowser(), given)).status, given.email).toBe(401);
    const changed = { email: 'mina@example.net', password: 'wandelen langs de amstel' };
    expect((await enter(aBrowser(), changed)).status).toBe(201);
    expect((await mina.call('DELETE', 'password')).body).toEqual({ email: null, setAt: null });
    expect((await enter(aBrowser(), changed)).status).toBe(401);
  });

  test('that could not be stored changes nothing', async () => {
    await set();
    const { hashPassword } = await import('../objects/user/password-hash.ts');
    const busy = Array.from({ length: 12 }, () => hashPassword(PASSWORD));
    expect((await set('wandelen langs de amstel', 'mina@example.net')).status).toBe(429);
    await Promise.all(busy);
    expect((await enter(aBrowser(), { email: EMAIL, password: PASSWORD })).status).toBe(201);
  });

  test('stands nowhere in a form that can be read', async () => {
    await set();
    const tables = ['password', 'event', 'keyed', 'chat'];
    const kept = await onUser((sql) => JSON.stringify(tables.map((table) => sql.all(`SELECT * FROM ${table}`))));
    expect(kept).not.toContain(PASSWORD);
    const { results } = await env.DB.prepare('SELECT * FROM ways_in').all();
    expect(JSON.stringify(results)).not.toContain('mina');
  });
});

describe('a recovery code', () => {
  test('signs in once, is told at once, and is as good as a proof for a new passkey', async () => {
    const proof = await passkey.sign(await stepUpQuestion(mina), { ...HERE, counter: 1 });
    await mina.call('POST', 'step-up/finish', { reason: 'passkeys', passkey: proof });
    const { codes } = (await mina.call<{ codes: string[] }>('POST', 'recovery-codes', {})).body;
    const [code = '', next = ''] = codes;
    const laptop = aBrowser();
    expect((await enter(laptop, { recoveryCode: ` ${code.toUpperCase()} ` })).status).toBe(201);
    const again = await enter(aBrowser(), { recoveryCode: code });
    const never = await enter(aBrowser(), { recoveryCode: '00000-00000-00000-00000-00000' });
    expect([again.status, again.text]).toEqual([never.status, never.text]);
    expect(again.body['code']).toBe('sign-in-failed');
    const { body } = await laptop.call<{ items: AccessEventView[] }>('GET', 'me/events');
    expect(body.items.slice(0, 2)).toMatchObject([
      { type: 'access.signed-in', about: { way: 'recovery-code' } },
      { type: 'access.recovery-used', about: { left: 9 } },
    ]);
    const chat = await laptop.call<{ items: { title: string }[] }>('GET', 'chat');
    expect(JSON.stringify(chat.body)).toContain('Act now: a recovery code was used, 9 left');
    expect((await laptop.call('POST', 'passkeys/begin', {})).status).toBe(200);
    // New ones end the former, also for signing in.
    expect((await laptop.call('POST', 'recovery-codes', {})).status).toBe(201);
    expect((await enter(aBrowser(), { recoveryCode: next })).status).toBe(401);
  });
});

describe('browsers that are signed in', () => {
  beforeAll(() => boot(compose(readEnv(env)), { world: { kind: 'generated', seed: 4 }, speed: 0 }));
  const devicesOf = async (browser: AppPerson) =>
    (await browser.call<{ items: DeviceView[] }>('GET', 'sessions')).body.items;

  test('are listed with what they are, and each can be signed out, with its screens', async () => {
    const phone = aBrowser({ 'user-agent': PHONE });
    await enter(phone, { passkey: await passkey.sign(await question(phone), { ...HERE, counter: 1 }) });
    const [first] = await devicesOf(phone);
    expect(first).toMatchObject({ name: 'Chrome, Android', isThis: true });
    expect((await devicesOf(mina)).find(({ isThis }) => isThis)?.id).not.toBe(first?.id);
    const screen = await openScreen(phone);
    expect(await mina.call('DELETE', `sessions/${first?.id}`)).toMatchObject({ status: 200 });
    expect(await screen.closed).toBe(4401);
    expect([await who(phone), await who(mina)]).toEqual([401, 200]);
    expect((await mina.call('DELETE', `sessions/${first?.id}`)).status).toBe(404);
    const { body } = await mina.call<{ items: AccessEventView[] }>('GET', 'me/events?kind=sign-ins');
    expect(body.items[0]).toMatchObject({ type: 'access.signed-out', about: { device: 'Chrome, Android' } });
  });

  test('all go but this one', async () => {
    const others = [aBrowser(), aBrowser()];
    for (const other of others) await other.comesIn();
    const screen = await openScreen(others[0]!);
    expect((await mina.call('DELETE', 'sessions')).status).toBe(204);
    expect(await screen.closed).toBe(4401);
    expect(await Promise.all([mina, ...others].map(who))).toEqual([200, 401, 401]);
    expect(await devicesOf(mina)).toMatchObject([{ isThis: true }]);
  });

  test('leave no link behind when they are signed out: one that was made there opens nothing', async () => {
    const linkBy = async (browser: AppPerson) => {
      const { body } = await browser.call<{ path: string }>('POST', 'links', {});
      return { code: body.path.split('#')[1] };
    };
    const thief = aBrowser();
    await thief.comesIn();
    const links = [await linkBy(thief), await linkBy(thief), await linkBy(thief)];
    const [thiefs] = (await devicesOf(thief)).filter(({ isThis }) => isThis);
    await mina.call('DELETE', `sessions/${thiefs?.id}`);
    expect((await enter(aBrowser(), links[0]!)).status, 'signed out one by one').toBe(401);
    await thief.comesIn();
    links.push(await linkBy(thief));
    await mina.call('DELETE', 'sessions');
    expect((await enter(aBrowser(), links.pop()!)).status, 'with all others').toBe(401);
    await thief.comesIn();
    links.push(await linkBy(thief));
    const ofTheMachine = { code: await linkCode() };
    await mina.call('DELETE', 'session?all=true');
    expect((await enter(aBrowser(), links.pop()!)).status, 'everywhere').toBe(401);
    expect((await enter(aBrowser(), ofTheMachine)).status, 'what the machine itself made stands').toBe(201);
  });

  test('are nothing to a token that is bound to some accounts, and a token stays signed in nowhere', async () => {
    const bound = await aToken(['read', 'admin'], ['a_00000000']);
    for (const [method, path] of [
      ['GET', 'sessions'],
      ['DELETE', 'sessions'],
      ['DELETE', 'sessions/s_1'],
    ] as const)
      expect((await fetchAs(bound, method, path)).status, `${method} ${path}`).toBe(403);
    expect((await fetchAs(await aToken(), 'DELETE', 'sessions')).status).toBe(403);
    expect(await who(mina)).toBe(200);
  });
});

async function stepUpQuestion(browser: AppPerson): Promise<Json> {
  const begun = await browser.call<{ passkey: Json }>('POST', 'step-up/begin', { reason: 'passkeys' });
  return begun.body.passkey;
}

/** An open screen of this browser; the code it will be closed with. */
async function openScreen(browser: AppPerson): Promise<{ closed: Promise<number> }> {
  const { webSocket } = await browser.opensStream();
  if (webSocket === null) throw new Error('the stream opens');
  webSocket.accept();
  return { closed: new Promise((resolve) => webSocket.addEventListener('close', ({ code }) => resolve(code))) };
}

async function onUser<T>(work: (sql: Sql) => T): Promise<T> {
  return runInDurableObject(env.USER.getByName(await owner()), (_, state) => work(durableSql(state.storage)));
}

/** What one tried wrong is not counted against the next. */
const forgetTries = () => onUser((sql) => sql.run('DELETE FROM attempt'));
