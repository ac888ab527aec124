import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { MINUTE_MS, type WallMs } from '#shared/lib/time.ts';
import { readEnv } from './env.ts';
import { beat, heartbeatIn } from './heartbeat.ts';
import { openDatabase } from './store/database.ts';
import { readSetting } from './store/settings.ts';

const SECRET = '3f2a-secret-of-the-test';
const START = Date.parse('2026-11-20T12:00:00Z') as WallMs;

test(
  'the address is called for each minute whose work was done, and nobody reads it again',
  { timeout: 120_000 },
  async () => {
    const home = readEnv(env);
    const database = openDatabase(home.DB);
    const heartbeat = heartbeatIn(home, database);
    const asked: { url: string; redirect: string | undefined }[] = [];
    let answer: () => Response = () => new Response('x'.repeat(1_000_000));
    const outside = {
      fetch: (url: string, init?: RequestInit) => {
        asked.push({ url, redirect: init?.redirect });
        return Promise.resolve(answer());
      },
    } as unknown as Fetcher;
    const minute = async (at: number, isWell = true) => {
      await beat(home, database, { now: (START + at * MINUTE_MS) as WallMs, isWell, outside });
      return (await heartbeat.view()).last;
    };
    expect(await minute(0), 'nothing is set').toBeNull();
    await heartbeat.set(new URL(`https://hc-ping.com/${SECRET}`));
    expect(await heartbeat.view()).toEqual({ isSet: true, host: 'hc-ping.com', last: null });
    expect(await readSetting(database, 'heartbeat')).not.toContain(SECRET);
    expect(await minute(1)).toEqual({ at: '2026-11-20T12:01:00.000Z', result: 'ok', status: 200 });
    expect(await minute(2, false), 'no mere ping of a process').toMatchObject({ result: 'held', status: null });
    answer = () => new Response(null, { status: 302, headers: { location: 'http://127.0.0.1/' } });
    expect(await minute(3)).toMatchObject({ result: 'failed', status: 302 });
    answer = () => {
      throw new Error(`no way to https://hc-ping.com/${SECRET}`);
    };
    expect(await minute(4)).toMatchObject({ result: 'failed', status: null });
    expect(asked).toEqual(Array(3).fill({ url: `https://hc-ping.com/${SECRET}`, redirect: 'manual' }));
    expect(
      JSON.stringify(await heartbeat.view()) + ((await readSetting(database, 'heartbeat-last')) ?? ''),
    ).not.toContain(SECRET);
    await heartbeat.set(null);
    expect([await minute(5), (await heartbeat.view()).isSet, asked.length]).toEqual([null, false, 3]);
  },
);
