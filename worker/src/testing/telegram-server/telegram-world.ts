/*
 * As much of the Bot API as Nod uses, strict where Telegram is strict: limits, HTML, ids, what an edit answers. npm has
 * `telegram-test-api`; it is an Express server of an older API without faults, replies or captions, and cannot stand
 * inside a Workers test, so this stands in for Telegram in all of ours.
 */

export interface KeyboardButton {
  readonly text: string;
  readonly callback_data?: string;
  readonly url?: string;
}

/** A message as whoever looks at the chat sees it. */
export interface SeenMessage {
  readonly chatId: number;
  readonly threadId: number | null;
  readonly messageId: number;
  /** HTML as it was sent. */
  text: string;
  keyboard: KeyboardButton[][];
  hasPicture: boolean;
  readonly replyTo: number | null;
  readonly isSilent: boolean;
  edits: number;
  /** When it was sent and last changed, in seconds; null: never changed. */
  readonly at: number;
  editedAt: number | null;
}

export interface TelegramPerson {
  readonly id: number;
  readonly firstName: string;
  readonly language: string;
}

/**
 * What the next calls meet: `status` once each, with `retryAfter` seconds for a 429; `lost`: no answer; `unheard`: none,
 * though it was taken.
 */
export interface Fault {
  readonly status?: number;
  readonly description?: string;
  readonly retryAfter?: number;
  readonly lost?: boolean;
  readonly unheard?: boolean;
}

const TAGS = /<(\/?)(b|i|u|s|code|pre|a|blockquote)((?: expandable)?)>/g;
type Fields = Record<string, unknown>;
type Answer = { status: number; body: Record<string, unknown> };

export class TelegramWorld {
  token: string;
  readonly botName: string;
  readonly messages: SeenMessage[] = [];
  /** Messages that got another picture, in order. */
  readonly pictures: number[] = [];
  readonly pressAnswers: { id: string; text: string | null }[] = [];
  readonly menus: { scope: string; language: string; commands: { command: string; description: string }[] }[] = [];
  /** Files that were taken, in order, as they were sent. */
  readonly uploads: Blob[] = [];
  /** Calls by method, in order. */
  readonly calls: { method: string; fields: Fields }[] = [];
  /** Taken from the front, one a call. */
  readonly faults: Fault[] = [];
  /** Chats in which the bot is blocked. */
  readonly blocked = new Set<number>();
  /** Groups that have another number now, by the former one. */
  readonly moved = new Map<number, number>();
  hook: { url: string; secret: string } | null = null;
  #updates: { update_id: number }[] = [];
  readonly #now: () => number;
  #nextMessage = 100;
  #nextUpdate = 5_000;

  constructor({
    token = '123456789:AAtest-token-of-the-stand-in-00000000',
    botName = 'NodTestBot',
    now = () => Date.now(),
  } = {}) {
    this.#now = now;
    this.token = token;
    this.botName = botName;
  }

  get botId(): string {
    return this.token.split(':')[0] ?? '';
  }

  /** The owner has another bot from now on, which counts updates and messages for itself. */
  anotherBot(): void {
    this.token = '987654321:AAother-token-of-the-stand-in-0000000';
    this.messages.length = 0;
    [this.#nextMessage, this.#nextUpdate, this.#updates] = [100, 5_000, []];
  }

  /** One call of the API. */
  call(method: string, fields: Fields): Answer {
    this.calls.push({ method, fields });
    const fault = method === 'getMe' ? undefined : this.faults.shift();
    if (fault?.lost === true) throw new Error('the connection was lost');
    if (fault?.status !== undefined) return refusal(fault.status, fault.description ?? 'fault', fault.retryAfter);
    const answer = this.#answer(method, fields);
    if (fault?.unheard === true) throw new Error('the answer was lost');
    return answer;
  }

  #answer(method: string, fields: Fields): Answer {
    switch (method) {
      case 'getMe':
        return ok({ id: Number(this.botId), is_bot: true, first_name: 'Nod', username: this.botName });
      case 'sendMessage':
        return this.#send(fields, textOrNull(fields['text']) ?? '', { limit: 4096, hasPicture: false });
      case 'sendPhoto': {
        const answer = this.#send(fields, textOrNull(fields['caption']) ?? '', { limit: 1024, hasPicture: true });
        if (answer.status === 200) this.#upload(fields, fields['photo']);
        return answer;
      }
      case 'editMessageText':
        return this.#edit(fields, textOrNull(fields['text']) ?? '', { limit: 4096, hasPicture: false });
      case 'editMessageCaption':
        return this.#edit(fields, textOrNull(fields['caption']) ?? '', { limit: 1024, hasPicture: true });
      case 'editMessageMedia': {
        const media = parsed(fields['media']) ?? {};
        const file = /^attach:\/\/(.+)$/.exec(textOrNull(media['media']) ?? '')?.[1];
        if (media['type'] !== 'photo' || file === undefined || fields[file] === undefined)
          return refusal(400, 'Bad Request: wrong file identifier');
        const answer = this.#edit(fields, textOrNull(media['caption']) ?? '', { limit: 1024, hasPicture: true }, true);
        if (answer.status === 200) {
          this.pictures.push(Number(fields['message_id']));
          this.#upload(fields, media['media']);
        }
        return answer;
      }
      case 'answerCallbackQuery':
        this.pressAnswers.push({ id: String(fields['callback_query_id']), text: textOrNull(fields['text']) });
        return ok(true);
      case 'setMyCommands':
        this.#setMenu(fields);
        return ok(true);
      case 'setWebhook':
        this.hook = { url: String(fields['url']), secret: textOrNull(fields['secret_token']) ?? '' };
        return ok(true);
      case 'deleteWebhook':
        this.hook = null;
        return ok(true);
      case 'getUpdates':
        return this.#getUpdates(Number(fields['offset'] ?? 0));
      default:
        return refusal(404, 'Not Found: method not found');
    }
  }

