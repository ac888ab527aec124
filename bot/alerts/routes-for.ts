import type { EventView } from '#shared/contract/account.ts';
import type { Channel } from '#shared/contract/channel.ts';

/** A linked chat, as far as routing looks at it. `goneAt` in wall milliseconds. */
export interface RoutableChat {
  readonly channel: Channel;
  readonly chatId: string;
  readonly goneAt: number | null;
}

/** Where an event is told, and whether with sound. */
export interface AlertRoute {
  readonly channel: Channel;
  readonly chatId: string;
  readonly silent: boolean;
}

/** What a person chose: nothing yet, so everything is told everywhere. Levels and quiet hours are to be read from here. */
export type AlertSettings = Readonly<Record<string, never>>;

const SILENT = new Set(['order.filled', 'proposal.reminded']);

/** The chats an event goes to. Pure: the same event, settings, chats and instant (wall milliseconds) give the same routes. */
export function routesFor(
  event: EventView,
  _settings: AlertSettings,
  { chats, now: _now }: { readonly chats: readonly RoutableChat[]; readonly now: number },
): AlertRoute[] {
  return chats
    .filter(({ goneAt }) => goneAt === null)
    .map(({ channel, chatId }) => ({ channel, chatId, silent: SILENT.has(event.type) }));
}
