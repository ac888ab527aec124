import { ulid } from 'ulid';
import type { BacktestRunDetail, BacktestRunView, CreateBacktest } from '#shared/contract/backtest-run.ts';
import type { MarketId } from '#shared/domain/ids.ts';
import { decodeFrame, encodeFrame, type Frame } from '#shared/lib/frame.ts';
import { toIso, type WallMs } from '#shared/lib/time.ts';
import type { Backtests } from '#shared/usecases/ports.ts';
import type { WakeUp } from '../queues/wake-up.ts';

/** Requests of one person: unfinished ones at once, and all that are kept. */
const UNFINISHED_MAX = 3;
const KEPT = 100;
/** Unfinished ones that one sweep wakes. */
const SWEPT_MAX = 50;

/** One request while it is worked on. */
export interface ClaimedBacktest {
  readonly id: string;
  readonly marketId: MarketId;
  readonly request: CreateBacktest;
  readonly done: number;
  readonly total: number;
  readonly attempts: number;
  /** What earlier slices answered; null before the first. */
  readonly state: Frame | null;
  /** The claim, by which every write is checked: whoever lost it writes nothing any more. */
  readonly claim: number;
}

export interface Ended {
  readonly status: 'done' | 'failed';
  readonly problem: BacktestRunView['problem'];
  readonly summary: BacktestRunView['summary'];
  readonly result: BacktestRunDetail['result'];
}

/** How far requests are, for whoever works on them. */
export interface BacktestWork {
  /** Null: finished, cancelled, or somebody works on it. */
  claim(id: string, now: WallMs, leaseMs: number): Promise<ClaimedBacktest | null>;
  /** Writes a slice and holds on to the claim. Null: it was cancelled or taken over, and nothing was written. */
  advance(
    row: ClaimedBacktest,
    step: { readonly done: number; readonly total: number; readonly state: Frame },
    until: WallMs,
  ): Promise<ClaimedBacktest | null>;
  /** Writes the end; the state of work is dropped. */
  end(row: ClaimedBacktest, ended: Ended, now: WallMs): Promise<void>;
  /** Lets go of it; it is taken up again after `until`. */
  release(row: ClaimedBacktest, until: WallMs): Promise<void>;
  /** Unfinished ones that nobody works on. */
  unfinished(now: WallMs): Promise<string[]>;
  /** One that is over, whatever came of it; null: it is not, or is gone. */
  ended(id: string): Promise<EndedBacktest | null>;
}

/** Whose a request was, what came of it, and how long it took from being asked. */
export interface EndedBacktest {
  readonly userId: string;
  readonly status: BacktestRunView['status'];
  readonly accountId: string | null;
  readonly request: CreateBacktest;
  readonly tookMs: number;
}

interface Row {
  readonly id: string;
  readonly kind: BacktestRunView['kind'];
  readonly status: BacktestRunView['status'];
  readonly request: string;
  readonly bot_id: string | null;
  readonly account_id: string | null;
  readonly done: number;
  readonly total: number;
  readonly problem: string | null;
  readonly summary: string | null;
  readonly created_at: number;
  readonly finished_at: number | null;
}
const COLUMNS = 'id, kind, status, request, bot_id, account_id, done, total, problem, summary, created_at, finished_at';

export function backtestRepository(db: D1Database, queue: Queue<WakeUp>): Backtests {
  return {
    async create({ userId, marketId, accountId, botId, request, isOnce = false }, now) {
      const id = `t_${ulid(now)}`;
      const [made] = await db.batch([
        db
          .prepare(
            `INSERT INTO backtests (id, user_id, market_id, account_id, bot_id, kind, status, request, done, total, attempts, claimed_until, created_at)
             SELECT ?1, ?2, ?3, ?4, ?5, ?6, 'waiting', ?7, 0, 0, 0, 0, ?8
             WHERE (SELECT count(*) FROM backtests WHERE user_id = ?2 AND finished_at IS NULL) < ?9
               AND NOT (?10 AND EXISTS (SELECT 1 FROM backtests WHERE user_id = ?2 AND bot_id = ?5 AND kind = ?6
                 AND request ->> 'from' IS ?7 ->> 'from' AND request ->> 'to' IS ?7 ->> 'to'))`,
          )
          .bind(
            ...[id, userId, marketId, accountId, botId, request.kind, JSON.stringify(request), now, UNFINISHED_MAX],
            isOnce ? 1 : 0,
          ),
        db
          .prepare(
            `DELETE FROM backtests WHERE user_id = ?1 AND finished_at IS NOT NULL AND id <
               (SELECT id FROM backtests WHERE user_id = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)`,
          )
          .bind(userId, KEPT - 1),
      ]);
      return made?.meta.changes === 1 ? id : null;
    },
    async list(userId) {
      const { results } = await db
        .prepare(`SELECT ${COLUMNS} FROM backtests WHERE user_id = ?1 ORDER BY id DESC LIMIT ?2`)
        .bind(userId, KEPT + UNFINISHED_MAX)
        .all<Row>();
      return results.map(viewOf);
    },
    async find(userId, id) {
      const row = await db
        .prepare(`SELECT ${COLUMNS}, result FROM backtests WHERE user_id = ?1 AND id = ?2`)
        .bind(userId, id)
        .first<Row & { result: string | null }>();
      return row === null ? null : { ...viewOf(row), result: parsed<BacktestRunDetail['result']>(row.result) };
    },
    async cancel(userId, id, now) {
      await db
        .prepare(
          `UPDATE backtests SET status = 'cancelled', finished_at = ?3, state = NULL
           WHERE user_id = ?1 AND id = ?2 AND finished_at IS NULL`,
        )
        .bind(userId, id, now)
        .run();
    },
    async remove(userId, id) {
      await db.prepare('DELETE FROM backtests WHERE user_id = ?1 AND id = ?2').bind(userId, id).run();
    },
    wake: async (id) => void (await queue.send({ kind: 'backtest', key: id })),
  };
}

