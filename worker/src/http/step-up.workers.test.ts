import { runInDurableObject } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { MINUTE_MS } from '#shared/lib/time.ts';
import { compose } from '../composition.ts';
import { readEnv } from '../env.ts';
import { durableSql } from '../objects/sql.ts';
import { aCookie, aToken, linkCode, owner } from '../testing/sign-in.ts';
import { aSoftwarePasskey, type SoftwarePasskey } from '../testing/software-passkey.ts';

type Json = Record<string, unknown>;
const BASE = 'http://localhost';
const HERE = { origin: BASE, rpId: 'localhost' };

/** A browser: one session, whose cookie changes when the product says so. */
class Browser {
  cookie = '';

  static async signedIn(): Promise<Browser> {
    const browser = new Browser();
    browser.cookie = await aCookie();
    return browser;
  }

  async ask(method: string, path: string, json?: Json): Promise<{ status: number; body: Json; code: unknown }> {
    const response = await exports.default.fetch(`${BASE}/api${path}`, {
      method,
      headers: { cookie: this.cookie, origin: BASE, 'content-type': 'application/json' },
      ...(json !== undefined && { body: JSON.stringify(json) }),
    });
    const set = response.headers.get('set-cookie');
    if (set !== null) this.cookie = set.split(';')[0] ?? '';
    const body = await response.json<Json>();
    return { status: response.status, body, code: body['code'] };
  }

  finish(proof: Json, reason = 'passkeys', about?: string) {
    return this.ask('POST', '/step-up/finish', { reason, ...(about !== undefined && { about }), ...proof });
  }

  async begin(reason = 'passkeys', about?: string): Promise<Json> {
    const begun = await this.ask('POST', '/step-up/begin', { reason, ...(about !== undefined && { about }) });
    return begun.body['passkey'] as Json;
  }

  async addPasskey(passkey: SoftwarePasskey, page = HERE) {
    const begun = await this.ask('POST', '/passkeys/begin', {});
    if (begun.status !== 200) return begun;
    const response = await passkey.create(begun.body['options'] as Json, page);
    return this.ask('POST', '/passkeys', { name: 'Phone', response });
  }

  /** What `requireStepUp` says to this session; asking uses up what counts once. */
  async isProven(reason: 'broker-keys' | 'going-live' | 'large-approval' | 'passkeys', about = ''): Promise<boolean> {
    const door = compose(readEnv(env)).user(await owner());
    const found = await door.identify('session', this.cookie.split('.')[1] ?? '');
    return found !== null && (await door.takeProof(found.id, reason, about));
  }
}

/** Moves what is stored `ms` into the past: the clock of the runtime itself cannot be moved. */
async function age(table: 'proof' | 'challenge' | 'attempt', column: string, ms: number): Promise<void> {
  const stub = env.USER.getByName(await owner());
  await runInDurableObject(stub, (_, state) => {
    durableSql(state.storage).run(`UPDATE ${table} SET ${column} = ${column} - ?`, ms);
  });
}

let browser: Browser;
let passkey: SoftwarePasskey;

/** Everybody begins with one session, one passkey and no open proof. */
beforeEach(async () => {
  const stub = env.USER.getByName(await owner());
  await runInDurableObject(stub, (_, state) => {
    const sql = durableSql(state.storage);
    for (const table of ['passkey', 'recovery_code', 'attempt', 'proof', 'challenge']) sql.run(`DELETE FROM ${table}`);
  });
  browser = await Browser.signedIn();
  await browser.finish({ linkCode: await linkCode() });
  passkey = await aSoftwarePasskey();
  expect((await browser.addPasskey(passkey)).status).toBe(201);
  await age('proof', 'until', 10 * MINUTE_MS);
});

