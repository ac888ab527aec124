import { ulid } from 'ulid';
import { canonicalScreen, ScreenTree } from '#shared/domain/screen-tree.ts';
import type { MarketId } from '#shared/domain/ids.ts';
import { DAY_MS, type MarketMs, type WallMs } from '#shared/lib/time.ts';
import type { LatestFound, ResultPlace, ScreenRun, Screens, StoredScreenResult } from '#shared/ports/screens.ts';

/** Results kept of one screen on one market and timeframe. */
const RESULTS_KEPT = 60;
/** Screens that nobody saved, of which results are kept: what was tried is there when it is saved then. */
const TRIED_KEPT = 200;
/** Runs that ended are forgotten after this. */
const RUN_KEPT_MS = 7 * 86_400_000;
/** Runs one sweep takes up. */
const SWEPT_MAX = 5;

type Row = Readonly<Record<string, unknown>>;

/** What a result is kept under: the definition, not who asked. */
async function hashOf(tree: ScreenTree): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(canonicalScreen(tree)));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Saved screens, results and runs in D1. `wake` tells whoever works on runs; it may be lost. */
export function screensIn(db: D1Database, wake: (id: string) => Promise<void>): Screens {
  return {
    async list(userId) {
      const { results } = await db
        .prepare(
          'SELECT id, name, tree, created_at AS createdAt FROM screens WHERE user_id = ?1 ORDER BY created_at, id',
        )
        .bind(userId)
        .all<{ id: string; name: string; tree: string; createdAt: WallMs }>();
      return results.flatMap(readable);
    },
    async everybodys(limit) {
      const { results } = await db
        .prepare(
          `SELECT id, user_id AS userId, name, tree, created_at AS createdAt FROM screens
           ORDER BY created_at, id LIMIT ?1`,
        )
        .bind(limit)
        .all<{ id: string; userId: string; name: string; tree: string; createdAt: WallMs }>();
      return results.flatMap(readable);
    },
    latest: (places) => readLatest(db, places),
    async create(userId, { name, tree }, now) {
      const id = `s_${ulid(now)}`;
      await db
        .prepare('INSERT INTO screens (id, user_id, name, tree, created_at) VALUES (?1, ?2, ?3, ?4, ?5)')
        .bind(id, userId, name, JSON.stringify(tree), now)
        .run();
      return id;
    },
    async update(userId, id, { name, tree }) {
      const { meta } = await db
        .prepare(
          'UPDATE screens SET name = coalesce(?3, name), tree = coalesce(?4, tree) WHERE id = ?1 AND user_id = ?2',
        )
        .bind(id, userId, name ?? null, tree === undefined ? null : JSON.stringify(tree))
        .run();
      return meta.changes > 0;
    },
    async remove(userId, id) {
      const { meta } = await db.prepare('DELETE FROM screens WHERE id = ?1 AND user_id = ?2').bind(id, userId).run();
      return meta.changes > 0;
    },
    results: (place, query) => readResults(db, place, query),
    saveResults: (marketId, results, now) => saveScreenResults(db, { marketId, results, now }),
    async forgetTried(keep) {
      const { results } = await db.prepare('SELECT tree FROM screens').all<{ tree: string }>();
      const kept = [...keep, ...results.flatMap((row) => readable(row).map(({ tree }) => tree))];
      await db
        .prepare(
          `DELETE FROM screen_results WHERE definition_hash IN (
             SELECT definition_hash FROM screen_results
             WHERE definition_hash NOT IN (SELECT value FROM json_each(?1))
             GROUP BY definition_hash ORDER BY max(bar_at) DESC, definition_hash LIMIT -1 OFFSET ?2)`,
        )
        .bind(JSON.stringify(await Promise.all(kept.map(hashOf))), TRIED_KEPT)
        .run();
    },
    async startRun({ userId, marketId, tree, marketAt, total }, now) {
      const id = `sr_${ulid(now)}`;
      await db.batch([
        db
          .prepare(
            `INSERT INTO screen_runs (id, user_id, market_id, tree, market_at, state, total, created_at)
             VALUES (?1, ?2, ?3, ?4, ?5, 'running', ?6, ?7)`,
          )
          .bind(id, userId, marketId, JSON.stringify(tree), marketAt, total, now),
        db.prepare(`DELETE FROM screen_runs WHERE state <> 'running' AND created_at < ?1`).bind(now - RUN_KEPT_MS),
      ]);
      return id;
    },
    async run(id) {
      return runOf(await db.prepare('SELECT * FROM screen_runs WHERE id = ?1').bind(id).first<Row>());
    },
    async unfinished(userId) {
      const { results } = await db
        .prepare(`SELECT * FROM screen_runs WHERE user_id = ?1 AND state = 'running' ORDER BY created_at, id`)
        .bind(userId)
        .all<Row>();
      return results.flatMap((row) => runOf(row) ?? []);
    },
    async claimRun(id, { now, until }) {
      return runOf(
        await db
          .prepare(
            `UPDATE screen_runs SET lease_until = ?3, done = 0
             WHERE id = ?1 AND state = 'running' AND lease_until <= ?2 RETURNING *`,
          )
          .bind(id, now, until)
          .first<Row>(),
      );
    },
    async progress(id, done, leaseUntil) {
      const { meta } = await db
        .prepare(`UPDATE screen_runs SET done = ?2, lease_until = ?3 WHERE id = ?1 AND state = 'running'`)
        .bind(id, done, leaseUntil)
        .run();
      return meta.changes > 0;
    },
    async endRun(id, failure) {
      await db
        .prepare(
          `UPDATE screen_runs SET state = ?2, failure = ?3, done = CASE ?2 WHEN 'done' THEN total ELSE done END
           WHERE id = ?1 AND state = 'running'`,
        )
        .bind(id, failure === null ? 'done' : 'failed', failure === null ? null : JSON.stringify(failure))
        .run();
    },
    async cancelRun(userId, id) {
      const { meta } = await db
        .prepare(`UPDATE screen_runs SET state = 'cancelled' WHERE id = ?1 AND user_id = ?2 AND state = 'running'`)
        .bind(id, userId)
        .run();
      return meta.changes > 0;
    },
    async waitingRuns(now) {
      const { results } = await db
        .prepare(
          `SELECT id FROM screen_runs WHERE state = 'running' AND lease_until <= ?1 ORDER BY created_at LIMIT ?2`,
        )
        .bind(now, SWEPT_MAX)
        .all<{ id: string }>();
      return results.map(({ id }) => id);
    },
    wake,
  };
}

