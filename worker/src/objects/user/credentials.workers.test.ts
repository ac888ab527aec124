import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { DAY_MS, MINUTE_MS } from '#shared/lib/time.ts';
import { durableSql, type Sql } from '../sql.ts';
import {
  findCredential,
  insertCredential,
  isThrottled,
  LINK_TTL_MS,
  recordFailure,
  SESSION_IDLE_MS,
  SESSION_TTL_MS,
  takeLink,
} from './credentials.ts';
import { mintSecret } from './secret.ts';

const T = 1_800_000_000_000;
let made = 0;

function withSql<T>(work: (sql: Sql) => T): Promise<T> {
  made += 1;
  return runInDurableObject(env.USER.getByName(`u_credentials${made}`), (_, state) => work(durableSql(state.storage)));
}

async function aCredential(kind: 'link' | 'session', lifeMs: number) {
  const minted = await mintSecret();
  const given = {
    kind,
    id: `${kind}-1`,
    name: kind,
    scopes: ['read'],
    accountIds: null,
    expiresAt: T + lifeMs,
  } as const;
  return { minted, add: (sql: Sql) => insertCredential(sql, minted, { ...given, now: T }) };
}

test('a link lives ten minutes and opens once', async () => {
  const { minted, add } = await aCredential('link', LINK_TTL_MS);
  const outcome = await withSql((sql) => {
    add(sql);
    return [
      takeLink(sql, minted, T + LINK_TTL_MS),
      takeLink(sql, minted, T + LINK_TTL_MS - 1),
      takeLink(sql, minted, T + 1),
    ];
  });
  expect(outcome).toEqual([false, true, false]);
});

test('a session ends when nobody used it for a week, and after thirty days in any case', async () => {
  const { minted, add } = await aCredential('session', SESSION_TTL_MS);
  const found = await withSql((sql) => {
    add(sql);
    const at = (now: number) => findCredential(sql, minted, { kind: 'session', now }) !== null;
    const used = [1, 2, 3, 4, 5].map((times) => at(T + times * (SESSION_IDLE_MS - DAY_MS)));
    return { used, absolute: at(T + SESSION_TTL_MS), idle: at(T + 29 * DAY_MS + SESSION_IDLE_MS) };
  });
  expect(found).toEqual({ used: [true, true, true, true, false], absolute: false, idle: false });
  const idle = await aCredential('session', SESSION_TTL_MS);
  expect(
    await withSql((sql) => {
      idle.add(sql);
      return findCredential(sql, idle.minted, { kind: 'session', now: T + SESSION_IDLE_MS });
    }),
  ).toBeNull();
});

test('the right selector with another secret opens nothing', async () => {
  const { minted, add } = await aCredential('session', SESSION_TTL_MS);
  const other = await mintSecret();
  const found = await withSql((sql) => {
    add(sql);
    return findCredential(sql, { selector: minted.selector, hash: other.hash }, { kind: 'session', now: T });
  });
  expect(found).toBeNull();
});

test('after ten wrong codes none is looked at for ten minutes', async () => {
  const throttled = await withSql((sql) => {
    for (let i = 0; i < 10; i += 1) recordFailure(sql, T);
    return [isThrottled(sql, T + 1), isThrottled(sql, T + 10 * MINUTE_MS)];
  });
  expect(throttled).toEqual([true, false]);
});

test('nothing stored opens anything by itself', async () => {
  const { minted, add } = await aCredential('session', SESSION_TTL_MS);
  const stored = await withSql((sql) => {
    add(sql);
    return JSON.stringify(sql.all('SELECT * FROM credential'));
  });
  expect(stored).not.toContain(minted.secret);
  expect(stored).not.toContain(minted.secret.slice(16));
});