describe('a passkey', () => {
  test('proves its person, once for the reason it was asked for', async () => {
    expect((await browser.ask('POST', '/recovery-codes', {})).code).toBe('step-up-required');
    const response = await passkey.sign(await browser.begin(), { ...HERE, counter: 1 });
    const before = browser.cookie;
    const proven = await browser.finish({ passkey: response });
    expect(proven).toMatchObject({ status: 200, body: { reason: 'passkeys' } });
    expect(browser.cookie).not.toBe(before);
    expect(await browser.isProven('broker-keys')).toBe(false);
    expect((await browser.ask('POST', '/recovery-codes', {})).status).toBe(201);
  });

  test('gives the session a new secret, and the old one opens nothing', async () => {
    const old = new Browser();
    old.cookie = browser.cookie;
    await browser.finish({ passkey: await passkey.sign(await browser.begin(), { ...HERE, counter: 1 }) });
    expect((await old.ask('GET', '/me')).status).toBe(401);
    expect((await browser.ask('GET', '/me')).status).toBe(200);
  });

  test('proves nothing twice with one answer', async () => {
    const response = await passkey.sign(await browser.begin(), { ...HERE, counter: 1 });
    expect((await browser.finish({ passkey: response })).status).toBe(200);
    expect((await browser.finish({ passkey: response })).code).toBe('step-up-failed');
    const later = await passkey.sign(await browser.begin(), { ...HERE, counter: 2 });
    await browser.begin();
    expect((await browser.finish({ passkey: later })).code, 'a newer question voids the one before').toBe(
      'step-up-failed',
    );
  });

  test('proves nothing for another reason, another amount or another session', async () => {
    const asked = async () => passkey.sign(await browser.begin('going-live', '5000'), { ...HERE, counter: 9 });
    expect((await browser.finish({ passkey: await asked() }, 'broker-keys')).code).toBe('step-up-failed');
    expect((await browser.finish({ passkey: await asked() }, 'going-live', '50000')).code).toBe('step-up-failed');
    const other = await Browser.signedIn();
    const foreign = await asked();
    expect((await other.finish({ passkey: foreign }, 'going-live', '5000')).code).toBe('step-up-failed');
    await other.begin('going-live', '5000');
    expect((await other.finish({ passkey: foreign }, 'going-live', '5000')).code).toBe('step-up-failed');
    expect((await browser.finish({ passkey: foreign }, 'going-live', '5000')).status).toBe(200);
    expect(await other.isProven('going-live', '5000')).toBe(false);
    expect(await browser.isProven('going-live', '50000')).toBe(false);
  });

  test('counts once for going live, and for five minutes for the rest', async () => {
    await browser.finish(
      { passkey: await passkey.sign(await browser.begin('going-live', 'x'), { ...HERE, counter: 1 }) },
      'going-live',
      'x',
    );
    expect([await browser.isProven('going-live', 'x'), await browser.isProven('going-live', 'x')]).toEqual([
      true,
      false,
    ]);
    await browser.finish(
      { passkey: await passkey.sign(await browser.begin('broker-keys'), { ...HERE, counter: 2 }) },
      'broker-keys',
    );
    expect([await browser.isProven('broker-keys'), await browser.isProven('broker-keys')]).toEqual([true, true]);
    await age('proof', 'until', 5 * MINUTE_MS);
    expect(await browser.isProven('broker-keys')).toBe(false);
  });

  test('of another page, another name or without its person is refused', async () => {
    const evil = { origin: 'https://evil.example', rpId: 'localhost' };
    const otherPort = { origin: 'http://localhost:9999', rpId: 'localhost' };
    const otherName = { origin: BASE, rpId: 'evil.example' };
    for (const page of [evil, otherPort, otherName, { ...HERE, isVerified: false }]) {
      const response = await passkey.sign(await browser.begin(), { ...page, counter: 5 });
      expect((await browser.finish({ passkey: response })).code, JSON.stringify(page)).toBe('step-up-failed');
    }
  });

  test('that was never added is refused, also under the id of one that was', async () => {
    const stranger = await aSoftwarePasskey();
    const signed = await stranger.sign(await browser.begin(), { ...HERE, counter: 1 });
    expect((await browser.finish({ passkey: signed })).code).toBe('step-up-failed');
    const forged = {
      ...(await stranger.sign(await browser.begin(), { ...HERE, counter: 1 })),
      id: passkey.id,
      rawId: passkey.id,
    };
    expect((await browser.finish({ passkey: forged })).code).toBe('step-up-failed');
  });

  test('whose counter goes back is a copy, and is refused', async () => {
    const at = async (counter: number) =>
      (await browser.finish({ passkey: await passkey.sign(await browser.begin(), { ...HERE, counter }) })).status;
    expect([await at(7), await at(7), await at(6), await at(8)]).toEqual([200, 403, 403, 200]);
  });

  test('answers within five minutes or not at all', async () => {
    const response = await passkey.sign(await browser.begin(), { ...HERE, counter: 1 });
    await age('challenge', 'expires_at', 5 * MINUTE_MS);
    expect((await browser.finish({ passkey: response })).code).toBe('step-up-failed');
  });

  test('in any other shape is refused without a fault', async () => {
    const good = await passkey.sign(await browser.begin(), { ...HERE, counter: 1 });
    for (const response of [
      {},
      { id: passkey.id },
      { ...good, response: null },
      { ...good, response: { clientDataJSON: 'x' } },
      { ...good, rawId: 5 },
    ]) {
      await browser.begin();
      expect((await browser.finish({ passkey: response })).code).toBe('step-up-failed');
    }
  });

  test('works under the public address where it was made, not under another', async () => {
    expect((await browser.ask('GET', '/step-up')).body).toMatchObject({
      passkeys: 1,
      passkeysElsewhere: 0,
      canAddPasskey: true,
    });
    const outside = await exports.default.fetch('https://nod.example/api/step-up', {
      headers: { cookie: `__Host-${browser.cookie}` },
    });
    expect(await outside.json()).toMatchObject({
      passkeys: 0,
      passkeysElsewhere: 1,
      freshLink: false,
      canAddPasskey: true,
    });
    const bare = await exports.default.fetch('http://127.0.0.1:8787/api/step-up', {
      headers: { cookie: browser.cookie },
    });
    expect(await bare.json()).toMatchObject({ passkeys: 0, canAddPasskey: false });
  });
});

