import { SCOPES, type Caller, type ChannelName } from '#shared/domain/caller.ts';
import type { UserId } from '#shared/domain/ids.ts';

/** A person, as a channel speaks for them that knows who they are; `chat`: as Nod speaks to them by itself. */
export function callerOf(userId: string, channel: ChannelName = 'chat'): Caller {
  return { userId: userId as UserId, channel, scopes: SCOPES, accountIds: null };
}
