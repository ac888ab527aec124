import type { Channel, ChannelTestView, ChannelView, LinkCodeView } from '#shared/contract/channel.ts';
import type { GroupView } from '#shared/contract/group.ts';
import { api } from '../api/client.ts';
import { routes } from '../api/routes.ts';
import { invalidate } from '../state/query.svelte.ts';
import { withStepUp } from '../state/step-up.svelte.ts';
import { ui } from '../state/ui.svelte.ts';
import { act } from './act.ts';

const CHANGES = [routes.channels, routes.chats];

/** Sends the token once; nothing here keeps it. Throws what the server said, so that the form can show it. */
export async function connectChannel(channel: Channel, token: string): Promise<ChannelView> {
  try {
    return await withStepUp(() => api.post<ChannelView>(routes.channel(channel), { token }));
  } finally {
    invalidate(...CHANGES);
  }
}

export function newLinkCode(channel: Channel): Promise<LinkCodeView | null> {
  return act(() => api.post<LinkCodeView>(routes.channelCode(channel)));
}

export function forgetChannel(channel: Channel): Promise<ChannelView | null> {
  return act(() => api.remove<ChannelView>(routes.channel(channel)), {
    done: ui.w.channels.removed(ui.w.channels.apps[channel].title),
    changes: CHANGES,
  });
}

export function testChannel(channel: Channel): Promise<ChannelTestView | null> {
  return act(() => api.post<ChannelTestView>(routes.channelTest(channel)), {
    done: ({ sent, of }) => ui.w.channels.tested(sent, of),
    changes: CHANGES,
  });
}

export function unlinkChat(id: string): Promise<unknown> {
  return act(() => api.remove(routes.linkedChat(id)), { done: ui.w.channels.unlinked, changes: CHANGES });
}

/** Which account a group is told of; null: none. */
export function tellGroup(id: string, accountId: string | null): Promise<GroupView | null> {
  return act(() => api.patch<GroupView>(routes.group(id), { accountId }), {
    done: accountId === null ? ui.w.groups.off : ui.w.groups.on,
    changes: [routes.groups],
  });
}