describe('passkeys and recovery codes', () => {
  const prove = async (counter: number) =>
    browser.finish({ passkey: await passkey.sign(await browser.begin(), { ...HERE, counter }) });

  test('change only after a step-up', async () => {
    const [listed] = (await browser.ask('GET', '/passkeys')).body['items'] as { id: string; name: string }[];
    expect(listed).toMatchObject({ name: 'Phone' });
    const id = listed?.id ?? '';
    for (const [method, path] of [
      ['POST', '/passkeys/begin'],
      ['DELETE', `/passkeys/${id}`],
      ['POST', '/recovery-codes'],
    ] as const)
      expect((await browser.ask(method, path, {})).code, path).toBe('step-up-required');
    const made = await passkey.create({ challenge: 'AAAA' }, HERE);
    expect((await browser.ask('POST', '/passkeys', { name: 'x', response: made })).code).toBe('step-up-required');
    await prove(1);
    const second = await aSoftwarePasskey();
    expect((await browser.addPasskey(second)).status).toBe(201);
    expect((await browser.addPasskey(second)).code, 'the same again').toBe('step-up-failed');
    const renamed = await browser.ask('PATCH', `/passkeys/${id}`, { name: 'Key ring' });
    expect(renamed.body).toMatchObject({ id, name: 'Key ring' });
    expect((await browser.ask('DELETE', `/passkeys/${id}`)).status).toBe(200);
    expect((await browser.ask('DELETE', `/passkeys/${id}`)).status).toBe(404);
  });

  test('are not made for another page or from an old question', async () => {
    await prove(1);
    const other = await aSoftwarePasskey();
    expect((await browser.addPasskey(other, { origin: 'https://evil.example', rpId: 'localhost' })).code).toBe(
      'step-up-failed',
    );
    const begun = await browser.ask('POST', '/passkeys/begin', {});
    const response = await other.create(begun.body['options'] as Json, HERE);
    await age('challenge', 'expires_at', 5 * MINUTE_MS);
    expect((await browser.ask('POST', '/passkeys', { name: 'x', response })).code).toBe('step-up-failed');
  });

  test('the last passkey stays while there is no recovery code', async () => {
    const [listed] = (await browser.ask('GET', '/passkeys')).body['items'] as { id: string }[];
    await prove(1);
    expect((await browser.ask('DELETE', `/passkeys/${listed?.id}`)).code).toBe('last-passkey');
    await browser.ask('POST', '/recovery-codes', {});
    expect((await browser.ask('DELETE', `/passkeys/${listed?.id}`)).status).toBe(200);
  });

  test('a recovery code works once, however it is typed, and is stored nowhere', async () => {
    await prove(1);
    const made = await browser.ask('POST', '/recovery-codes', {});
    const codes = made.body['codes'] as string[];
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(/^([0-9a-hjkmnp-tv-z]{5}-){4}[0-9a-hjkmnp-tv-z]{5}$/);
    const [first = '', second = ''] = codes;
    expect((await browser.finish({ recoveryCode: first })).status).toBe(200);
    expect((await browser.finish({ recoveryCode: first })).code).toBe('step-up-failed');
    expect((await browser.finish({ recoveryCode: second.toUpperCase().replaceAll('-', ' ') })).status).toBe(200);
    expect((await browser.ask('GET', '/step-up')).body).toMatchObject({ recoveryCodesLeft: 8 });
    const stub = env.USER.getByName(await owner());
    const stored = await runInDurableObject(stub, (_, state) => {
      const sql = durableSql(state.storage);
      return JSON.stringify(['recovery_code', 'keyed', 'proof'].map((table) => sql.all(`SELECT * FROM ${table}`)));
    });
    for (const code of codes) expect(stored).not.toContain(code);
    await browser.ask('POST', '/recovery-codes', {});
    expect((await browser.finish({ recoveryCode: codes[5] ?? '' })).code, 'of the former ten').toBe('step-up-failed');
  });

  test('one recovery code used by two at once proves one of them', async () => {
    await prove(1);
    const codes = (await browser.ask('POST', '/recovery-codes', {})).body['codes'] as string[];
    const other = await Browser.signedIn();
    const both = await Promise.all(
      [browser, other].map((at) => at.finish({ recoveryCode: codes[0] ?? '' }, 'broker-keys')),
    );
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 403]);
  });

  test('after ten wrong tries nothing is looked at for ten minutes, also not what is right', async () => {
    await prove(1);
    const [code = ''] = (await browser.ask('POST', '/recovery-codes', {})).body['codes'] as string[];
    const wrong = await Promise.all(Array.from({ length: 12 }, () => browser.finish({ recoveryCode: '00000' })));
    expect(wrong.filter((answer) => answer.status === 403)).toHaveLength(10);
    expect(wrong.filter((answer) => answer.status === 429)).toHaveLength(2);
    expect((await browser.finish({ recoveryCode: code })).status).toBe(429);
    expect(
      (await browser.finish({ passkey: await passkey.sign(await browser.begin(), { ...HERE, counter: 2 }) })).status,
    ).toBe(429);
    // Whoever signs in with a link is not kept out by it.
    expect(await aCookie()).not.toBe('');
    await age('attempt', 'at', 10 * MINUTE_MS);
    expect((await browser.finish({ recoveryCode: code })).status).toBe(200);
  });
});

