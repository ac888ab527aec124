import type { Channel } from '#shared/contract/channel.ts';
import type { SealPlace } from '../../vault/vault.ts';

/** What a channel's sealed token belongs to: it opens for no other channel, and for no broker. */
export function channelPlace(channel: Channel): SealPlace {
  return { connectionId: `channel:${channel}`, broker: channel, environment: 'channel' };
}
