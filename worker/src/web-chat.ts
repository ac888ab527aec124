import { ulid } from 'ulid';
import { cardForEvent } from '#bot/alerts/card-for-event.ts';
import { cardContext } from '#bot/cards/context.ts';
import { handleChat } from '#bot/channels/web/handle-chat.ts';
import { renderForWeb } from '#bot/channels/web/render-for-web.ts';
import type { EventView } from '#shared/contract/account.ts';
import type { ChatMessage, SendChat } from '#shared/contract/chat.ts';
import { failure, type Failure } from '#shared/contract/errors.ts';
import { SCOPES, type Caller } from '#shared/domain/caller.ts';
import type { UserId } from '#shared/domain/ids.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';
import type { WallMs } from '#shared/lib/time.ts';
import type { UseCases } from '#shared/usecases/facade.ts';
import type { Users } from '#shared/usecases/ports.ts';
import { readerOf } from '#shared/words/format-time.ts';
import type { UserDoor } from './peers.ts';

export interface WebChatDeps {
  readonly useCases: UseCases;
  readonly users: Users;
  readonly user: (userId: string) => UserDoor;
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
  const dialogs = {
    get: (userId: string, chatId: string) => deps.user(userId).dialog(chatId),
    put: (userId: string, chatId: string, state: { id: string }) => deps.user(userId).putDialog(chatId, state),
    delete: (userId: string, chatId: string, id: string) => deps.user(userId).deleteDialog(chatId, id),
  };
  const messages = await handleChat(
    { useCases, dialogs, now, newId: () => `c_${ulid()}` },
    { caller, language, input },
  );
  await deps.user(caller.userId).appendChat(messages);
  return ok(messages);
}

/** What an account's event says to a person in the web chat, in their language; nothing where it needs no words. */
export async function eventInWebChat(deps: WebChatDeps, userId: string, event: EventView): Promise<ChatMessage[]> {
  const { useCases, users, now } = deps;
  const caller: Caller = { userId: userId as UserId, channel: 'chat', scopes: SCOPES, accountIds: null };
  const [user, account, market, bots] = await Promise.all([
    users.find(userId),
    useCases.account(caller, event.accountId),
    useCases.market(caller, event.accountId),
    useCases.bots(caller, { accountId: event.accountId }),
  ]);
  // Asked again later by whoever owes the message: half a context would say it wrong.
  if (!account.ok) throw new Error(`account ${event.accountId} does not answer: ${account.error.code}`);
  const language = user?.language ?? 'en';
  const context = cardContext({
    reader: readerOf(language),
    now: now(),
    account: account.value,
    market: market.ok && market.value.id === account.value.marketId ? market.value : null,
    bots: bots.ok ? bots.value.items : [],
  });
  const card = cardForEvent(event, context, 'chat');
  return card === null ? [] : [renderForWeb(card, { id: `c_${ulid()}`, at: now(), language })];
}
