import type { ChatMessage, SendChat } from '#shared/contract/chat.ts';
import type { Language } from '#shared/contract/session.ts';
import type { Caller } from '#shared/domain/caller.ts';
import { toIso, type WallMs } from '#shared/lib/time.ts';
import type { UseCases } from '#shared/usecases/facade.ts';
import { readerOf } from '#shared/words/format-time.ts';
import type { Chat } from '../../commands/command.ts';
import type { DialogStore } from '../../dialogs/dialog.ts';
import { converse } from '../../converse.ts';
import { renderForWeb } from './render-for-web.ts';

export interface ChatDeps {
  readonly useCases: UseCases;
  readonly dialogs: DialogStore;
  readonly now: () => WallMs;
  readonly newId: () => string;
}

export interface ChatRequest {
  readonly caller: Caller;
  readonly language: Language;
  /** IANA zone of the reader; absent: where readers of this language usually are. */
  readonly zone?: string | undefined;
  readonly input: SendChat;
}

/** The web chat is one private conversation per person. */
export const WEB_CHAT: Chat = { id: 'web', kind: 'private', hasScreen: true };

/** What was said, and the answers to it, oldest first. A pressed button is shown by nobody: its card stands above. */
export async function handleChat(deps: ChatDeps, request: ChatRequest): Promise<ChatMessage[]> {
  const { caller, language, input } = request;
  const now = deps.now();
  const cards = await converse(
    { useCases: deps.useCases, dialogs: deps.dialogs, newId: deps.newId },
    { caller, chat: WEB_CHAT, reader: readerOf(language, request.zone), now, said: input },
  );
  const at = deps.now();
  const answers = cards.map((card) => renderForWeb(card, { id: deps.newId(), at, language }));
  return input.text === undefined ? answers : [echo(input.text, { id: deps.newId(), now }), ...answers];
}

function echo(text: string, { id, now }: { readonly id: string; readonly now: WallMs }): ChatMessage {
  return {
    id,
    from: 'me',
    at: toIso(now),
    title: null,
    lines: [text],
    buttons: [],
    proposalId: null,
    picture: null,
    accountId: null,
    expects: 'none',
  };
}
