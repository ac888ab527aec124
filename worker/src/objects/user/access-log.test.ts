import { createHash, createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { NodeSql } from '#worker/src/testing/node-sql.ts';
import { brokenLink } from '../account/audit-chain.ts';
import { AccessLog, isAbout } from './access-log.ts';
import { USER_SCHEMA } from './user-schema.ts';

const mac = (text: string): string => createHmac('sha256', 'key').update(text).digest('hex');
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

function aLog() {
  const sql = new NodeSql(USER_SCHEMA);
  const log = new AccessLog(sql, 'u_1', mac);
  log.append({ type: 'access.signed-in', channel: 'web', body: {} }, 1_000, { isTold: true });
  log.append({ type: 'access.chat-linked', channel: 'telegram', body: { app: 'telegram', chatId: '7' } }, 2_000);
  log.append({ type: 'access.token-made', channel: 'cli', body: { name: 'script' } }, 3_000);
  return { sql, log };
}

test('what is stored is owed until it was told, each once, and the first sign-in to nobody', () => {
  const { log } = aLog();
  expect(log.untold().map(({ type }) => type)).toEqual(['access.chat-linked', 'access.token-made']);
  log.told(2);
  expect(log.untold()).toMatchObject([
    { accountId: 'u_1', seq: 3, actor: 'u_1', channel: 'cli', body: { name: 'script' } },
  ]);
  expect([log.has('access.signed-in'), log.has('access.recovery-used')]).toEqual([true, false]);
});

test('no row is changed or removed, and one that was shows', () => {
  const { sql } = aLog();
  expect(() => sql.run("UPDATE event SET body = '{}'")).toThrow('never changed');
  expect(() => sql.run('DELETE FROM event')).toThrow('never removed');
  expect(brokenLink({ sql, mac, sha256 })).toBeNull();
  sql.run('DROP TRIGGER event_keeps');
  sql.run("UPDATE event SET channel = 'web' WHERE seq = 2");
  expect(brokenLink({ sql, mac, sha256 })).toBe(2);
});

test('the chat that was linked is not told of itself', () => {
  const [linked] = aLog().log.untold();
  if (linked === undefined) throw new Error('it is owed');
  expect(isAbout(linked, { channel: 'telegram', chatId: '7' })).toBe(true);
  expect(isAbout(linked, { channel: 'telegram', chatId: '8' })).toBe(false);
  expect(isAbout(linked, { channel: 'discord', chatId: '7' })).toBe(false);
});
