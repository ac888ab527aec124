import type { ChatMessage, SendChat } from '#shared/contract/chat.ts';
import { api } from '../api/client.ts';
import { asApiError, type ApiError } from '../api/error.ts';
import type { List } from '../api/list.ts';
import { routes } from '../api/routes.ts';
import { live } from './live.svelte.ts';

const KEPT = 200;

/** The web chat: one conversation, oldest first, wherever it is opened from. */
class Chat {
  open = $state(false);
  unread = $state(false);
  messages = $state.raw<ChatMessage[]>([]);
  loaded = $state(false);
  sending = $state(false);
  error = $state.raw<ApiError | null>(null);
  /** What stands in its field before anybody types there; taken once. */
  draft = $state<string | null>(null);
  #listening = false;

  /** Opens it with these words typed. Nothing is sent. */
  beginWith(words: string): void {
    this.draft = words;
    this.open = true;
  }

  listen(): void {
    if (this.#listening) return;
    this.#listening = true;
    live.onChat((message) => {
      this.#add([message]);
      if (!this.open && message.from === 'nod') this.unread = true;
    });
  }

  async load(): Promise<void> {
    this.unread = false;
    try {
      const { items } = await api.get<List<ChatMessage>>(routes.chat);
      this.#add(items);
      this.error = null;
    } catch (error) {
      this.error = asApiError(error);
    }
    this.loaded = true;
  }

  /** True when the server took it. What it answers comes back with the call, and over the stream elsewhere. */
  async send(input: SendChat): Promise<boolean> {
    this.sending = true;
    this.error = null;
    try {
      const answer = await api.post<List<ChatMessage> | ChatMessage>(routes.chat, input);
      this.#add('items' in answer ? answer.items : [answer]);
      return true;
    } catch (error) {
      this.error = asApiError(error);
      return false;
    } finally {
      this.sending = false;
    }
  }

  /** Messages arrive over the call and over the stream, in any order; each is kept once, in its newest form. */
  #add(messages: readonly ChatMessage[]): void {
    const fresh = messages.filter((message, index) => messages.findLastIndex(({ id }) => id === message.id) === index);
    const others = this.messages.filter((known) => !fresh.some(({ id }) => id === known.id));
    this.messages = [...others, ...fresh]
      .sort((a, b) => a.at.localeCompare(b.at) || a.id.localeCompare(b.id))
      .slice(-KEPT);
  }
}

export const chat = new Chat();