describe('a link', () => {
  test('proves nobody once there is a passkey', async () => {
    expect((await browser.finish({ linkCode: await linkCode() })).code).toBe('step-up-failed');
  });

  test('before that, proves whoever can read the machine, once', async () => {
    const stub = env.USER.getByName(await owner());
    await runInDurableObject(stub, (_, state) => void durableSql(state.storage).run('DELETE FROM passkey'));
    const code = await linkCode();
    const asPrinted = `http://localhost:8787/sign-in#${code}`;
    expect((await browser.finish({ linkCode: await linkCode('session') })).code, 'made by a session').toBe(
      'step-up-failed',
    );
    expect((await browser.finish({ linkCode: code.replace('u_', 'u_x') })).code).toBe('step-up-failed');
    expect((await browser.finish({ linkCode: asPrinted }, 'broker-keys')).status).toBe(200);
    expect(await browser.isProven('broker-keys')).toBe(true);
    expect((await browser.finish({ linkCode: code }, 'broker-keys')).code, 'a second time').toBe('step-up-failed');
    const signIn = await exports.default.fetch(`${BASE}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code }),
    });
    expect(signIn.status, 'used up for signing in, too').toBe(401);
  });

  test('that signed somebody in is no proof', async () => {
    const stub = env.USER.getByName(await owner());
    await runInDurableObject(stub, (_, state) => void durableSql(state.storage).run('DELETE FROM passkey'));
    const code = await linkCode();
    await exports.default.fetch(`${BASE}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code }),
    });
    expect((await browser.finish({ linkCode: code })).code).toBe('step-up-failed');
  });
});

