import type { ToldAs } from '#bot/alerts/told-as.ts';
import type { EventView } from '#shared/contract/account.ts';
import { ALERT_KIND_NAMES, isActNow, levelOf, type AlertKind } from '#shared/domain/alerts/alert-kinds.ts';
import { afterAttempt, channelOf, firstAttempt, type SendOutcome } from '#shared/domain/alerts/attempts.ts';
import { gatherUntil } from '#shared/domain/alerts/crowd.ts';
import type { Route } from '#shared/domain/alerts/routes.ts';
import type { AlertChannel } from '#shared/domain/alerts/settings.ts';
import { DAY_MS, MINUTE_MS, type WallMs } from '#shared/lib/time.ts';
import type { Sql } from '../sql.ts';
import {
  deliveryOf,
  type ChatRef,
  type Delivery,
  type DeliveryRow,
  type RingingChannel,
  type StoredRoute,
} from './delivery-rows.ts';
import { StandingCards } from './standing-cards.ts';
import { Visits } from './visits.ts';

/** What an event is to this person, and where it goes. */
export interface Owed {
  readonly kind: AlertKind;
  /** Its first line as it is now, for the list; null: not known. */
  readonly title: string | null;
  readonly routes: readonly Route[];
  /** Those that are linked and take messages. */
  readonly chats: readonly ChatRef[];
  readonly now: WallMs;
}

/** How it ended: `skipped` where there was nothing to say any more. */
export type Ended = 'sent' | 'skipped' | 'failed';

const KEPT_MS = 30 * DAY_MS;
const ACT_NOW = ALERT_KIND_NAMES.filter(isActNow)
  .map((kind) => `'${kind}'`)
  .join(', ');
/** The lines of one chat: changes of cards, what must be acted on, and all else that is said there. */
const LINE = `CASE WHEN form = 'redraw' THEN 'changes' WHEN kind IN (${ACT_NOW}) THEN 'act-now' ELSE 'said' END`;
/** What is next in each line of each chat (?1: now, ?2: `NOT_DRAWN`). */
const HEADS = `SELECT min(id) FROM delivery WHERE state IN ('waiting', 'sending') AND due_at <= ?1
  AND ((reason IS NOT ?2 AND form <> 'redraw') OR next_at <= ?1) GROUP BY channel, chat_id, ${LINE}`;

/** Why a message waits that could not be drawn: nothing newer waits for it. */
export const NOT_DRAWN = 'not-drawn';

/** The messages owed to a person's chats. */
export class Deliveries {
  /** The cards that stand in the chats. */
  readonly cards: StandingCards;
  readonly #sql: Sql;
  readonly #visits: Visits;

  constructor(sql: Sql) {
    this.#sql = sql;
    this.cards = new StandingCards(sql);
    this.#visits = new Visits(sql);
  }

  /** In the block in which the event is taken. A card that stands changes wherever it stands, whatever is turned off. */
  owe(event: EventView, told: ToldAs, { kind, title, routes, chats, now }: Owed): void {
    if (event.type === 'proposal.reminded' && told.subject !== null) this.#dropReminder(told.subject, now);
    for (const form of told.forms) {
      if (form === 'redraw') {
        for (const chat of chats) if (told.subject !== null) this.oweRedraw(chat, told.subject, now);
        continue;
      }
      for (const route of routes) this.#oweRoute(event, { form, told, kind, title, route, chats, now });
    }
    // On a device no card stands that could change: a part that was bought is told there, if it is the first to be told.
    if (event.type === 'order.partly-filled')
      for (const route of routes.filter(({ channels }) => channels[0] === 'push')) {
        const only = { ...route, channels: ['push'] as const };
        this.#oweRoute(event, { form: 'message', told, kind, title, route: only, chats, now });
      }
    this.#sql.run("DELETE FROM delivery WHERE at < ? AND state NOT IN ('waiting', 'sending')", now - KEPT_MS);
    this.cards.forget(now - KEPT_MS);
  }