export function backtestWork(db: D1Database): BacktestWork {
  return {
    async claim(id, now, leaseMs) {
      const claim = now + leaseMs;
      const row = await db
        .prepare(
          `UPDATE backtests SET status = 'running', claimed_until = ?2, attempts = attempts + 1
           WHERE id = ?1 AND finished_at IS NULL AND claimed_until < ?3
           RETURNING id, market_id, request, done, total, attempts, state`,
        )
        .bind(id, claim, now)
        .first<{
          id: string;
          market_id: MarketId;
          request: string;
          done: number;
          total: number;
          attempts: number;
          state: number[] | null;
        }>();
      if (row === null) return null;
      const { market_id: marketId, request, state, ...rest } = row;
      return {
        ...rest,
        marketId,
        request: JSON.parse(request) as CreateBacktest,
        state: state === null ? null : decodeFrame(Uint8Array.from(state).buffer),
        claim,
      };
    },
    async advance(row, { done, total, state }, until) {
      // The claim is the row's version: it must grow with every write.
      const claim = Math.max(until, row.claim + 1);
      const { meta } = await db
        .prepare(
          `UPDATE backtests SET done = ?3, total = ?4, state = ?5, claimed_until = ?6, attempts = 0
           WHERE id = ?1 AND claimed_until = ?2 AND finished_at IS NULL`,
        )
        .bind(row.id, row.claim, done, total, encodeFrame(state), claim)
        .run();
      return meta.changes === 1 ? { ...row, done, total, state, claim, attempts: 0 } : null;
    },
    async end(row, { status, problem, summary, result }, now) {
      await db
        .prepare(
          `UPDATE backtests SET status = ?3, problem = ?4, summary = ?5, result = ?6, done = total, state = NULL, finished_at = ?7
           WHERE id = ?1 AND claimed_until = ?2 AND finished_at IS NULL`,
        )
        .bind(row.id, row.claim, status, text(problem), text(summary), text(result), now)
        .run();
    },
    async release(row, until) {
      await db
        .prepare('UPDATE backtests SET claimed_until = ?3 WHERE id = ?1 AND claimed_until = ?2 AND finished_at IS NULL')
        .bind(row.id, row.claim, until)
        .run();
    },
    async ended(id) {
      const row = await db
        .prepare(
          `SELECT user_id AS userId, account_id AS accountId, status, request, finished_at - created_at AS tookMs
           FROM backtests WHERE id = ?1 AND finished_at IS NOT NULL`,
        )
        .bind(id)
        .first<Omit<EndedBacktest, 'request'> & { request: string }>();
      return row === null ? null : { ...row, request: JSON.parse(row.request) as CreateBacktest };
    },
    async unfinished(now) {
      const { results } = await db
        .prepare('SELECT id FROM backtests WHERE finished_at IS NULL AND claimed_until < ?1 ORDER BY id LIMIT ?2')
        .bind(now, SWEPT_MAX)
        .all<{ id: string }>();
      return results.map(({ id }) => id);
    },
  };
}

function viewOf(row: Row): BacktestRunView {
  const { id, kind, status, done, total } = row;
  return {
    id,
    kind,
    status,
    progress: { done, of: total },
    botId: row.bot_id,
    accountId: row.account_id,
    request: JSON.parse(row.request) as CreateBacktest,
    problem: parsed<BacktestRunView['problem']>(row.problem),
    summary: parsed<BacktestRunView['summary']>(row.summary),
    createdAt: toIso(row.created_at as WallMs),
    finishedAt: row.finished_at === null ? null : toIso(row.finished_at as WallMs),
  };
}

/** Written by this file. */
function parsed<T>(stored: string | null): T | null {
  return stored === null ? null : (JSON.parse(stored) as T);
}

function text(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value);
}
