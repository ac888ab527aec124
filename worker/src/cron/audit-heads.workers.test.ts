import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, test, vi } from 'vitest';
import { DAY_MS, type WallMs } from '#shared/lib/time.ts';
import { compose } from '../composition.ts';
import { readEnv } from '../env.ts';
import { boot } from '../http/admin/boot.ts';
import { accountAdmin } from '../peers.ts';
import { copyAuditHeads } from './audit-heads.ts';

const NOON = Date.UTC(2026, 10, 20, 12) as WallMs;

/** On a market of its own: the database is one for the whole file. */
async function anAccount(seed: number): Promise<string> {
  const { accountId } = await boot(compose(readEnv(env)), { speed: 0, world: { kind: 'generated', seed } });
  return accountId ?? '';
}

async function heads(accountId: string): Promise<unknown[]> {
  const { results } = await env.DB.prepare(
    'SELECT day, seq, broken_at FROM audit_head WHERE account_id = ?1 ORDER BY day',
  )
    .bind(accountId)
    .all();
  return results;
}

test('the newest event of every account is copied once a day', async () => {
  const accountId = await anAccount(11);
  await copyAuditHeads(readEnv(env), NOON);
  await copyAuditHeads(readEnv(env), (NOON + 3_600_000) as WallMs);
  const { head } = await accountAdmin(readEnv(env), accountId).audit(null);
  expect(await heads(accountId)).toEqual([{ day: '2026-11-20', seq: head.seq, broken_at: null }]);
});

test('a chain that was cut at its end is noticed the day after, and the account stops buying', async () => {
  const accountId = await anAccount(12);
  await copyAuditHeads(readEnv(env), NOON);
  const { head } = await accountAdmin(readEnv(env), accountId).audit(null);
  await runInDurableObject(env.ACCOUNT.getByName(accountId), (_, { storage }) => {
    storage.sql.exec('DROP TRIGGER event_stays');
    storage.sql.exec('DELETE FROM event WHERE seq = ?', head.seq);
  });
  const logged = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  await copyAuditHeads(readEnv(env), (NOON + DAY_MS) as WallMs);
  logged.mockRestore();
  expect((await heads(accountId)).at(-1)).toMatchObject({ day: '2026-11-21', broken_at: head.seq });
  const mode = await runInDurableObject(env.ACCOUNT.getByName(accountId), (_, { storage }) =>
    storage.sql.exec<{ value: string }>("SELECT value FROM meta WHERE key = 'mode'").one(),
  );
  expect(JSON.parse(mode.value)).toEqual({ mode: 'halted', reason: 'audit-break' });
});
