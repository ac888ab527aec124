import { env, exports } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type { EventView } from '#shared/contract/account.ts';
import { MINUTE_MS } from '#shared/lib/time.ts';
import { readEnv } from '../env.ts';
import { openDatabase } from '../store/database.ts';
import { readSetting, writeSetting } from '../store/settings.ts';
import { runMinute } from './minute.ts';

const KEY = 'admin-key-of-the-test-runs-0000000000';

async function admin<T>(path: string, body: unknown): Promise<T> {
  const response = await exports.default.fetch(`http://127.0.0.1/internal/admin/${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return response.json();
}

test(
  'complaint 3: what happened while nobody was there is said at the next start, once',
  { timeout: 60_000 },
  async () => {
    const home = readEnv(env);
    const database = openDatabase(home.DB);
    const { accountId } = await admin<{ accountId: string }>('boot', {
      world: { kind: 'generated', seed: 7 },
      speed: 0,
    });
    const { token } = await admin<{ token: string }>('token', {});
    const api = async <T>(path: string, body?: unknown): Promise<T> => {
      const response = await exports.default.fetch(`http://localhost/api/${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      return response.json();
    };
    const told = async (): Promise<string[]> =>
      (await api<{ items: EventView[] }>(`accounts/${accountId}/events?limit=200`)).items
        .map(({ type }) => type)
        .filter((type) => type.startsWith('watch.'));
    await api('bots', { investmentAmount: '10000', riskLevel: 'medium', durationWeeks: 4 });
    const now = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
    await runMinute(home, now);
    expect(await told()).toEqual([]);
    const book = JSON.parse((await readSetting(database, 'watch')) ?? '{}') as object;
    expect(book).toMatchObject({ minute: now, off: null });
    await writeSetting(database, 'watch', JSON.stringify({ ...book, minute: now - 90 * MINUTE_MS }));
    for (const tick of [1, 2, 3]) await runMinute(home, now + tick * MINUTE_MS);
    expect(await told()).toEqual(['watch.off']);

    // Work that fails again and again, though the market goes on: told once, also over a restart of the watch.
    const ran = async (minute: number, result: 'ok' | 'failed'): Promise<void> => {
      const at = now + minute * MINUTE_MS;
      await home.DB.prepare(
        "INSERT INTO job_runs (job, market_id, due_at, cause, holder, started_at, finished_at, result) VALUES ('strategy-run', ?1, ?2, 'due', 'h', ?2, ?2, ?3)",
      )
        .bind((await readSetting(database, 'active-market')) ?? '', at, result)
        .run();
    };
    await ran(4, 'failed');
    await runMinute(home, now + 4 * MINUTE_MS);
    expect(await told(), 'one that fails once may succeed the next time').toEqual(['watch.off']);
    await ran(5, 'failed');
    for (const tick of [5, 6, 7]) await runMinute(home, now + tick * MINUTE_MS);
    expect(await told()).toEqual(['watch.off', 'watch.began']);
    const [began] = (await api<{ items: EventView[] }>(`accounts/${accountId}/events?limit=200`)).items.filter(
      ({ type }) => type === 'watch.began',
    );
    expect(began?.body).toMatchObject({ trouble: 'job-failed', about: { jobs: ['strategy-run'] } });
    await ran(8, 'ok');
    for (const tick of [8, 9]) await runMinute(home, now + tick * MINUTE_MS);
    expect(JSON.parse((await readSetting(database, 'watch')) ?? '{}')).toMatchObject({ failing: [] });
  },
);
