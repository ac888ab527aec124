import type { Card } from '#bot/cards/card.ts';
import type { Shown } from '#bot/channels/channel.ts';
import type { AlertRoute } from '#bot/alerts/routes-for.ts';
import type { ToldAs } from '#bot/alerts/told-as.ts';
import type { EventView } from '#shared/contract/account.ts';
import type { Channel } from '#shared/contract/channel.ts';
import { DAY_MS } from '#shared/lib/time.ts';
import type { Sql } from '../sql.ts';

/** A chat of this person, in one app. */
export interface ChatRef {
  readonly channel: Channel;
  readonly chatId: string;
}

/** A message that is owed to a chat. Instants are wall milliseconds. */
export interface Delivery extends ChatRef {
  readonly id: number;
  readonly form: ToldAs['forms'][number];
  readonly subject: string | null;
  readonly trade: string | null;
  readonly silent: boolean;
  /** Null for a redraw: it shows how things stand when it is sent. */
  readonly event: EventView | null;
  readonly attempts: number;
  readonly at: number;
}

/** How it ended: `skipped` where there was nothing to say any more. */
export type Ended = 'sent' | 'skipped' | 'failed';

/** The one message of a proposal or order in a chat. */
export interface StandingCard extends ChatRef {
  readonly subject: string;
  readonly shown: Shown;
  /** What it shows, or showed before it was decided. */
  readonly card: Card;
}

const KEPT_MS = 30 * DAY_MS;

interface Row {
  id: number;
  channel: Channel;
  chat_id: string;
  form: Delivery['form'];
  subject: string | null;
  trade: string | null;
  silent: number;
  event: string | null;
  attempts: number;
  at: number;
}