  /** The update Telegram would make of a typed line. */
  typed(person: TelegramPerson, text: string, change: Fields = {}): Fields & { update_id: number } {
    return this.#queued({
      message: { ...this.#message(person), text, ...change },
    });
  }

  /** The update of a press on the newest message that has such a button. */
  pressed(person: TelegramPerson, label: string, chatId = person.id): Fields & { update_id: number } {
    const found = this.messages
      .toReversed()
      .filter((message) => message.chatId === chatId)
      .flatMap((message) => message.keyboard.flat().map((button) => ({ message, button })))
      .find(({ button }) => button.callback_data !== undefined && button.text.startsWith(label));
    if (found === undefined) throw new Error(`nobody can press ${label}`);
    return this.press(person, found.message, found.button.callback_data ?? '');
  }

  /** The bot's own standing in a chat changes, by somebody's hand. */
  member(person: TelegramPerson, chatId: number, status: 'member' | 'kicked'): Fields & { update_id: number } {
    return this.#queued({
      my_chat_member: { chat: chatOf(chatId, person), from: from(person), date: 0, new_chat_member: { status } },
    });
  }

  press(person: TelegramPerson, message: SeenMessage, data: string): Fields & { update_id: number } {
    return this.#queued({
      callback_query: {
        id: `q${this.#nextUpdate}`,
        from: from(person),
        chat_instance: '1',
        data,
        message: {
          ...{ message_id: message.messageId, date: message.at, chat: chatOf(message.chatId, person) },
          ...(message.editedAt !== null && { edit_date: message.editedAt }),
        },
      },
    });
  }

  #queued(body: Fields): Fields & { update_id: number } {
    const update = { update_id: (this.#nextUpdate += 1), ...body };
    this.#updates.push(update);
    return update;
  }

  #message(person: TelegramPerson): Fields {
    return {
      message_id: (this.#nextMessage += 1),
      date: Math.floor(this.#now() / 1000),
      from: from(person),
      chat: chatOf(person.id, person),
    };
  }

  #send(fields: Fields, text: string, { limit, hasPicture }: { limit: number; hasPicture: boolean }): Answer {
    const chatId = Number(fields['chat_id']);
    if (this.blocked.has(chatId)) return refusal(403, 'Forbidden: bot was blocked by the user');
    const to = this.moved.get(chatId);
    if (to !== undefined) {
      const about = { description: 'Bad Request: group chat was upgraded to a supergroup chat' };
      const parameters = { migrate_to_chat_id: to };
      return { status: 400, body: { ok: false, error_code: 400, ...about, parameters } };
    }
    const markup = parsed(fields['reply_markup']);
    const wrong = wrongText(text, limit) ?? wrongKeyboard(markup);
    if (wrong !== null) return refusal(400, `Bad Request: ${wrong}`);
    const reply = parsed(fields['reply_parameters'])?.['message_id'];
    const message: SeenMessage = {
      chatId,
      threadId: fields['message_thread_id'] === undefined ? null : Number(fields['message_thread_id']),
      messageId: (this.#nextMessage += 1),
      text,
      keyboard: keyboardOf(markup),
      hasPicture,
      replyTo: reply === undefined ? null : Number(reply),
      isSilent: String(fields['disable_notification']) === 'true',
      edits: 0,
      at: Math.floor(this.#now() / 1000),
      editedAt: null,
    };
    this.messages.push(message);
    return ok({
      message_id: message.messageId,
      date: Math.floor(this.#now() / 1000),
      chat: { id: chatId, type: 'private' },
      text: '',
    });
  }

  /** `isMedia`: a picture takes the place of a text, too. */
  #edit(
    fields: Fields,
    text: string,
    { limit, hasPicture }: { limit: number; hasPicture: boolean },
    isMedia = false,
  ): Answer {
    const chatId = Number(fields['chat_id']);
    const id = Number(fields['message_id']);
    const message = this.messages.find((one) => one.chatId === chatId && one.messageId === id);
    if (message === undefined) return refusal(400, 'Bad Request: message to edit not found');
    if (message.hasPicture !== hasPicture && !isMedia)
      return refusal(400, 'Bad Request: there is no text in the message to edit');
    const markup = parsed(fields['reply_markup']);
    const wrong = wrongText(text, limit) ?? wrongKeyboard(markup);
    if (wrong !== null) return refusal(400, `Bad Request: ${wrong}`);
    const keyboard = keyboardOf(markup);
    if (!isMedia && message.text === text && JSON.stringify(message.keyboard) === JSON.stringify(keyboard))
      return refusal(400, 'Bad Request: message is not modified: specified new message content is the same');
    Object.assign(message, {
      text,
      keyboard,
      hasPicture,
      edits: message.edits + 1,
      editedAt: Math.floor(this.#now() / 1000),
    });
    return ok({ message_id: id, date: Math.floor(this.#now() / 1000), chat: { id: chatId, type: 'private' } });
  }

  #upload(fields: Fields, named: unknown): void {
    const file = /^attach:\/\/(.+)$/.exec(textOrNull(named) ?? '')?.[1];
    const upload = file === undefined ? named : fields[file];
    if (upload instanceof Blob) this.uploads.push(upload);
  }

  #setMenu(fields: Fields): void {
    const scope = textOrNull(parsed(fields['scope'])?.['type']) ?? 'default';
    const commands = (typeof fields['commands'] === 'string' ? JSON.parse(fields['commands']) : fields['commands']) as {
      command: string;
      description: string;
    }[];
    this.menus.push({ scope, language: textOrNull(fields['language_code']) ?? '', commands });
  }

  #getUpdates(offset: number): Answer {
    if (this.hook !== null) return refusal(409, "Conflict: can't use getUpdates method while webhook is active");
    this.#updates = this.#updates.filter(({ update_id: id }) => id >= offset);
    return ok(this.#updates.slice(0, 100));
  }
}

function from({ id, firstName, language }: TelegramPerson): Fields {
  return { id, is_bot: false, first_name: firstName, language_code: language };
}

function chatOf(chatId: number, person: TelegramPerson): Fields {
  return chatId < 0
    ? { id: chatId, type: 'supergroup', title: 'A group' }
    : { id: chatId, type: 'private', first_name: person.firstName };
}

function ok(result: unknown): Answer {
  return { status: 200, body: { ok: true, result } };
}

function refusal(status: number, description: string, retryAfter?: number): Answer {
  const parameters = retryAfter === undefined ? {} : { parameters: { retry_after: retryAfter } };
  return { status, body: { ok: false, error_code: status, description, ...parameters } };
}

function parsed(value: unknown): Fields | null {
  if (typeof value === 'string') return JSON.parse(value) as Fields;
  return typeof value === 'object' && value !== null ? (value as Fields) : null;
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function keyboardOf(markup: Fields | null): KeyboardButton[][] {
  return (markup?.['inline_keyboard'] as KeyboardButton[][] | undefined) ?? [];
}

/** What Telegram would say of a text in its HTML; null: nothing. */
function wrongText(html: string, limit: number): string | null {
  const open: string[] = [];
  for (const [, close, tag = ''] of html.matchAll(TAGS)) {
    if (close !== '/') open.push(tag);
    else if (open.pop() !== tag) return "can't parse entities: unmatched end tag";
  }
  if (open.length > 0) return `can't parse entities: can't find end tag of ${open.join()}`;
  const plain = html.replace(TAGS, '');
  if (/[<>]/.test(plain) || /&(?!amp;|lt;|gt;|quot;)/.test(plain)) return "can't parse entities: unsupported start tag";
  const shown = plain.replace(/&(amp|lt|gt|quot);/g, '.');
  if (shown.trim() === '') return 'message text is empty';
  return shown.length > limit ? 'message is too long' : null;
}

function wrongKeyboard(markup: Fields | null): string | null {
  for (const { text, callback_data: data, url } of keyboardOf(markup).flat()) {
    if (text === '') return "can't parse inline keyboard button: text must be non-empty";
    if (data === undefined && url === undefined) return 'BUTTON_TYPE_INVALID';
    const bytes = new TextEncoder().encode(data ?? 'x').length;
    if (bytes < 1 || bytes > 64) return 'BUTTON_DATA_INVALID';
    if (url !== undefined && (!url.startsWith('https://') || /localhost|127\.0\.0\.1/.test(url)))
      return 'BUTTON_URL_INVALID';
  }
  return null;
}
