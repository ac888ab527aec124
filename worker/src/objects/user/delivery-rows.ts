import type { ToldAs } from '#bot/alerts/told-as.ts';
import type { EventView } from '#shared/contract/account.ts';
import type { Channel } from '#shared/contract/channel.ts';
import type { Attempt } from '#shared/domain/alerts/attempts.ts';
import type { Route } from '#shared/domain/alerts/routes.ts';
import type { AlertChannel } from '#shared/domain/alerts/settings.ts';

/** Where a message rings: in a chat app, or on a device of the person's. */
export type RingingChannel = Channel | 'push';

/** A chat of this person in one app, or a device: its id is the `chatId`. */
export interface ChatRef<Where extends RingingChannel = RingingChannel> {
  readonly channel: Where;
  readonly chatId: string;
}

/** A message that is owed to a chat. Instants are wall milliseconds. */
export interface Delivery<Where extends RingingChannel = RingingChannel> extends ChatRef<Where> {
  readonly id: number;
  readonly form: ToldAs['forms'][number];
  readonly subject: string | null;
  readonly trade: string | null;
  readonly silent: boolean;
  /** Null for a redraw: it shows how things stand when it is sent. */
  readonly event: EventView | null;
  readonly attempts: number;
  readonly at: number;
  readonly why: Route['why'];
  /** Where it goes next when this chat does not take it; null: nowhere else. */
  readonly route: StoredRoute | null;
  /** It says what others say as well. */
  readonly gather: boolean;
}

/** The attempt as it stands, and the chat that stands for each channel. */
export interface StoredRoute {
  readonly attempt: Attempt;
  readonly chats: Readonly<Partial<Record<AlertChannel, string>>>;
}

/** As it lies in the table. */
export interface DeliveryRow {
  id: number;
  channel: RingingChannel;
  chat_id: string;
  form: Delivery['form'];
  subject: string | null;
  trade: string | null;
  silent: number;
  event: string | null;
  attempts: number;
  at: number;
  why: Route['why'];
  route: string | null;
  gather: number;
}

export function deliveryOf(row: DeliveryRow): Delivery {
  const { id, channel, form, subject, trade, attempts, at } = row;
  return {
    ...{ id, channel, form, subject, trade, at },
    chatId: row.chat_id,
    silent: row.silent === 1,
    event: row.event === null ? null : (JSON.parse(row.event) as EventView),
    attempts: attempts + 1,
    why: row.why,
    route: row.route === null ? null : (JSON.parse(row.route) as StoredRoute),
    gather: row.gather === 1,
  };
}

/** Whether a chat app takes it; what is left goes to a device. */
export function isForApp(delivery: Delivery): delivery is Delivery<Channel> {
  return delivery.channel !== 'push';
}
