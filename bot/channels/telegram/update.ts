import { z } from 'zod';
import { LANGUAGES } from '#shared/contract/session.ts';
import { SECOND_MS } from '#shared/lib/time.ts';
import type { Heard, Place, Understood } from '../channel.ts';
import { TYPED_CHARACTERS } from './limits.ts';
import { verbOf } from './verb.ts';

/*
 * As much of an update as Nod acts on (https://core.telegram.org/bots/api#update). Every field of it may be forged by
 * whoever learns the secret; nothing in it is trusted but the sender's id, and that only says who speaks.
 */
const Id = z.number().int().safe();
const User = z.object({
  id: Id.positive(),
  is_bot: z.boolean().optional(),
  first_name: z.string().max(256).default(''),
  last_name: z.string().max(256).optional(),
  username: z.string().max(64).optional(),
  language_code: z.string().max(16).optional(),
});
const TelegramChat = z.object({ id: Id, type: z.string().max(32), title: z.string().max(256).optional() });
const Message = z.object({
  message_id: Id,
  /** Of a message that is out of reach by now it is 0. */
  date: Id.nonnegative().optional(),
  edit_date: Id.nonnegative().optional(),
  message_thread_id: Id.optional(),
  is_topic_message: z.boolean().optional(),
  from: User.optional(),
  sender_chat: z.unknown().optional(),
  via_bot: z.unknown().optional(),
  chat: TelegramChat,
  text: z.string().max(8192).optional(),
  photo: z.unknown().optional(),
  forward_origin: z.unknown().optional(),
  forward_date: z.unknown().optional(),
  migrate_to_chat_id: Id.optional(),
  reply_to_message: z.object({ from: User.optional() }).optional(),
});
const CallbackQuery = z.object({
  id: z.string().max(64),
  from: User,
  message: Message.optional(),
  data: z.string().max(256).optional(),
});
const MyChatMember = z.object({
  chat: TelegramChat,
  from: User.optional(),
  new_chat_member: z.object({ status: z.string().max(32) }),
});
export const TelegramUpdate = z.object({
  update_id: Id.nonnegative(),
  message: Message.optional(),
  callback_query: CallbackQuery.optional(),
  my_chat_member: MyChatMember.optional(),
});
export type TelegramUpdate = z.infer<typeof TelegramUpdate>;

/** The kinds of updates that are asked for: the rest never arrives. */
export const ALLOWED_UPDATES = ['message', 'callback_query', 'my_chat_member'] as const;

const nothing = (why: string, pressId?: string): Understood => ({
  kind: 'nothing',
  why,
  ...(pressId !== undefined && { pressId }),
});

/** What an update says. `botName` is our own: a command for another bot of the same group is none for us. */
export function understand(update: TelegramUpdate, botName: string): Understood {
  if (update.callback_query !== undefined) return pressed(update.callback_query);
  if (update.message !== undefined) return said(update.message, botName);
  if (update.my_chat_member !== undefined) {
    const { chat, from, new_chat_member: now } = update.my_chat_member;
    const isGone = now.status === 'kicked' || now.status === 'left';
    const letIn = !isGone && kindOf(chat) === 'group' && from !== undefined;
    const group = letIn ? { group: { name: nameOf(chat), by: String(from.id) } } : {};
    return { kind: 'presence', presence: { chatId: String(chat.id), isGone, ...group } };
  }
  return nothing('kind');
}

function pressed({ id, from, message, data }: z.infer<typeof CallbackQuery>): Understood {
  if (from.is_bot === true) return nothing('bot', id);
  const kind = message === undefined ? null : kindOf(message.chat);
  // An inline message, or one of a channel: nobody there can be asked privately.
  if (message === undefined || kind === null || data === undefined || data === '') return nothing('press', id);
  const { verb, accountId } = verbOf(data);
  if (verb === '' || verb.length > 100) return nothing('press', id);
  return {
    kind: 'heard',
    heard: {
      from: personOf(from),
      place: placeOf(message),
      kind,
      ...(kind === 'group' && { groupName: nameOf(message.chat) }),
      said: { verb, ...(accountId !== undefined && { accountId }) },
      press: {
        id,
        shown: { messageId: String(message.message_id), hasPicture: message.photo !== undefined },
        ...(message.date !== undefined && { shownAt: Math.max(message.date, message.edit_date ?? 0) * SECOND_MS }),
      },
    },
  };
}

function said(message: z.infer<typeof Message>, botName: string): Understood {
  const { from, chat, text, migrate_to_chat_id: to } = message;
  const kind = kindOf(chat);
  if (kind === null) return nothing('chat');
  // A group became a supergroup, which has a number of its own.
  if (to !== undefined && kind === 'group') return { kind: 'moved', from: String(chat.id), to: String(to) };
  if (from === undefined || from.is_bot === true || message.sender_chat != null) return nothing('sender');
  // Somebody else's words, carried here: nobody has said them to us.
  if (message.forward_origin != null || message.forward_date != null || message.via_bot != null)
    return nothing('forwarded');
  const line = (text ?? '').trim();
  if (line === '' || line.length > TYPED_CHARACTERS) return nothing('text');
  const [, command, , bot] = /^\/(\w+)(@(\w+))?(?:\s|$)/.exec(line) ?? [];
  if (bot !== undefined && bot.toLowerCase() !== botName.toLowerCase()) return nothing('other-bot');
  if (kind === 'group' && command === undefined) return nothing('talk');
  const heard: Heard = {
    from: personOf(from),
    place: placeOf(message),
    kind,
    ...(kind === 'group' && { groupName: nameOf(chat) }),
    said: { text: line },
    ...(message.date !== undefined && { saidAt: message.date * SECOND_MS }),
  };
  const [, code] = /^\/(?:start|link)(?:@\w+)?\s+([\w-]{6,64})$/.exec(line) ?? [];
  return { kind: 'heard', heard: code === undefined ? heard : { ...heard, linkCode: code } };
}

function kindOf({ type }: z.infer<typeof TelegramChat>): Heard['kind'] | null {
  if (type === 'private') return 'private';
  return type === 'group' || type === 'supergroup' ? 'group' : null;
}

function placeOf(message: z.infer<typeof Message>): Place {
  const isTopic = message.is_topic_message === true && message.message_thread_id !== undefined;
  return { chatId: String(message.chat.id), threadId: isTopic ? String(message.message_thread_id) : null };
}

const NAME_CHARACTERS = 60;

function nameOf({ id, title }: z.infer<typeof TelegramChat>): string {
  return (title ?? String(id)).trim().slice(0, NAME_CHARACTERS);
}

function personOf({ id, first_name: first, last_name: last, username, language_code }: z.infer<typeof User>) {
  const name = [first, last].filter((part) => part !== undefined && part !== '').join(' ');
  return {
    id: String(id),
    name: (username === undefined ? name : `${name} (@${username})`).trim().slice(0, NAME_CHARACTERS),
    language: LANGUAGES.find((language) => language_code?.toLowerCase().startsWith(language)) ?? 'en',
  } as const;
}
