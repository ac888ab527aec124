import type { Channel } from '#shared/contract/channel.ts';
import { DISCORD } from './discord.ts';
import { TELEGRAM } from './telegram.ts';
import type { ChannelVendor } from './vendor.ts';

const VENDORS: readonly ChannelVendor[] = [TELEGRAM, DISCORD];

export const CHANNEL_NAMES: readonly Channel[] = VENDORS.map(({ channel }) => channel);

export function channelVendor(name: string): ChannelVendor | null {
  return VENDORS.find(({ channel }) => channel === name) ?? null;
}