  /** The same to a group: there and nowhere else, and silent but for the question. */
  oweGroup(event: EventView, told: ToldAs, group: ChatRef, now: WallMs): void {
    const { subject, trade } = told;
    for (const form of told.forms) {
      if (form === 'redraw') {
        if (subject !== null) this.oweRedraw(group, subject, now);
        continue;
      }
      this.#sql.run(
        `INSERT INTO delivery (channel, chat_id, form, subject, trade, silent, event, account_id, seq, next_at, at, due_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10, ?10)`,
        ...[group.channel, group.chatId, form, subject, trade, form === 'card' ? 0 : 1],
        ...[JSON.stringify(event), event.accountId, event.seq, now],
      );
    }
  }

  /** One row for each chat of the first channel; the first of them goes elsewhere where that channel fails. */
  #oweRoute(
    event: EventView,
    { form, told, kind, title, route, chats, now }: Omit<Owed, 'routes'> & { form: string; told: ToldAs; route: Route },
  ): void {
    const chatOf = (channel: AlertChannel): ChatRef[] => chats.filter((chat) => chat.channel === channel);
    const channels = route.channels.filter((channel) => chatOf(channel).length > 0);
    const [first] = channels;
    if (first === undefined) return;
    const byChannel = Object.fromEntries(channels.map((channel) => [channel, chatOf(channel)[0]?.chatId ?? '']));
    for (const [place, chat] of chatOf(first).entries()) {
      const until = isNews(kind) && route.at <= now ? gatherUntil(this.#newsAt(chat, now), now) : null;
      const dueAt = until ?? route.at;
      const attempt = firstAttempt(place === 0 ? channels : [first], dueAt);
      const stored: StoredRoute = { attempt, chats: { ...byChannel, [first]: chat.chatId } };
      this.#sql.run(
        `INSERT INTO delivery (channel, chat_id, form, subject, trade, silent, event, account_id, seq, next_at, at,
           due_at, why, kind, route, gather, title) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        ...[chat.channel, chat.chatId, form, told.subject, told.trade, route.sound ? 0 : 1],
        ...[JSON.stringify(event), event.accountId, event.seq, dueAt, now, dueAt, route.why, kind],
        ...[JSON.stringify(stored), until === null ? 0 : 1, title],
      );
    }
  }

  /** When news was said in this chat in the last minute, or is about to be. */
  #newsAt({ channel, chatId }: ChatRef, now: number): WallMs[] {
    return this.#sql
      .all<{ at: WallMs; kind: AlertKind }>(
        "SELECT due_at AS at, kind FROM delivery WHERE kind IS NOT NULL AND why = 'first' AND gather = 0 AND due_at > ? AND due_at <= ? AND channel = ? AND chat_id = ?",
        ...[now - MINUTE_MS, now, channel, chatId],
      )
      .filter(({ kind }) => isNews(kind))
      .map(({ at }) => at);
  }

  /** News that waits to be said together in this chat, oldest first. */
  gathered({ channel, chatId }: ChatRef): Delivery[] {
    return this.#sql
      .all<DeliveryRow>(
        "SELECT * FROM delivery WHERE gather = 1 AND state IN ('waiting', 'sending') AND channel = ? AND chat_id = ? ORDER BY id",
        ...[channel, chatId],
      )
      .map(deliveryOf);
  }

  /** The account gives the one reminder itself, where Later moved it: there is no other. */
  #dropReminder(subject: string, now: number): void {
    this.#sql.run(
      "UPDATE delivery SET state = 'skipped', done_at = ? WHERE why = 'reminder' AND state = 'waiting' AND subject = ?",
      ...[now, subject],
    );
  }

  /** Whether a card of this subject stands there; then it is to be drawn anew, once however often it is asked for. */
  oweRedraw({ channel, chatId }: ChatRef, subject: string, now: number): boolean {
    const ref = { channel, chatId };
    // One that is on its way was perhaps drawn already.
    if (this.cards.find(ref, subject) === null && !this.#isOnItsWay(ref, subject)) return false;
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
   * The oldest message of each chat (of one channel, where one is named) that is due, claimed until `leaseUntil`: a claim that nobody ends is due again then.
   * A chat whose oldest one waits for another try says nothing newer before it, unless that one cannot be drawn. Changes
   * of cards are a line of their own beside that, and so is what must be acted on: it waits neither for news that came
   * before it nor for how an old card looks, and what was decided does not look undecided while a chat is full of news.
   */
  claim({ now, leaseUntil, channel }: { now: number; leaseUntil: number; channel: RingingChannel | null }): Delivery[] {
    const heads = this.#sql.all<DeliveryRow & { next_at: number }>(
      `SELECT * FROM delivery WHERE id IN (${HEADS}) AND (?3 IS NULL OR channel = ?3) ORDER BY id`,
      ...[now, NOT_DRAWN, channel],
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

  /** This chat takes no changes now: all of them wait, so that they are not tried one by one before what is new. */
  putOffRedraws({ channel, chatId }: ChatRef, at: number): void {
    this.#sql.run(
      "UPDATE delivery SET next_at = max(next_at, ?) WHERE form = 'redraw' AND state = 'waiting' AND channel = ? AND chat_id = ?",
      ...[at, channel, chatId],
    );
  }

  retry(id: number, at: number, reason: string): void {
    this.#sql.run("UPDATE delivery SET state = 'waiting', next_at = ?, reason = ? WHERE id = ?", at, reason, id);
  }

  end(id: number, how: { state: Ended; now: number; messageId?: string; reason?: string; title?: string }): void {
    this.#sql.run(
      `UPDATE delivery SET state = ?, done_at = ?, message_id = ?, reason = coalesce(?, reason), title = coalesce(?, title)
       WHERE id = ?`,
      ...[how.state, how.now, how.messageId ?? null, how.reason ?? null, how.title ?? null, id],
    );
  }

  /**
   * This chat did not take it: again there, in the next channel, or not any more. With the first that goes elsewhere all
   * go that are due there and can: nobody waits in the queue of a channel that fails.
   */
  failed(delivery: Delivery, outcome: SendOutcome, { now, reason }: { now: WallMs; reason: string }): void {
    if (delivery.route === null) return;
    const moved = this.#goOn(delivery, delivery.route, outcome, { now, reason });
    if (!moved) return;
    const others = this.#sql.all<DeliveryRow>(
      `SELECT * FROM delivery WHERE state = 'waiting' AND route IS NOT NULL AND due_at <= ? AND channel = ? AND chat_id = ?`,
      ...[now, delivery.channel, delivery.chatId],
    );
    for (const row of others) {
      const other = deliveryOf(row);
      const hasElsewhere = (other.route?.attempt.channels.length ?? 0) > 1;
      if (other.route !== null && hasElsewhere) this.#goOn(other, other.route, { state: 'gone' }, { now, reason });
    }
  }

  /** True: it goes to another chat now. */
  #goOn(
    { id, channel, chatId }: Delivery,
    { attempt, chats }: StoredRoute,
    outcome: SendOutcome,
    { now, reason }: { now: WallMs; reason: string },
  ): boolean {
    const next = afterAttempt(attempt, outcome, now);
    if (next.state !== 'due') {
      this.end(id, { state: 'failed', now, reason });
      return false;
    }
    const { attempt: then, retryAt } = next;
    this.#route(id, { attempt: then, chats }, { at: retryAt, reason, chatId });
    return channelOf(then) !== channel;
  }

  #route(
    id: number,
    { attempt, chats }: StoredRoute,
    { at, reason, chatId }: { at: WallMs; reason: string; chatId: string },
  ): void {
    const to = channelOf(attempt);
    this.#sql.run(
      `UPDATE delivery SET state = 'waiting', channel = ?, chat_id = ?, next_at = ?, reason = ?, route = ? WHERE id = ?`,
      ...[to, chats[to] ?? chatId, at, reason, JSON.stringify({ attempt, chats }), id],
    );
  }

  /** This app will never take it and is not asked again; another one may. It says nothing about the others. */
  refused({ id, channel, chatId, route }: Delivery, { now, reason }: { now: WallMs; reason: string }): void {
    const left = route?.attempt.channels.filter((one) => one !== channel) ?? [];
    if (route === null || left.length === 0) return this.end(id, { state: 'failed', now, reason });
    const { dueAt, lap, failed } = route.attempt;
    const attempt = {
      ...firstAttempt(left, dueAt),
      lap,
      failed: [...failed.filter((one) => one !== channel), channel],
    };
    this.#route(id, { attempt, chats: route.chats }, { at: now, reason, chatId });
  }

  /** Nothing arrives there any more: what can goes elsewhere. */
  leave({ channel, chatId }: ChatRef, reason: string, now: WallMs): void {
    const rows = this.#sql.all<DeliveryRow>(
      "SELECT * FROM delivery WHERE channel = ? AND chat_id = ? AND state IN ('waiting', 'sending')",
      ...[channel, chatId],
    );
    for (const row of rows) {
      const delivery = deliveryOf(row);
      const { route } = delivery;
      const isLast = route === null || route.attempt.at + 1 >= route.attempt.channels.length;
      if (isLast) this.end(delivery.id, { state: 'failed', now, reason });
      else this.#goOn(delivery, route, { state: 'gone' }, { now, reason });
    }
  }

  /** When the next one is due; null: nothing is owed. */
  nextAt(now: number): number | null {
    const due = this.#sql.first<{ at: number | null }>(
      `SELECT min(next_at) AS at FROM delivery WHERE id IN (${HEADS})`,
      ...[now, NOT_DRAWN],
    );
    const aside = this.#sql.first<{ at: number | null }>(
      "SELECT min(next_at) AS at FROM delivery WHERE state IN ('waiting', 'sending') AND (reason = ? OR form = 'redraw') AND next_at > ?",
      ...[NOT_DRAWN, now],
    );
    const later = this.#sql.first<{ at: number | null }>(
      "SELECT min(due_at) AS at FROM delivery WHERE state = 'waiting' AND due_at > ?",
      now,
    );
    const times = [due?.at, aside?.at, later?.at].filter((at) => typeof at === 'number');
    return times.length === 0 ? null : Math.min(...times);
  }

  /** This person was heard of: they look, typed or pressed. */
  see(now: number): void {
    this.#sql.run('INSERT INTO seen (one, at) VALUES (1, ?1) ON CONFLICT (one) DO UPDATE SET at = ?1', now);
    this.#visits.mark(now as WallMs);
  }

  wasSeenSince(at: number): boolean {
    return (this.#sql.first<{ at: number }>('SELECT at FROM seen')?.at ?? 0) >= at;
  }

  #isOnItsWay({ channel, chatId }: ChatRef, subject: string): boolean {
    const card = this.#sql.first(
      "SELECT id FROM delivery WHERE form = 'card' AND state IN ('waiting', 'sending') AND channel = ? AND chat_id = ? AND subject = ?",
      ...[channel, chatId, subject],
    );
    return card !== null;
  }
}

function isNews(kind: AlertKind): boolean {
  return levelOf(kind) === 'news';
}
