import { z } from 'zod';
import { Id, Instant } from './common.ts';

/** The chat apps. The web chat is none of them: it needs no linking. */
export const CHANNELS = ['telegram', 'discord'] as const;
export const Channel = z.enum(CHANNELS);
export type Channel = z.infer<typeof Channel>;

/** A chat app as this installation is connected to it. Its token came in once and never goes out again. */
export const ChannelView = z.object({
  channel: Channel,
  /** Whether a token is kept. */
  isSet: z.boolean(),
  /** What the app calls the bot, `@name`; null before there is one. */
  botName: z.string().nullable(),
  /** Where the bot is added to oneself or to a server; null where it only has to be found. */
  install: z.object({ user: z.string(), server: z.string() }).nullable(),
  /** How messages come in: sent to this address, or asked for by the process at home. */
  listens: z.enum(['webhook', 'polling']).nullable(),
  lastHeardAt: Instant.nullable(),
  /** What stands in the way; null: nothing known of. */
  problem: z.enum(['token-refused', 'unreachable', 'key-missing']).nullable(),
});
export type ChannelView = z.infer<typeof ChannelView>;

/** A chat of the caller's that is linked. `id` names it in requests. */
export const LinkedChatView = z.object({
  id: Id,
  channel: Channel,
  /** As the app calls them. */
  name: z.string(),
  linkedAt: Instant,
  /** Since when nothing arrives there (blocked, deleted); null: it does. */
  goneAt: Instant.nullable(),
});
export type LinkedChatView = z.infer<typeof LinkedChatView>;

/** A bot's token, as Telegram's BotFather writes it (`123456789:AA…`) or Discord's portal (`MTIz….Gabc12.…`). */
export const SetChannelToken = z.strictObject({
  token: z
    .string()
    .trim()
    .regex(/^(\d{5,20}:[\w-]{30,60}|[\w-]{18,40}\.[\w-]{4,12}\.[\w-]{20,80})$/),
});
export type SetChannelToken = z.infer<typeof SetChannelToken>;

/** A code that links one chat, once. */
export const LinkCodeView = z.object({
  code: z.string().describe('shown once'),
  /** Opens the app with the code ready to send; null where it has no such links. */
  link: z.string().nullable(),
  expiresAt: Instant,
});
export type LinkCodeView = z.infer<typeof LinkCodeView>;

export const ChannelTestView = z.object({ sent: z.number(), of: z.number() });
export type ChannelTestView = z.infer<typeof ChannelTestView>;
