import { AWAY_MS } from '#shared/domain/absence.ts';
import { MINUTE_MS, type WallMs } from '#shared/lib/time.ts';
import type { AwayTime } from '#shared/usecases/away.ts';
import type { Sql } from '../sql.ts';

interface VisitRow {
  at: WallMs;
  away_from: WallMs | null;
  away_until: WallMs | null;
  is_told: 0 | 1;
}

/** Every line, press and call is a visit: written down this often. */
const KEPT_EVERY_MS = 10 * MINUTE_MS;

/** When this person was here, in whichever way: an open screen, a line or a tap in a chat, a call with their token. */
export class Visits {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** They are here. Whoever was away for days has just come back. */
  mark(now: WallMs): void {
    const at = this.last();
    if (at !== null && now - at < KEPT_EVERY_MS) return;
    const isBack = at !== null && now - at >= AWAY_MS;
    this.#sql.run(
      `INSERT INTO visit (one, at) VALUES (1, ?1) ON CONFLICT (one) DO UPDATE SET at = ?1,
         away_from = CASE WHEN ?2 THEN at ELSE away_from END,
         away_until = CASE WHEN ?2 THEN ?1 ELSE away_until END,
         is_told = CASE WHEN ?2 THEN 0 ELSE is_told END`,
      now,
      isBack ? 1 : 0,
    );
  }

  /** Null: never written down. */
  last(): WallMs | null {
    return this.#row()?.at ?? null;
  }

  /** The last time away; null: there was none. */
  away(): AwayTime | null {
    const row = this.#row();
    if (row === null || row.away_from === null || row.away_until === null) return null;
    return { from: row.away_from, until: row.away_until, isTold: row.is_told === 1 };
  }

  /** They were shown what happened. True for the one call that says so first. */
  tell(): boolean {
    return this.#sql.run('UPDATE visit SET is_told = 1 WHERE away_from IS NOT NULL AND is_told = 0') > 0;
  }

  #row(): VisitRow | null {
    return this.#sql.first<VisitRow>('SELECT at, away_from, away_until, is_told FROM visit');
  }
}
