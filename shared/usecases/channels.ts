import {
  CHANNELS,
  type Channel,
  type ChannelTestView,
  type ChannelView,
  type LinkCodeView,
  type SetChannelToken,
} from '../contract/channel.ts';
import { failure, type Failure } from '../contract/errors.ts';
import type { Caller } from '../domain/caller.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { toIso } from '../lib/time.ts';
import { requireOwner, requireScope } from './access.ts';
import { createLinkCode } from './chats.ts';
import type { UseCaseDeps } from './ports.ts';

/** The chat apps that can be connected, and how each is. */
export async function listChannels(deps: UseCaseDeps, caller: Caller): Promise<Result<ChannelView[], Failure>> {
  const allowed = requireScope(caller, 'read');
  if (!allowed.ok) return allowed;
  return ok(await Promise.all(CHANNELS.map((channel) => deps.channels.view(channel))));
}

/** A bot of the owner's, by its token. Needs step-up `link-channel`: whoever holds the bot reads what it is told. */
export async function setChannelToken(
  deps: UseCaseDeps,
  caller: Caller,
  { channel, token }: SetChannelToken & { channel: Channel },
): Promise<Result<ChannelView, Failure>> {
  const allowed = await requireOwner(deps, caller, 'admin');
  if (!allowed.ok) return allowed;
  if (!deps.channels.canSeal) return err(failure('no-vault-key'));
  const proven = await deps.requireStepUp(caller, 'link-channel');
  if (!proven.ok) return proven;
  const kept = await deps.channels.setToken(channel, token);
  if (kept === 'refused') return err(failure('channel-token-refused', { channel }, 'token'));
  if (kept === 'address-refused') return err(failure('channel-address-refused'));
  return kept === 'kept' ? ok(await deps.channels.view(channel)) : err(failure('channel-unreachable'));
}

/** Nothing is said or heard there any more; who was linked is linked again when a bot comes back. */
export async function removeChannel(
  deps: UseCaseDeps,
  caller: Caller,
  channel: Channel,
): Promise<Result<ChannelView, Failure>> {
  const allowed = await requireOwner(deps, caller, 'admin');
  if (!allowed.ok) return allowed;
  await deps.channels.remove(channel);
  return ok(await deps.channels.view(channel));
}

/** A test line to every chat of the caller's in this app. */
export async function testChannel(
  deps: UseCaseDeps,
  caller: Caller,
  channel: Channel,
): Promise<Result<ChannelTestView, Failure>> {
  const allowed = requireScope(caller, 'admin');
  if (!allowed.ok) return allowed;
  const [chats, user] = await Promise.all([deps.chats.list(caller.userId), deps.users.find(caller.userId)]);
  const here = chats.filter((chat) => chat.channel === channel);
  const sent = await Promise.all(here.map(({ chatId }) => deps.channels.test(channel, chatId, user?.language ?? 'en')));
  return ok({ sent: sent.filter(Boolean).length, of: here.length });
}

/** A code to send from the app, with the link that has it ready. */
export async function newLinkCode(
  deps: UseCaseDeps,
  caller: Caller,
  channel: Channel,
): Promise<Result<LinkCodeView, Failure>> {
  const made = await createLinkCode(deps, caller, channel);
  if (!made.ok) return made;
  const { code, expiresAt } = made.value;
  return ok({ code, link: await deps.channels.deepLink(channel, code), expiresAt: toIso(expiresAt) });
}
