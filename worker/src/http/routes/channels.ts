import { z } from 'zod';
import {
  Channel,
  ChannelTestView,
  ChannelView,
  LinkCodeView,
  LinkedChatView,
  SetChannelToken,
} from '#shared/contract/channel.ts';
import { listOf } from '#shared/contract/common.ts';
import { GroupView, UpdateGroup } from '#shared/contract/group.ts';
import { failure } from '#shared/contract/errors.ts';
import { err } from '#shared/lib/result.ts';
import { log } from '../../log.ts';
import { route } from '../route.ts';

const Gone = z.object({ id: z.string() });
const noSuch = (id: string) => err(failure('not-found', { id }));

/** Chat apps and the chats linked to the caller. A token comes in here and never goes out again. */
export const CHANNEL_ROUTES = [
  route({
    method: 'GET',
    path: '/api/channels',
    summary: 'Chat apps: whether each is connected, as which bot, and what stands in the way',
    answer: listOf(ChannelView),
    run: ({ composition, caller }) => composition.useCases.channels(caller),
  }),
  route({
    method: 'POST',
    path: '/api/channels/:channel',
    summary: 'Connect a chat app by its bot token: checked with the app, sealed (needs a step-up)',
    scope: 'admin',
    isSecret: true,
    body: SetChannelToken,
    answer: ChannelView,
    run: async ({ composition, caller }, { params, body }) => {
      const channel = Channel.safeParse(params.channel);
      if (!channel.success) return noSuch(params.channel);
      const set = await composition.useCases.setChannelToken(caller, { channel: channel.data, ...body });
      if (set.ok) log('channel-set', { userId: caller.userId, channel: channel.data });
      return set;
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/channels/:channel',
    summary: 'Forget the bot; nothing is said or heard there any more',
    scope: 'admin',
    answer: ChannelView,
    run: async ({ composition, caller }, { params }) => {
      const channel = Channel.safeParse(params.channel);
      if (!channel.success) return noSuch(params.channel);
      const removed = await composition.useCases.removeChannel(caller, channel.data);
      if (removed.ok) log('channel-removed', { userId: caller.userId, channel: channel.data });
      return removed;
    },
  }),
  route({
    method: 'POST',
    path: '/api/channels/:channel/code',
    summary: 'A code that links one chat to the caller, once, within 10 minutes (needs a step-up)',
    status: 201,
    scope: 'admin',
    isSecret: true,
    answer: LinkCodeView,
    run: ({ composition, caller }, { params }) => {
      const channel = Channel.safeParse(params.channel);
      if (!channel.success) return Promise.resolve(noSuch(params.channel));
      return composition.useCases.createLinkCode(caller, channel.data);
    },
  }),
  route({
    method: 'POST',
    path: '/api/channels/:channel/test',
    summary: 'A test line to every chat of the caller in this app',
    scope: 'admin',
    answer: ChannelTestView,
    run: ({ composition, caller }, { params }) => {
      const channel = Channel.safeParse(params.channel);
      if (!channel.success) return Promise.resolve(noSuch(params.channel));
      return composition.useCases.testChannel(caller, channel.data);
    },
  }),
  route({
    method: 'GET',
    path: '/api/chats',
    summary: 'Chats linked to the caller, oldest first',
    scope: 'admin',
    answer: listOf(LinkedChatView),
    run: ({ composition, caller }) => composition.useCases.chats(caller),
  }),
  route({
    method: 'DELETE',
    path: '/api/chats/:id',
    summary: 'Unlink a chat: whoever speaks there is nobody again',
    scope: 'admin',
    answer: Gone,
    run: async ({ composition, caller }, { params }) => {
      const linked = await composition.useCases.chats(caller);
      const chat = linked.ok ? linked.value.items.find(({ id }) => id === params.id) : undefined;
      const unlinked = await composition.useCases.unlinkChat(caller, params.id);
      if (!unlinked.ok || chat === undefined) return unlinked;
      log('chat-unlinked', { userId: caller.userId });
      const { channel: app, name } = chat;
      await composition.user(caller.userId).chatUnlinked({ app, name, channel: caller.channel });
      return unlinked;
    },
  }),
  route({
    method: 'GET',
    path: '/api/groups',
    summary: 'Groups and server channels the caller brought Nod into, and the account each is told of',
    scope: 'admin',
    answer: listOf(GroupView),
    run: ({ composition, caller }) => composition.useCases.groups(caller),
  }),
  route({
    method: 'PATCH',
    path: '/api/groups/:id',
    summary: 'Tell a group of an account, without amounts, or of none; only what the caller owns',
    scope: 'admin',
    body: UpdateGroup,
    answer: GroupView,
    run: async ({ composition, caller }, { params, body }) => {
      const told = await composition.useCases.updateGroup(caller, params.id, body);
      if (told.ok) log('group-told', { userId: caller.userId, account: body.accountId });
      return told;
    },
  }),
];