test('whoever lost every device begins anew from the machine itself, and what was on them opens nothing', async () => {
  await browser.finish({ passkey: await passkey.sign(await browser.begin(), { ...HERE, counter: 1 }) });
  await browser.ask('POST', '/recovery-codes', {});
  const saved = { email: 'lost@example.com', password: 'tulpen uit amsterdam' };
  expect((await browser.ask('POST', '/password', saved)).status).toBe(201);
  const forget = (headers: Record<string, string>) =>
    exports.default.fetch(`${BASE}/internal/admin/forget-passkeys`, { method: 'POST', headers });
  expect((await forget({ cookie: browser.cookie, origin: BASE })).status).toBe(404);
  const done = await forget({ authorization: `Bearer ${env.ADMIN_KEY}` });
  expect(await done.json()).toEqual({ forgotten: 1 });
  expect((await browser.ask('GET', '/me')).status).toBe(401);
  const byPassword = await exports.default.fetch(`${BASE}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(saved),
  });
  expect(byPassword.status, 'the browser that was lost has the password saved').toBe(401);
  const anew = await Browser.signedIn();
  expect((await anew.ask('GET', '/step-up')).body).toMatchObject({
    passkeys: 0,
    recoveryCodesLeft: 0,
    freshLink: true,
  });
  expect((await anew.finish({ linkCode: await linkCode() })).status).toBe(200);
});

describe('a token', () => {
  test('never steps up: there is nobody behind it', async () => {
    const token = await aToken();
    const ask = async (path: string, json: Json) => {
      const response = await exports.default.fetch(`${BASE}/api${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(json),
      });
      return (await response.json<Json>())['code'];
    };
    expect(await ask('/step-up/begin', { reason: 'passkeys' })).toBe('step-up-needs-person');
    expect(await ask('/step-up/finish', { reason: 'passkeys', linkCode: await linkCode() })).toBe(
      'step-up-needs-person',
    );
    for (const path of ['/passkeys/begin', '/recovery-codes']) expect(await ask(path, {})).toBe('step-up-required');
  });
});

test('what was refused for want of a proof may be asked again under the same key', async () => {
  const once = async () => {
    const response = await exports.default.fetch(`${BASE}/api/recovery-codes`, {
      method: 'POST',
      headers: { cookie: browser.cookie, origin: BASE, 'content-type': 'application/json', 'idempotency-key': 'one' },
      body: '{}',
    });
    return response.status;
  };
  expect(await once()).toBe(403);
  await browser.finish({ passkey: await passkey.sign(await browser.begin(), { ...HERE, counter: 1 }) });
  expect(await once()).toBe(201);
});

test('signing out ends what the session had proven', async () => {
  await browser.finish(
    { passkey: await passkey.sign(await browser.begin('broker-keys'), { ...HERE, counter: 1 }) },
    'broker-keys',
  );
  await exports.default.fetch(`${BASE}/api/session`, {
    method: 'DELETE',
    headers: { cookie: browser.cookie, origin: BASE },
  });
  const stub = env.USER.getByName(await owner());
  const left = await runInDurableObject(stub, (_, state) =>
    durableSql(state.storage).all('SELECT * FROM proof WHERE reason = ?', 'broker-keys'),
  );
  expect(left).toEqual([]);
});