/** What an older version saved and this one no longer reads is left out, not shown wrong. */
function readable<T extends { readonly tree: string }>({
  tree,
  ...rest
}: T): (Omit<T, 'tree'> & { tree: ScreenTree })[] {
  const parsed = ScreenTree.safeParse(JSON.parse(tree));
  return parsed.success ? [{ ...rest, tree: parsed.data }] : [];
}

function runOf(row: Row | null): ScreenRun | null {
  if (row === null) return null;
  const text = (name: string): string => String(row[name]);
  return {
    id: text('id'),
    userId: text('user_id'),
    marketId: text('market_id') as MarketId,
    tree: ScreenTree.parse(JSON.parse(text('tree'))),
    marketAt: Number(row['market_at']) as MarketMs,
    state: text('state') as ScreenRun['state'],
    done: Number(row['done']),
    total: Number(row['total']),
    failure: row['failure'] === null ? null : (JSON.parse(text('failure')) as ScreenRun['failure']),
  };
}

async function readResults(
  db: D1Database,
  { tree, marketId, timeframe }: ResultPlace,
  { before, limit }: { before?: number; limit: number },
): Promise<StoredScreenResult[]> {
  const { results } = await db
    .prepare(
      `SELECT body FROM screen_results WHERE definition_hash = ?1 AND market_id = ?2 AND timeframe = ?3 AND bar_at < ?4
       ORDER BY bar_at DESC LIMIT ?5`,
    )
    .bind(await hashOf(tree), marketId, timeframe, before ?? Number.MAX_SAFE_INTEGER, limit)
    .all<{ body: string }>();
  return results.map(({ body }) => JSON.parse(body) as StoredScreenResult);
}

const FOUND = `kept.body ->> 'marketAt' AS marketAt, kept.body ->> 'found' AS found,
  (SELECT json_group_array(value ->> 'instrumentId') FROM json_each(kept.body, '$.hits')) AS instrumentIds`;