/** The messages owed to a person's chats, and the cards that stand there. */
export class Deliveries {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** In the block in which the event is taken. */
  owe(event: EventView, told: ToldAs, { routes, now }: { routes: readonly AlertRoute[]; now: number }): void {
    for (const route of routes) {
      for (const form of told.forms) {
        if (form === 'redraw') {
          if (told.subject !== null) this.oweRedraw(route, told.subject, now);
          continue;
        }
        this.#sql.run(
          `INSERT INTO delivery (channel, chat_id, form, subject, trade, silent, event, account_id, seq, next_at, at)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          ...[route.channel, route.chatId, form, told.subject, told.trade, route.silent ? 1 : 0],
          ...[JSON.stringify(event), event.accountId, event.seq, now, now],
        );
      }
    }
    this.#sql.run("DELETE FROM delivery WHERE at < ? AND state NOT IN ('waiting', 'sending')", now - KEPT_MS);
    this.#sql.run('DELETE FROM standing_card WHERE at < ?', now - KEPT_MS);
  }

  /** Whether a card of this subject stands there; then it is to be drawn anew, once however often it is asked for. */
  oweRedraw({ channel, chatId }: ChatRef, subject: string, now: number): boolean {
    const ref = { channel, chatId };
    // One that is on its way was perhaps drawn already.
    if (this.standing(ref, subject) === null && !this.#isOnItsWay(ref, subject)) return false;
    const waiting = this.#sql.first(
      "SELECT id FROM delivery WHERE state = 'waiting' AND form = 'redraw' AND channel = ? AND chat_id = ? AND subject = ?",
      ...[channel, chatId, subject],
    );
    if (waiting === null)
      this.#sql.run(
        "INSERT INTO delivery (channel, chat_id, form, subject, silent, next_at, at) VALUES (?, ?, 'redraw', ?, 1, ?, ?)",
        ...[channel, chatId, subject, now, now],
      );
    return true;
  }

  /**
   * The oldest message of each chat that is due, claimed until `leaseUntil`: a claim that nobody ends is due again then.
   * A chat whose oldest one waits for another try says nothing newer before it.
   */
  claim({ now, leaseUntil }: { now: number; leaseUntil: number }): Delivery[] {
    const heads = this.#sql.all<Row & { next_at: number }>(
      `SELECT * FROM delivery WHERE id IN (
         SELECT min(id) FROM delivery WHERE state IN ('waiting', 'sending') GROUP BY channel, chat_id
       ) ORDER BY id`,
    );
    return heads
      .filter(({ next_at: due }) => due <= now)
      .map((row) => {
        this.#sql.run(
          "UPDATE delivery SET state = 'sending', attempts = attempts + 1, next_at = ? WHERE id = ?",
          leaseUntil,
          row.id,
        );
        return deliveryOf(row);
      });
  }

  retry(id: number, at: number, reason: string): void {
    this.#sql.run("UPDATE delivery SET state = 'waiting', next_at = ?, reason = ? WHERE id = ?", at, reason, id);
  }

  end(id: number, how: { state: Ended; now: number; messageId?: string; reason?: string }): void {
    this.#sql.run(
      'UPDATE delivery SET state = ?, done_at = ?, message_id = ?, reason = coalesce(?, reason) WHERE id = ?',
      ...[how.state, how.now, how.messageId ?? null, how.reason ?? null, id],
    );
  }

  /** Nothing arrives there any more. */
  endAllOf({ channel, chatId }: ChatRef, reason: string, now: number): void {
    this.#sql.run(
      "UPDATE delivery SET state = 'failed', done_at = ?, reason = ? WHERE channel = ? AND chat_id = ? AND state IN ('waiting', 'sending')",
      ...[now, reason, channel, chatId],
    );
  }

  /** When the next one is due; null: nothing is owed. */
  nextAt(): number | null {
    return (
      this.#sql.first<{ at: number | null }>(
        `SELECT min(next_at) AS at FROM delivery WHERE id IN (
           SELECT min(id) FROM delivery WHERE state IN ('waiting', 'sending') GROUP BY channel, chat_id)`,
      )?.at ?? null
    );
  }

  standing({ channel, chatId }: ChatRef, subject: string): StandingCard | null {
    const row = this.#sql.first<{ message_id: string; has_picture: number; card: string }>(
      'SELECT message_id, has_picture, card FROM standing_card WHERE channel = ? AND chat_id = ? AND subject = ?',
      ...[channel, chatId, subject],
    );
    if (row === null) return null;
    const shown = { messageId: row.message_id, hasPicture: row.has_picture === 1 };
    return { channel, chatId, subject, shown, card: JSON.parse(row.card) as Card };
  }

  putStanding(
    { channel, chatId, subject, shown, card }: StandingCard,
    { trade, now }: { trade: string | null; now: number },
  ): void {
    this.#sql.run(
      `INSERT INTO standing_card (channel, chat_id, subject, message_id, has_picture, trade, card, at)
       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
       ON CONFLICT (channel, chat_id, subject) DO UPDATE
       SET message_id = ?4, has_picture = ?5, trade = coalesce(?6, trade), card = ?7, at = ?8`,
      ...[channel, chatId, subject, shown.messageId, shown.hasPicture ? 1 : 0, trade, JSON.stringify(card), now],
    );
  }

  #isOnItsWay({ channel, chatId }: ChatRef, subject: string): boolean {
    const card = this.#sql.first(
      "SELECT id FROM delivery WHERE form = 'card' AND state IN ('waiting', 'sending') AND channel = ? AND chat_id = ? AND subject = ?",
      ...[channel, chatId, subject],
    );
    return card !== null;
  }

  removeStanding({ channel, chatId }: ChatRef, subject: string): void {
    this.#sql.run(
      'DELETE FROM standing_card WHERE channel = ? AND chat_id = ? AND subject = ?',
      ...[channel, chatId, subject],
    );
  }

  /** The message a new one of this subject or trade replies to. */
  threadOf({
    channel,
    chatId,
    subject,
    trade,
  }: Pick<Delivery, 'channel' | 'chatId' | 'subject' | 'trade'>): string | null {
    return (
      this.#sql.first<{ message_id: string }>(
        `SELECT message_id FROM standing_card WHERE channel = ?1 AND chat_id = ?2 AND (subject = ?3 OR trade = ?4)
         ORDER BY subject = ?3 DESC, at DESC LIMIT 1`,
        ...[channel, chatId, subject, trade],
      )?.message_id ?? null
    );
  }
}

function deliveryOf(row: Row): Delivery {
  const { id, channel, form, subject, trade, attempts, at } = row;
  return {
    ...{ id, channel, form, subject, trade, at },
    chatId: row.chat_id,
    silent: row.silent === 1,
    event: row.event === null ? null : (JSON.parse(row.event) as EventView),
    attempts: attempts + 1,
  };
}
