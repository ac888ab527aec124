import type { Knock } from './knock.ts';
import { nearly } from './nearly.ts';
import type { Random } from './random.ts';

/** What a stranger, a broken client or a page elsewhere on the web may send. */
export interface BadRequest extends Knock {
  readonly door: 'admin' | 'cookie' | 'bearer' | 'stream' | 'host' | 'body' | 'sign-in' | 'invitation' | 'webhook';
}

/** What there is to be imitated: real keys, and the addresses that exist. */
export interface Doors {
  readonly port: number;
  readonly adminKey: string;
  readonly homeKey: string;
  readonly token: string;
  readonly cookie: string;
  /** `POST /api/bots` and the like, ids filled in with those of this product. */
  readonly mutations: readonly { readonly method: string; readonly path: string }[];
  readonly reads: readonly string[];
  /** The code of an invitation that is open: whoever had it would own the account. */
  readonly invitation: string;
}

const ADMIN: readonly (readonly [string, string])[] = [
  ['POST', 'token'],
  ['POST', 'link'],
  ['POST', 'boot'],
  ['POST', 'drain'],
  ['POST', 'paper'],
  ['POST', 'import?name=a.csv'],
  ['GET', 'doctor'],
  ['GET', 'book?accountId=a_x'],
  ['GET', 'leaving'],
];
const STRANGE_HOSTS = ['evil.example', 'localhost.evil.example', '169.254.169.254', 'nod', '127.0.0.1.nip.io', '[::2]'];

function brokenBody(random: Random): { body: Buffer; type: string } {
  const json = 'application/json';
  const [open, close] = random.pick([
    ['{"a":', '}'],
    ['[', ']'],
  ] as const);
  const depth = random.int(13, 2_000);
  const key = random.pick(['__proto__', 'constructor', 'prototype']);
  return random.pick([
    () => ({ body: Buffer.from('{"hash":"'), type: json }),
    () => ({ body: Buffer.from(`{"a":${random.pick(['NaN', 'undefined', "'x'", '01', '1e', '+1'])}}`), type: json }),
    () => ({ body: Buffer.from(`${open.repeat(depth)}1${close.repeat(depth)}`), type: json }),
    () => ({ body: Buffer.from(`{"${key}":{"isAdmin":true}}`), type: json }),
    () => ({ body: Buffer.from(`{"edit":{"${key}":{"a":1}}}`), type: json }),
    () => ({ body: Buffer.alloc(65_537 + random.int(0, 200_000), ' '), type: json }),
    () => ({ body: Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]), type: json }),
    () => ({ body: Buffer.from('hash=1&edit=2'), type: 'application/x-www-form-urlencoded' }),
    () => ({ body: Buffer.from('{"hash":"x"}'), type: 'text/plain' }),
    () => ({ body: Buffer.from('<x/>'), type: 'application/xml' }),
    () => ({ body: Buffer.from(Array.from({ length: random.int(1, 300) }, () => random.int(128, 255))), type: json }),
  ])();
}

function strangeOrigin(port: number, random: Random): Record<string, string> {
  return random.pick<Record<string, string>>([
    {},
    { origin: 'null' },
    { origin: 'https://evil.example' },
    { origin: `http://localhost:${port + 1}` },
    { origin: `http://localhost.evil.example:${port}` },
    { origin: `https://localhost:${port}` },
    { origin: `http://localhost:${port}.evil.example` },
    { origin: '' },
  ]);
}

