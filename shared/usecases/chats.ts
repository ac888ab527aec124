import { CHANNELS, type Channel, type LinkedChatView } from '../contract/channel.ts';
import { failure, type Failure } from '../contract/errors.ts';
import type { Caller } from '../domain/caller.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { MINUTE_MS, toIso, type WallMs } from '../lib/time.ts';
import { mayManage } from './access.ts';
import type { Chats, LinkedChat } from './chat-port.ts';
import type { UseCaseDeps } from './ports.ts';

const CODE_TTL_MS = 10 * MINUTE_MS;

export async function listChats(deps: UseCaseDeps, caller: Caller): Promise<Result<LinkedChatView[], Failure>> {
  const allowed = mayManage(caller);
  if (!allowed.ok) return allowed;
  return ok((await deps.chats.list(caller.userId)).map(viewOf));
}

/**
 * A code that makes whoever sends it from a chat app this person: shown in the app they are signed in to, after they
 * proved themself. Needs step-up `link-channel`.
 */
export async function createLinkCode(
  deps: UseCaseDeps,
  caller: Caller,
  channel: Channel,
): Promise<Result<{ code: string; expiresAt: WallMs }, Failure>> {
  const allowed = mayManage(caller);
  if (!allowed.ok) return allowed;
  const proven = await deps.requireStepUp(caller, 'link-channel');
  if (!proven.ok) return proven;
  const expiresAt = (deps.now() + CODE_TTL_MS) as WallMs;
  return ok({ code: await deps.chats.createCode({ userId: caller.userId, channel, expiresAt }), expiresAt });
}

/** Why a code linked nothing: it opens nothing, or whoever sent it is linked to another person. */
export type LinkRefusal = 'code-bad' | 'linked-to-another';

/** What linking needs. `owe`: stores that this person is told of it, so that no crash leaves a way in nobody heard of. */
interface LinkDeps {
  readonly chats: Chats;
  readonly now: () => WallMs;
  readonly owe: (userId: string) => Promise<void>;
}

/**
 * A code arrived from a chat app: whoever sent it is from now on the person who was shown it. A chat that is another
 * person's stays theirs until they unlink it, and the code is spent all the same: somebody else has read it.
 */
export async function linkChat(
  { chats, now, owe }: LinkDeps,
  code: string,
  { channel, externalId, name, chatId }: Pick<LinkedChat, 'channel' | 'externalId' | 'name' | 'chatId'>,
): Promise<Result<LinkedChat, LinkRefusal>> {
  const at = now();
  const userId = await chats.takeCode(code, channel, at);
  if (userId === null) return err('code-bad');
  const known = await chats.find(channel, externalId);
  if (known !== null && known.userId !== userId) return err('linked-to-another');
  await owe(userId);
  const linked = { channel, externalId, userId, name, chatId, linkedAt: at };
  return (await chats.link(linked)) ? ok({ ...linked, goneAt: null }) : err('linked-to-another');
}

export async function unlinkChat(
  deps: UseCaseDeps,
  caller: Caller,
  id: string,
): Promise<Result<{ id: string }, Failure>> {
  const allowed = mayManage(caller);
  if (!allowed.ok) return allowed;
  const [name, externalId = ''] = id.split(':');
  const channel = CHANNELS.find((one) => one === name);
  const isGone = channel !== undefined && (await deps.chats.unlink(caller.userId, channel, externalId));
  return isGone ? ok({ id }) : err(failure('not-found', { id }));
}

function viewOf({ channel, externalId, name, linkedAt, goneAt }: LinkedChat): LinkedChatView {
  return {
    id: `${channel}:${externalId}`,
    channel,
    name,
    linkedAt: toIso(linkedAt),
    goneAt: goneAt === null ? null : toIso(goneAt),
  };
}
