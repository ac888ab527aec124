import { env, exports } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type { RatingView, SignalView, SnapshotView } from '#shared/contract/day-records.ts';
import type { InstrumentId, MarketId } from '#shared/domain/ids.ts';
import type { MarketWindow, UpcomingEvent } from '#shared/domain/screen.ts';
import { DAY_MS, type MarketMs, type TradingDay } from '#shared/lib/time.ts';
import { createGeneratedMarket } from '#shared/simulator/generated-market/generated-market.ts';
import { stepOpensAt, STEPS_PER_DAY } from '#shared/simulator/generated-market/calendar.ts';
import { recordTape } from '#shared/simulator/generated-market/tape.ts';
import { besideIn } from '../compute/beside.ts';
import { compose } from '../composition.ts';
import { EventBook } from '../cron/event-book.ts';
import type { JobContext, JobMarket } from '../cron/job.ts';
import { JOBS } from '../cron/jobs/index.ts';
import { readEnv } from '../env.ts';
import { saveSignals } from '../store/signals.ts';
import { aToken } from '../testing/sign-in.ts';
import { boot } from './admin/boot.ts';

const FIRST_DAYS = 9;

/** The market that was booted, some days on: what its jobs would see at a close. */
function jobsOf(marketId: MarketId, window: () => MarketWindow, announced: () => readonly UpcomingEvent[]) {
  const market: JobMarket = {
    id: marketId,
    timeframe: '15m',
    exchange: 'demo-us',
    window: () => Promise.resolve(window()),
    isInvented: true,
    announced: () => Map.groupBy(announced(), ({ instrumentId }) => instrumentId),
    nextCloseAt: () => null,
    splits: () => new Map(),
  };
  const context = {
    db: env.DB,
    market,
    beside: besideIn(readEnv(env)),
    events: new EventBook(env.DB, market),
  } as unknown as JobContext;
  return (name: string) => {
    const { step, marketAt } = window();
    return JOBS[name]!(context, { step, moment: 'close', marketAt }); // a job that there is
  };
}

test(
  'every instrument is written down once a market day, with what is worth telling of it',
  { timeout: 60_000 },
  async () => {
    await boot(compose(readEnv(env)), { world: { kind: 'generated', seed: 5 }, speed: 0 });
    const token = await aToken();
    const ask = async <T>(method: string, path: string): Promise<T & { status: number }> => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const body = method === 'POST' ? '{}' : undefined;
      const response = await exports.default.fetch(`http://localhost/api/${path}`, {
        method,
        headers,
        ...(body && { body }),
      });
      return { status: response.status, ...(await response.json<T>()) };
    };
    const marketId = (await ask<{ id: MarketId }>('GET', 'market')).id;
    const tape = recordTape(5, (FIRST_DAYS + 2) * STEPS_PER_DAY);
    const instruments = createGeneratedMarket(5, marketId).instruments.slice(0, -1);
    const window = (): MarketWindow => ({ ...tape.window(), instruments, columns: tape.window().columns.slice(0, -1) });
    const [first] = instruments;
    const at = (days: number): MarketMs => stepOpensAt(days * STEPS_PER_DAY);
    const joins: UpcomingEvent = {
      instrumentId: first?.id as InstrumentId,
      kind: 'index-addition',
      about: 'DK:NOD40',
      at: at(FIRST_DAYS + 4),
      knownAt: at(FIRST_DAYS),
    };
    const run = jobsOf(marketId, window, () => (window().step >= FIRST_DAYS * STEPS_PER_DAY ? [joins] : []));

    expect((await ask<{ items: [] }>('GET', 'ratings')).items, 'no day has ended').toEqual([]);
    for (let step = 0; step < FIRST_DAYS * STEPS_PER_DAY; step += 1) tape.advance();
    expect(await run('instrument-snapshots')).toMatchObject({
      code: 'instruments-recorded',
      values: { instruments: 60 },
    });
    for (let step = 0; step < STEPS_PER_DAY - 1; step += 1) tape.advance();
    expect(await run('instrument-snapshots'), 'the day is not over').toMatchObject({ code: 'day-not-over' });
    tape.advance();
    // The last day of one, on ten times the usual volume.
    const columns = tape.window().columns[1]!; // there are 60
    const end = tape.window().step;
    for (let bar = end - STEPS_PER_DAY; bar < end; bar += 1) columns.v[bar]! *= 10;
    await run('instrument-snapshots');
    await run('instrument-snapshots');

    const days = await ask<{ items: SnapshotView[]; nextCursor: string | null }>(
      'GET',
      `instruments/${instruments[1]?.symbol ?? ''}/snapshots?limit=1`,
    );
    const [newest] = days.items;
    expect(
      days.items.map(({ day }) => day),
      'written once, newest first',
    ).toEqual(['2030-01-16']);
    expect(newest).toMatchObject({
      timeframe: '15m',
      rating: { of: 6 },
      overview: { volumeDays: expect.any(Number) as number },
    });
    expect(newest?.overview.volumeTimes).toBeGreaterThan(3);
    expect(Number(newest?.overview.close)).toBeCloseTo(columns.c[end - 1] ?? NaN, 4);
    expect(newest?.fundamental?.['market-cap']).toBeGreaterThan(0);
    expect(newest?.earnings).not.toBeNull();
    expect(newest?.rating.passed).toBe(newest?.rating.checks.filter(({ passed }) => passed).length);
    const older = await ask<{ items: SnapshotView[]; nextCursor: string | null }>(
      'GET',
      `instruments/${instruments[1]?.symbol ?? ''}/snapshots?limit=5&cursor=${days.nextCursor ?? ''}`,
    );
    expect(older.items.map(({ day }) => day)).toEqual(['2030-01-15']);
    expect(older.nextCursor).toBeNull();
    for (const wrong of ['2030-13-45', 'yesterday'])
      expect(await ask('GET', `instruments/${instruments[1]?.symbol ?? ''}/snapshots?cursor=${wrong}`)).toMatchObject({
        status: 400,
        code: 'invalid-request',
      });
    const since = `instruments/${instruments[1]?.symbol ?? ''}/snapshots?from=2030-01-16`;
    expect((await ask<{ items: [] }>('GET', since)).items).toHaveLength(1);

    const ratings = await ask<{ items: RatingView[]; nextCursor: string | null }>('GET', 'ratings?passedMin=3&limit=5');
    expect(ratings.items.every(({ day, passed }) => day === '2030-01-16' && passed >= 3)).toBe(true);
    const passed = ratings.items.map((one) => one.passed);
    expect(passed).toEqual(passed.toSorted((a, b) => b - a));
    const next = await ask<{ items: RatingView[] }>(
      'GET',
      `ratings?passedMin=3&limit=500&cursor=${ratings.nextCursor ?? ''}`,
    );
    expect(next.items.map(({ symbol }) => symbol)).not.toContain(ratings.items[0]?.symbol);
    expect((await ask<{ items: [] }>('GET', 'ratings?since=2030-01-15&limit=500')).items).toHaveLength(120);
    expect((await ask<{ items: [] }>('GET', 'ratings?index=DK:NOD40&limit=500')).items).toHaveLength(40);
    expect(await ask('GET', 'ratings?index=SP500')).toMatchObject({ status: 404, code: 'unknown-instrument' });

    await run('signals');
    await run('signals');
    const news = await ask<{ items: SignalView[] }>('GET', 'signals');
    expect(news.items.filter(({ kind }) => kind === 'index-addition')).toMatchObject([
      { symbol: first?.symbol, action: 'buy', reasons: [{ code: 'joins-named-index', values: { index: 'DK:NOD40' } }] },
    ]);
    const spikes = news.items.filter(
      ({ kind, symbol }) => kind === 'volume-spike' && symbol === instruments[1]?.symbol,
    );
    expect(spikes).toHaveLength(1);
    expect(spikes[0]?.reasons.map(({ code }) => code)).toEqual(['volume-times-usual', 'day-change', 'checks-passed']);

    const { count } = await ask<{ count: number }>('GET', 'signals/unread-count');
    expect(count).toBe(news.items.length);
    const [one] = spikes;
    expect(await ask('POST', `signals/${one?.id ?? ''}/read`)).toMatchObject({ status: 200, dismissedAt: null });
    expect(await ask<{ count: number }>('GET', 'signals/unread-count')).toMatchObject({ count: count - 1 });
    const before = await ask<SignalView>('POST', `signals/${one?.id ?? ''}/dismiss`);
    expect(before.dismissedAt).not.toBeNull();
    expect(
      (await ask<SignalView>('POST', `signals/${one?.id ?? ''}/dismiss`)).dismissedAt,
      'the first time stays',
    ).toBe(before.dismissedAt);
    expect((await ask<{ items: SignalView[] }>('GET', 'signals')).items.map(({ id }) => id)).not.toContain(one?.id);
    expect((await ask<{ items: SignalView[] }>('GET', 'signals?status=all')).items).toHaveLength(count);
    expect(await ask('POST', 'signals/s_nothing/read')).toMatchObject({ status: 404 });
  },
);