export function badRequest(doors: Doors, random: Random): BadRequest {
  const { port, adminKey, homeKey, token, cookie, mutations, reads, invitation } = doors;
  const json = { 'content-type': 'application/json' };
  const mutation = random.pick(mutations);
  const body = Buffer.from('{}');
  return random.pick<() => BadRequest>([
    () => {
      const [method, path] = random.pick(ADMIN);
      const wrong = random.pick([() => nearly(adminKey, random), () => homeKey, () => token])();
      const isHeader = random.chance(0.5);
      const headers = isHeader ? { 'x-admin-key': wrong } : { authorization: `Bearer ${wrong}` };
      return { door: 'admin', method, path: `/internal/admin/${path}`, headers: { ...json, ...headers }, body };
    },
    () => {
      // The right key, from a page or under another name of this machine.
      const [method, path] = random.pick(ADMIN);
      const from = random.pick<Record<string, string>>([
        { origin: `http://localhost:${port}` },
        { origin: 'https://evil.example' },
        { host: random.pick(STRANGE_HOSTS) },
      ]);
      const headers = { ...json, 'x-admin-key': adminKey, ...from };
      return { door: 'admin', method, path: `/internal/admin/${path}`, headers, body };
    },
    () => {
      const headers = { ...json, ...strangeOrigin(port, random), cookie: `nod_session=${cookie}` };
      return { door: 'cookie', ...mutation, headers, body };
    },
    () => {
      const name = random.pick(['nod_session', '__Host-nod_session', 'NOD_SESSION', ' nod_session', 'session']);
      const value = name === 'nod_session' ? nearly(cookie, random) : cookie;
      const headers = {
        ...json,
        origin: `http://localhost:${port}`,
        cookie: `${name.trim() === name ? name : 'x'}=${value}`,
      };
      return random.chance(0.5)
        ? { door: 'cookie', ...mutation, headers, body }
        : { door: 'cookie', method: 'GET', path: random.pick(reads), headers };
    },
    () => {
      const scheme = random.pick(['Bearer', 'bearer', 'Basic', 'Token', 'Bearer Bearer', 'Digest', '']);
      const isScheme = /^bearer$/i.test(scheme);
      const headers = { ...json, authorization: `${scheme} ${isScheme ? nearly(token, random) : token}`.trim() };
      return random.chance(0.5)
        ? { door: 'bearer', ...mutation, headers, body }
        : { door: 'bearer', method: 'GET', path: random.pick(reads), headers };
    },
    () => {
      // A bearer header counts alone: a cookie beside it does not help.
      const headers = { ...json, authorization: `Bearer ${nearly(token, random)}`, cookie: `nod_session=${cookie}` };
      return { door: 'bearer', ...mutation, headers, body };
    },
    () => {
      const upgrade = {
        upgrade: 'websocket',
        connection: 'Upgrade',
        'sec-websocket-version': '13',
        'sec-websocket-key': 'bm90IGEgc2VjcmV0ISEhIQ==',
      };
      const who = random.pick<Record<string, string>>([
        {},
        { cookie: `nod_session=${cookie}`, ...strangeOrigin(port, random) },
        { cookie: `nod_session=${nearly(cookie, random)}`, origin: `http://localhost:${port}` },
        { authorization: `Bearer ${nearly(token, random)}` },
      ]);
      return {
        door: 'stream',
        method: 'GET',
        path: `/api/stream?since=${random.int(0, 9)}`,
        headers: { ...upgrade, ...who },
      };
    },
    () => {
      const headers = { ...json, host: random.pick(STRANGE_HOSTS), authorization: `Bearer ${token}` };
      return random.chance(0.5)
        ? { door: 'host', ...mutation, headers, body }
        : { door: 'host', method: 'GET', path: random.pick([...reads, '/', '/index.html', '/sign-in']), headers };
    },
    () => {
      const { body: broken, type } = brokenBody(random);
      const headers = { 'content-type': type, authorization: `Bearer ${token}` };
      return { door: 'body', ...mutation, headers, body: broken };
    },
    () => {
      const given = random.pick([
        () => ({ code: nearly(cookie, random) }),
        () => ({ code: token }),
        () => ({ code: random.int(0, 9) }),
        () => ({}),
        () => ({ code: 'x'.repeat(5_000) }),
        () => ({ code: 'u_x.y', extra: true }),
      ])();
      return {
        door: 'sign-in',
        method: 'POST',
        path: '/api/session',
        headers: json,
        body: Buffer.from(JSON.stringify(given)),
      };
    },
    () => {
      const [accountId = '', secret = ''] = invitation.split('.');
      const code = random.pick<() => unknown>([
        () => `${accountId}.${nearly(secret, random)}`,
        () => `a_${nearly(accountId.slice(2), random)}.${secret}`,
        () => `${nearly(invitation, random)}x`,
        () => `${accountId}.${secret}.${secret}`,
        () => ({ $ne: '' }),
        () => 'x'.repeat(5_000),
      ])();
      const isJoin = random.chance(0.5);
      const given = { code, ...(isJoin && { name: 'Somebody' }), ...(random.chance(0.1) && { role: 'owner' }) };
      return {
        door: 'invitation',
        method: 'POST',
        path: `/api/invitations/${isJoin ? 'join' : 'look'}`,
        headers: json,
        body: Buffer.from(JSON.stringify(given)),
      };
    },
    () => {
      const path = random.pick([
        '/internal/updates/telegram',
        '/api/webhooks/telegram',
        '/api/webhooks/discord',
        '/internal/x',
      ]);
      const headers = { ...json, 'x-telegram-bot-api-secret-token': nearly(homeKey, random) };
      return { door: 'webhook', method: 'POST', path, headers, body: Buffer.from('{"update_id":1}') };
    },
  ])();
}
