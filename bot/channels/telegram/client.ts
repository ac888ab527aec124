import { Api, GrammyError, HttpError, InputFile } from 'grammy/web';
import { NO_ANSWER, type ChannelClient, type Moved, type Post, type PostOutcome, type Shown } from '../channel.ts';
import { CAPTION_CHARACTERS, PRESS_ANSWER_CHARACTERS, TEXT_CHARACTERS } from './limits.ts';
import { telegramMenus } from './menu.ts';
import { renderForTelegram, type TelegramMessage } from './render.ts';
import { ALLOWED_UPDATES } from './update.ts';

export interface TelegramClientOptions {
  readonly token: string;
  /** Instead of api.telegram.org, in a rehearsal. */
  readonly apiRoot?: string | undefined;
  /** The https address of the app, for links; null: cards carry none. */
  readonly appUrl: string | null;
  readonly fetch: typeof fetch;
}

/** An answer that takes longer is lost. */
const ANSWER_WITHIN_SECONDS = 10;

/** Telegram, spoken to through grammY's client. Nothing is retried in here: whoever asked decides when. */
export function telegramClient({ token, apiRoot, appUrl, fetch }: TelegramClientOptions): ChannelClient {
  const api = new Api(token, {
    ...(apiRoot !== undefined && { apiRoot }),
    timeoutSeconds: ANSWER_WITHIN_SECONDS,
    // No redirect is followed: the address carries the token.
    fetch: (url: string, init: RequestInit) => fetch(url, { ...init, redirect: 'manual' }),
  });

  const draw = ({ card, language, was }: Post, characters: number): TelegramMessage =>
    renderForTelegram(card, { language, was, appUrl, characters });
  const markup = ({ keyboard }: TelegramMessage) => ({
    reply_markup: { inline_keyboard: keyboard.map((row) => row.map((button) => ({ ...button }))) },
  });

  return {
    identify: async () => {
      try {
        const me = await api.getMe();
        return { kind: 'known', botId: String(me.id), botName: me.username };
      } catch (error) {
        const isTheirs = error instanceof GrammyError && [401, 403, 404].includes(error.error_code);
        return { kind: isTheirs ? 'refused' : 'unavailable' };
      }
    },

    post: (post) =>
      followed(post, async () => {
        const { place, picture, replyTo, silent } = post;
        const message = draw(post, picture === null ? TEXT_CHARACTERS : CAPTION_CHARACTERS);
        const common = {
          parse_mode: 'HTML' as const,
          ...(silent && { disable_notification: true }),
          ...(place.threadId !== null && { message_thread_id: Number(place.threadId) }),
          ...(replyTo !== null && {
            reply_parameters: { message_id: Number(replyTo), allow_sending_without_reply: true },
          }),
          ...(message.keyboard.length > 0 && markup(message)),
        };
        const chat = Number(place.chatId);
        if (picture !== null) {
          const photo = new InputFile(new Uint8Array(picture), 'nod.png');
          const sent = await api.sendPhoto(chat, photo, { ...common, caption: message.html });
          return { messageId: String(sent.message_id), hasPicture: true };
        }
        const sent = await api.sendMessage(chat, message.html, {
          ...common,
          link_preview_options: { is_disabled: true },
        });
        return { messageId: String(sent.message_id), hasPicture: false };
      }),

    edit: (shown, post) =>
      attempt(
        post,
        async () => {
          // A text becomes a picture, never the other way round.
          const hasPicture = shown.hasPicture || post.picture !== null;
          const message = draw(post, hasPicture ? CAPTION_CHARACTERS : TEXT_CHARACTERS);
          const [chat, id] = [Number(post.place.chatId), Number(shown.messageId)];
          const common = { parse_mode: 'HTML' as const, ...markup(message) };
          if (post.picture !== null) {
            const media = new InputFile(new Uint8Array(post.picture), 'nod.png');
            const photo = { type: 'photo' as const, media, parse_mode: 'HTML' as const, caption: message.html };
            await api.editMessageMedia(chat, id, photo, markup(message));
          } else if (hasPicture) await api.editMessageCaption(chat, id, { ...common, caption: message.html });
          else
            await api.editMessageText(chat, id, message.html, {
              ...common,
              link_preview_options: { is_disabled: true },
            });
          return { ...shown, hasPicture };
        },
        shown,
      ),

    answerPress: async (pressId, text) => {
      const said = text === null ? {} : { text: text.slice(0, PRESS_ANSWER_CHARACTERS), show_alert: true };
      // One that is too old to be answered has no spinner any more.
      await api.answerCallbackQuery(pressId, said).catch(() => undefined);
    },

    announce: async () => {
      const set = await Promise.all(
        telegramMenus().map(({ scope, language, commands }) =>
          api
            .setMyCommands(
              commands.map((command) => ({ ...command })),
              { scope: { type: scope }, ...(language !== undefined && { language_code: language as 'ko' }) },
            )
            .then(() => true)
            .catch(() => false),
        ),
      );
      return set.every(Boolean);
    },

    listenAt: async (hook) => {
      try {
        if (hook === null) await api.deleteWebhook();
        else await api.setWebhook(hook.url, { secret_token: hook.secret, allowed_updates: ALLOWED_UPDATES });
        return true;
      } catch {
        return false;
      }
    },
  };
}

/** The same for a new message, where the answer may be that its group has another number now. */
async function followed(post: Post, work: () => Promise<Shown>): Promise<PostOutcome | Moved> {
  let to: number | undefined;
  const outcome = await attempt(post, async () => {
    try {
      return await work();
    } catch (error) {
      if (error instanceof GrammyError) to = error.parameters.migrate_to_chat_id;
      throw error;
    }
  });
  return to === undefined ? outcome : { kind: 'moved', to: String(to) };
}

/** `unchanged`: what an edit that changes nothing leaves standing. */
async function attempt({ place }: Post, work: () => Promise<Shown>, unchanged?: Shown): Promise<PostOutcome> {
  try {
    return { kind: 'sent', ...(await work()) };
  } catch (error) {
    if (error instanceof GrammyError)
      return refusal(error, { chatId: place.chatId, ...(unchanged !== undefined && { unchanged }) });
    // grammY leaves the address, which holds the token, out of what it says; what was thrown stays here all the same.
    return { kind: 'failed', reason: error instanceof HttpError ? NO_ANSWER : 'internal' };
  }
}

function refusal(
  { error_code: code, description, parameters }: GrammyError,
  { chatId, unchanged }: { readonly chatId: string; readonly unchanged?: Shown },
): PostOutcome {
  const about = description.toLowerCase();
  // It does not say whose limit that was. Groups have one of their own, 20 a minute; to one person we never write faster
  // than Telegram allows, so that what it refuses there is the limit of all chats together.
  const everywhere = !chatId.startsWith('-');
  if (code === 429) return { kind: 'retry-after', ms: (parameters.retry_after ?? 1) * 1000, everywhere };
  if (code >= 500) return { kind: 'failed', reason: `telegram-${code}` };
  if (unchanged !== undefined && about.includes('message is not modified')) return { kind: 'sent', ...unchanged };
  // The token itself is no good: nobody's chat is gone by that.
  if (code === 401 || code === 404) return { kind: 'failed', reason: `telegram-${code}` };
  if (code === 403 || about.includes('chat not found') || about.includes('user is deactivated'))
    return { kind: 'gone' };
  return { kind: 'refused', reason: `telegram-${code}` };
}
