import { ulid } from 'ulid';
import { handleChat } from '#bot/channels/web/handle-chat.ts';
import { renderForWeb } from '#bot/channels/web/render-for-web.ts';
import type { EventView } from '#shared/contract/account.ts';
import type { ChatMessage, SendChat } from '#shared/contract/chat.ts';
import { failure, type Failure } from '#shared/contract/errors.ts';
import type { Caller } from '#shared/domain/caller.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';
import type { WallMs } from '#shared/lib/time.ts';
import type { UseCases } from '#shared/usecases/facade.ts';
import type { Users } from '#shared/usecases/ports.ts';
import type { ChatCards } from './chat-cards.ts';
import { dialogStore } from './dialog-store.ts';
import type { UserRpc } from './objects/user/user-rpc.ts';

export interface WebChatDeps {
  readonly useCases: UseCases;
  readonly users: Users;
  readonly user: (userId: string) => UserRpc;
  readonly now: () => WallMs;
}

/** The web chat: a line or a button in, what Nod says out. Both are kept, and shown on every open screen. */
export async function sayInWebChat(
  deps: WebChatDeps,
  caller: Caller,
  input: SendChat,
): Promise<Result<ChatMessage[], Failure>> {
  if ((input.text === undefined) === (input.verb === undefined))
    return err(failure('invalid-request', undefined, 'text'));
  const { useCases, users, now } = deps;
  const language = (await users.find(caller.userId))?.language ?? 'en';
  const dialogs = dialogStore(deps.user);
  const messages = await handleChat(
    { useCases, dialogs, now, newId: () => `c_${ulid()}` },
    { caller, language, input },
  );
  await deps.user(caller.userId).appendChat(messages);
  return ok(messages);
}

/** What an account's event says to a person, in their language: in the web chat, and in a list of what was sent. */
export interface SaidInWebChat {
  /** Without its world; null where it needs no words. */
  readonly title: string | null;
  readonly messages: ChatMessage[];
}

export async function eventInWebChat(
  cards: ChatCards,
  now: () => WallMs,
  { userId, event }: { readonly userId: string; readonly event: EventView },
): Promise<SaidInWebChat> {
  const drawn = await cards.ofEvent(userId, event, 'chat');
  if (drawn === null) return { title: null, messages: [] };
  const { card, language } = drawn;
  return { title: card.title, messages: [renderForWeb(card, { id: `c_${ulid()}`, at: now(), language })] };
}
