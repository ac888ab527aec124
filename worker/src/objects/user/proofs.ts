import { MINUTE_MS } from '#shared/lib/time.ts';
import type { StepUpReason } from '#shared/contract/step-up.ts';
import type { Sql } from '../sql.ts';

export const PROOF_TTL_MS = 5 * MINUTE_MS;
/** A browser waits for a finger this long; the answer of a passkey after it counts for nothing. */
export const CHALLENGE_TTL_MS = 5 * MINUTE_MS;

/** Proofs that stand for one act only. The others cover what a person does within their five minutes. */
const SINGLE_USE: readonly StepUpReason[] = ['going-live', 'large-approval', 'say-goodbye'];

export type ChallengePurpose = 'step-up' | 'add-passkey';

/** The name passkeys belong to and the page they may be used on, as the request's own address says. */
export interface PasskeyPlace {
  readonly rpId: string;
  readonly origin: string;
}

export interface OpenChallenge extends PasskeyPlace {
  readonly nonce: string;
}

/** What is asked of whom; all of it goes into what the browser signs. */
export interface Asked {
  readonly sessionId: string;
  readonly reason: StepUpReason;
  readonly about: string;
}

/** Opens a challenge; a session has one per purpose, so the one before is void. */
export function openChallenge(
  sql: Sql,
  { sessionId, purpose }: { sessionId: string; purpose: ChallengePurpose },
  { nonce, rpId, origin, now }: OpenChallenge & { now: number },
): void {
  sql.run(
    `INSERT INTO challenge (session_id, purpose, nonce, rp_id, origin, expires_at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (session_id, purpose) DO UPDATE
     SET nonce = excluded.nonce, rp_id = excluded.rp_id, origin = excluded.origin, expires_at = excluded.expires_at`,
    sessionId,
    purpose,
    nonce,
    rpId,
    origin,
    now + CHALLENGE_TTL_MS,
  );
}

/** The open challenge, which this takes away: whatever the answer to it is worth, it is asked for once. */
export function takeChallenge(
  sql: Sql,
  { sessionId, purpose }: { sessionId: string; purpose: ChallengePurpose },
  now: number,
): OpenChallenge | null {
  const row = sql.first<{ nonce: string; rp_id: string; origin: string; expires_at: number }>(
    'DELETE FROM challenge WHERE session_id = ? AND purpose = ? RETURNING *',
    sessionId,
    purpose,
  );
  if (row === null || row.expires_at <= now) return null;
  return { nonce: row.nonce, rpId: row.rp_id, origin: row.origin };
}

/** Uses up a challenge of somebody who was not signed in; false: it was used before. */
export function spendChallenge(sql: Sql, { nonce, until }: { nonce: string; until: number }, now: number): boolean {
  sql.run('DELETE FROM spent_challenge WHERE until <= ?', now);
  const spent = sql.run(
    'INSERT INTO spent_challenge (nonce, until) VALUES (?, ?) ON CONFLICT DO NOTHING',
    nonce,
    until,
  );
  return spent > 0;
}

/** Stores what was proven and answers until when. */
export function storeProof(sql: Sql, { sessionId, reason, about }: Asked, now: number): number {
  const until = now + PROOF_TTL_MS;
  sql.run(
    'INSERT OR REPLACE INTO proof (session_id, reason, about, until) VALUES (?, ?, ?, ?)',
    sessionId,
    reason,
    about,
    until,
  );
  return until;
}

/** Whether this was proven and still counts; where it counts once, this was the time. */
export function takeProof(sql: Sql, { sessionId, reason, about }: Asked, now: number): boolean {
  const which = 'WHERE session_id = ? AND reason = ? AND about = ?';
  const proof = SINGLE_USE.includes(reason)
    ? sql.first<{ until: number }>(`DELETE FROM proof ${which} RETURNING until`, sessionId, reason, about)
    : sql.first<{ until: number }>(`SELECT until FROM proof ${which}`, sessionId, reason, about);
  return proof !== null && proof.until > now;
}

/** Nothing outlives the session it was proven in. */
export function forgetProofs(sql: Sql, sessionId: string): void {
  sql.run('DELETE FROM proof WHERE session_id = ?', sessionId);
  sql.run('DELETE FROM challenge WHERE session_id = ?', sessionId);
}
