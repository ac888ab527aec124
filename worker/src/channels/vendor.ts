import type { ChannelClient, Understood } from '#bot/channels/channel.ts';
import type { Channel } from '#shared/contract/channel.ts';

/** How often a chat app lets itself be spoken to. */
export interface PaceLimits {
  /** In all, over every chat. */
  readonly perSecond: number;
  /** Of one chat: this many at once, then one each second. */
  readonly burst: number;
  /** Of one group. */
  readonly groupPerMinute: number;
}

/** One chat app as the Worker uses it: a line in `channels/index.ts`, the rest lies in `bot/channels/<name>`. */
export interface ChannelVendor {
  readonly channel: Channel;
  readonly pace: PaceLimits;
  client(how: { token: string; apiRoot: string | undefined; appUrl: string | null }): ChannelClient;
  /** Null: not an update of this app. Ids are text, and the same update always has the same. */
  read(update: unknown): { readonly id: string; understand(botName: string): Understood } | null;
  isGroup(chatId: string): boolean;
  /** Opens the app with the code ready to be sent; null where there are no such links. */
  deepLink(botName: string, code: string): string | null;
}