/** Who was found, not with which figures: lists of screens read many of these. */
async function readLatest(db: D1Database, places: readonly ResultPlace[]): Promise<(LatestFound | null)[]> {
  if (places.length === 0) return [];
  const keys = await Promise.all(
    places.map(async ({ tree, marketId, timeframe }, place) => ({
      place,
      hash: await hashOf(tree),
      marketId,
      timeframe,
    })),
  );
  const { results } = await db
    .prepare(
      `WITH asked AS (
         SELECT value ->> 'place' AS place, value ->> 'hash' AS hash, value ->> 'marketId' AS market,
           value ->> 'timeframe' AS timeframe
         FROM json_each(?1)
       ), newest AS (
         SELECT place, hash, market, timeframe, (
           SELECT max(bar_at) FROM screen_results
           WHERE definition_hash = hash AND market_id = market AND screen_results.timeframe = asked.timeframe
         ) AS barAt FROM asked
       ), dayBefore AS (
         SELECT place, hash, market, timeframe, (
           SELECT max(bar_at) FROM screen_results
           WHERE definition_hash = hash AND market_id = market AND screen_results.timeframe = newest.timeframe
             AND bar_at < barAt - barAt % ?2
         ) AS barAt FROM newest
       )
       SELECT place, 1 AS isNewest, ${FOUND} FROM newest JOIN screen_results AS kept
         ON definition_hash = hash AND market_id = market AND kept.timeframe = newest.timeframe AND bar_at = barAt
       UNION ALL
       SELECT place, 0, ${FOUND} FROM dayBefore JOIN screen_results AS kept
         ON definition_hash = hash AND market_id = market AND kept.timeframe = dayBefore.timeframe AND bar_at = barAt`,
    )
    .bind(JSON.stringify(keys), DAY_MS)
    .all<{ place: number; isNewest: number; marketAt: number; found: number; instrumentIds: string }>();
  const foundAt = (place: number, isNewest: 0 | 1): Omit<LatestFound, 'before'> | null => {
    const row = results.find((one) => one.place === place && one.isNewest === isNewest);
    if (row === undefined) return null;
    const { marketAt, found } = row;
    return { marketAt, found, instrumentIds: JSON.parse(row.instrumentIds) as string[] };
  };
  return places.map((_, place) => {
    const newest = foundAt(place, 1);
    return newest === null ? null : { ...newest, before: foundAt(place, 0) };
  });
}

/** Keeps results, those of a whole close in one statement, and forgets the oldest of each. */
export async function saveScreenResults(
  db: D1Database,
  { marketId, results, now }: { marketId: MarketId; results: readonly StoredScreenResult[]; now: WallMs },
): Promise<void> {
  if (results.length === 0) return;
  const rows = await Promise.all(
    results.map(async (result) => ({
      hash: await hashOf(result.tree),
      timeframe: result.timeframe,
      barAt: result.barAt,
      looked: result.looked,
      body: JSON.stringify(result),
    })),
  );
  const json = JSON.stringify(rows);
  await db.batch([
    db
      .prepare(
        `INSERT INTO screen_results (definition_hash, market_id, timeframe, bar_at, looked, body, created_at)
         SELECT value ->> 'hash', ?1, value ->> 'timeframe', value ->> 'barAt', value ->> 'looked', value ->> 'body', ?2
         FROM json_each(?3) WHERE true
         ON CONFLICT (definition_hash, market_id, timeframe, bar_at)
           DO UPDATE SET looked = excluded.looked, body = excluded.body, created_at = excluded.created_at`,
      )
      .bind(marketId, now, json),
    db
      .prepare(
        `DELETE FROM screen_results WHERE market_id = ?1 AND EXISTS (
           SELECT 1 FROM json_each(?2) WHERE value ->> 'hash' = definition_hash AND value ->> 'timeframe' = timeframe
         ) AND bar_at < (
           SELECT kept.bar_at FROM screen_results AS kept
           WHERE kept.definition_hash = screen_results.definition_hash AND kept.market_id = screen_results.market_id
             AND kept.timeframe = screen_results.timeframe
           ORDER BY kept.bar_at DESC LIMIT 1 OFFSET ?3)`,
      )
      .bind(marketId, json, RESULTS_KEPT - 1),
  ]);
}
