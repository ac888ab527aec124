import type { Card } from '#bot/cards/card.ts';
import type { Shown } from '#bot/channels/channel.ts';
import type { Sql } from '../sql.ts';
import type { ChatRef, Delivery, RingingChannel } from './delivery-rows.ts';

/** The one message of a proposal, an order or a backtest in a chat. */
export interface StandingCard<Where extends RingingChannel = RingingChannel> extends ChatRef<Where> {
  readonly subject: string;
  readonly shown: Shown;
  /** What it shows, or showed before it was decided. */
  readonly card: Card;
}

/** The one message that a chat keeps of each proposal, order and backtest, which is changed as things go on. */
export class StandingCards {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  find<Where extends RingingChannel>({ channel, chatId }: ChatRef<Where>, subject: string): StandingCard<Where> | null {
    const row = this.#sql.first<{ message_id: string; has_picture: number; card: string }>(
      'SELECT message_id, has_picture, card FROM standing_card WHERE channel = ? AND chat_id = ? AND subject = ?',
      ...[channel, chatId, subject],
    );
    if (row === null) return null;
    const shown = { messageId: row.message_id, hasPicture: row.has_picture === 1 };
    return { channel, chatId, subject, shown, card: JSON.parse(row.card) as Card };
  }

  put(
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

  /** The chats in which a card of this subject stands. */
  chatsOf(subject: string): ChatRef[] {
    return this.#sql
      .all<{ channel: ChatRef['channel']; chat_id: string }>(
        'SELECT channel, chat_id FROM standing_card WHERE subject = ?',
        subject,
      )
      .map(({ channel, chat_id: chatId }) => ({ channel, chatId }));
  }

  remove({ channel, chatId }: ChatRef, subject: string): void {
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

  /** Whether another card of this trade stands there. */
  hasOther({ channel, chatId, subject, trade }: Pick<Delivery, 'channel' | 'chatId' | 'subject' | 'trade'>): boolean {
    return (
      this.#sql.first(
        'SELECT 1 FROM standing_card WHERE channel = ?1 AND chat_id = ?2 AND trade = ?3 AND subject IS NOT ?4 LIMIT 1',
        ...[channel, chatId, trade, subject],
      ) !== null
    );
  }

  /** Those of before: what happens then is a message of its own. */
  forget(before: number): void {
    this.#sql.run('DELETE FROM standing_card WHERE at < ?', before);
  }
}
