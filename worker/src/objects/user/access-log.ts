import type { EventView } from '#shared/contract/account.ts';
import type { AccessEventType, AccessRecordType } from '#shared/domain/event-type.ts';
import { toIso, type WallMs } from '#shared/lib/time.ts';
import { headOf, linked, macOf, type EventRow } from '../account/audit-chain.ts';
import type { Sql } from '../sql.ts';
import type { ChatRef } from './delivery-rows.ts';

/** A way in that was opened or used. The body says what of, never the secret itself. */
export interface AccessChange {
  readonly type: AccessEventType | AccessRecordType;
  readonly channel: string;
  /** Who did it; absent: the person. */
  readonly actor?: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/**
 * What changed about who can act as one person: a chain of events like an account's, each row's mac over the row before
 * it. `userId` is the person; their events carry it where an account's carry the account.
 */
export class AccessLog {
  readonly #sql: Sql;
  readonly #userId: string;
  readonly #mac: (text: string) => string;

  constructor(sql: Sql, userId: string, mac: (text: string) => string) {
    this.#sql = sql;
    this.#userId = userId;
    this.#mac = mac;
  }

  /** In the turn in which the way in is stored. `isTold`: it is to be read, and nobody is owed a message. */
  append({ type, channel, body, actor = this.#userId }: AccessChange, now: number, { isTold = false } = {}): void {
    const { seq: last, mac: prev } = headOf(this.#sql);
    const seq = last + 1;
    const row: EventRow = {
      ...{ seq, type, version: 1, at: now, market_at: now, actor, channel },
      ...{ subject: null, body: JSON.stringify(body) },
    };
    this.#sql.run(
      `INSERT INTO event (seq, type, version, at, market_at, actor, channel, subject, body, prev, mac)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[...linked(row), prev, macOf(this.#mac, prev, row)],
    );
    if (!isTold) this.#sql.run('INSERT INTO untold (seq) VALUES (?)', seq);
  }

  /** Whether this ever happened. */
  has(type: AccessEventType | AccessRecordType): boolean {
    return this.#sql.first('SELECT seq FROM event WHERE type = ? LIMIT 1', type) !== null;
  }

  /** The number of the last time browsers were signed out from elsewhere, or their password became another one; else 0. */
  lastSignedOut(): number {
    const row = this.#sql.first<{ seq: number | null }>(
      `SELECT max(seq) AS seq FROM event
       WHERE type IN ('access.signed-out-everywhere', 'access.signed-out-others', 'access.password-set')
         OR (type = 'access.signed-out' AND body ->> 'isElsewhere')`,
    );
    return row?.seq ?? 0;
  }

  /** Those that nobody was told of yet, oldest first. */
  untold(): EventView[] {
    return this.#sql
      .all<EventRow>('SELECT event.* FROM event JOIN untold USING (seq) ORDER BY seq LIMIT 20')
      .map((row) => this.#view(row));
  }

  /** Newest first, from below `before`; of these types alone where some are named. */
  list({
    limit,
    before,
    types,
  }: {
    readonly limit: number;
    readonly before: number | null;
    readonly types: readonly string[] | null;
  }): EventView[] {
    return this.#sql
      .all<EventRow>(
        `SELECT * FROM event WHERE (?1 IS NULL OR seq < ?1)
           AND (?2 IS NULL OR type IN (SELECT value FROM json_each(?2))) ORDER BY seq DESC LIMIT ?3`,
        before,
        types === null ? null : JSON.stringify(types),
        limit,
      )
      .map((row) => this.#view(row));
  }

  told(seq: number): void {
    this.#sql.run('DELETE FROM untold WHERE seq = ?', seq);
  }

  #view({ seq, type, at, actor, channel, body }: EventRow): EventView {
    const instant = toIso(at as WallMs);
    return {
      ...{ accountId: this.#userId, seq, type, at: instant, marketAt: instant, actor, channel },
      body: JSON.parse(body) as Record<string, unknown>,
    };
  }
}

/** Whether it is this very chat or device that is new: the others are told, and not whoever sits there. */
export function isAbout({ type, body }: EventView, { channel, chatId }: ChatRef): boolean {
  if (type === 'access.device-added') return channel === 'push' && body['id'] === chatId;
  return type === 'access.chat-linked' && body['app'] === channel && body['chatId'] === chatId;
}
