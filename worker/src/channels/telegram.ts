import { telegramClient } from '#bot/channels/telegram/client.ts';
import { TelegramUpdate, understand } from '#bot/channels/telegram/update.ts';
import type { ChannelVendor } from './vendor.ts';

/** https://core.telegram.org/bots/faq: about 30 a second in all, one a second in a chat (bursts pass), 20 a minute in a group. */
export const TELEGRAM: ChannelVendor = {
  channel: 'telegram',
  pace: {
    all: [{ count: 30, windowMs: 1_000 }],
    // One a second over a minute; several steps, so that after a burst nobody waits long for the next.
    chat: [
      { count: 6, windowMs: 2_000 },
      { count: 14, windowMs: 8_000 },
      { count: 60, windowMs: 60_000 },
    ],
    group: [{ count: 20, windowMs: 60_000 }],
    editsApart: false,
  },
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
