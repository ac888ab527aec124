import { telegramClient } from '#bot/channels/telegram/client.ts';
import { TelegramUpdate, understand } from '#bot/channels/telegram/update.ts';
import type { ChannelVendor } from './vendor.ts';

/** https://core.telegram.org/bots/faq: about 30 a second in all, one a second in a chat (bursts pass), 20 a minute in a group. */
export const TELEGRAM: ChannelVendor = {
  channel: 'telegram',
  pace: { perSecond: 30, burst: 10, groupPerMinute: 20 },
  client: (how) => telegramClient({ ...how, fetch: (...asked) => fetch(...asked) }),
  read: (update) => {
    const parsed = TelegramUpdate.safeParse(update);
    if (!parsed.success) return null;
    const { data } = parsed;
    return { id: String(data.update_id), understand: (botName) => understand(data, botName) };
  },
  // Groups and supergroups have negative ids.
  isGroup: (chatId) => chatId.startsWith('-'),
  deepLink: (botName, code) => `https://t.me/${botName}?start=${code}`,
};