test('only so many signals are kept, and what people marked goes with them', async () => {
  const marketId = 'signals-bound' as MarketId;
  const place = (day: number) => ({ marketId, marketAt: (day * DAY_MS) as MarketMs, now: 0 });
  const signal = (day: number, kind: string) => ({
    instrumentId: 'i' as InstrumentId,
    kind,
    action: 'watch' as const,
    day: new Date(day * DAY_MS).toISOString().slice(0, 10) as TradingDay,
    price: 1,
    reasons: [],
  });
  await env.DB.prepare(
    `INSERT INTO users (id, name, role, created_at) VALUES ('u1', 'Mina', 'owner', 0) ON CONFLICT DO NOTHING`,
  ).run();
  await saveSignals(env.DB, place(1), [signal(1, 'volume-spike')]);
  const count = async (what: string) =>
    (await env.DB.prepare(`SELECT count(*) AS n FROM ${what}`).first<{ n: number }>())?.n ?? NaN;
  await env.DB.prepare(
    `INSERT INTO signal_marks (user_id, signal_id, read_at) SELECT 'u1', id, 1 FROM signals WHERE market_id = ?1`,
  )
    .bind(marketId)
    .run();
  const marked = await count('signal_marks');
  await env.DB.prepare(
    `WITH RECURSIVE days (n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM days WHERE n < 1009)
     INSERT INTO signals (id, market_id, instrument_id, kind, action, day, market_at, body, created_at)
     SELECT kind || n, ?1, 'i', kind, 'watch', 'day ' || n, n * ?2, '{}', 0 FROM days,
       (SELECT 'volume-spike' AS kind UNION ALL SELECT 'ma-cross')`,
  )
    .bind(marketId, DAY_MS)
    .run();
  await saveSignals(env.DB, place(1_010), [signal(1_010, 'volume-spike'), signal(1_010, 'ma-cross')]);
  const kept = (kind: string) => count(`signals WHERE market_id = '${marketId}' AND kind = '${kind}'`);
  expect(await kept('volume-spike')).toBe(1_000);
  expect(await kept('ma-cross'), 'opinions crowd nothing out').toBe(1_009);
  expect(await count('signal_marks')).toBe(marked - 1);
});
