import { expect, test } from 'vitest';
import type { Heard, PostOutcome } from '#bot/channels/channel.ts';
import { understand } from '#bot/channels/telegram/update.ts';
import { readInteraction } from '#bot/channels/discord/interaction.ts';
import type { DiscordClient } from '#bot/channels/discord/client.ts';
import type { Chats } from '#shared/usecases/chat-port.ts';
import { answerInteraction } from './discord/answer.ts';
import { hear, type Ear } from './hear.ts';
import { NOW } from '#bot/testing/builders.ts';
import { fakeState, fakeUseCases } from '#bot/testing/fake-use-cases.ts';

const FROM = 42;

/** A house whose database fails right after a chat was linked, and perhaps the person's object too. */
function aHouse({ hears }: { hears: boolean }) {
  const links = new Set<string>();
  const told: string[] = [];
  const chats: Pick<Chats, 'find' | 'takeCode' | 'link' | 'unlink'> = {
    find: () => Promise.resolve(null),
    takeCode: () => Promise.resolve('u_1'),
    link: ({ externalId }) => Promise.resolve(links.add(externalId).size > 0),
    unlink: (_userId, _channel, externalId) => Promise.resolve(links.delete(externalId)),
  };
  const ear = {
    channel: 'telegram',
    chats,
    now: () => 0,
    mayTry: () => true,
    sleep: () => new Promise(() => undefined),
    users: { find: () => Promise.reject(new Error('D1 is gone')) },
    user: () => ({
      chatLinked: ({ chatId }: { chatId: string }) =>
        hears ? Promise.resolve(told.push(chatId)) : Promise.reject(new Error('the object is gone')),
    }),
  } as unknown as Ear;
  return { ear, links, told };
}

const update = {
  update_id: 1,
  message: {
    message_id: 1,
    from: { id: FROM, first_name: 'Eve' },
    chat: { id: FROM, type: 'private' },
    text: '/start k3v9x-4m2ab',
  },
};
const interaction = {
  ...{
    id: '9',
    application_id: '8',
    token: 'secret',
    context: 1,
    user: { id: String(FROM), username: 'eve' },
    type: 2,
  },
  data: { id: '1', name: 'link', type: 1, options: [{ name: 'code', type: 3, value: 'k3v9x-4m2ab' }] },
};
const APPS = {
  telegram: async (ear: Ear): Promise<void> => {
    const understood = understand(update, 'NodBot') as { heard: Heard };
    await hear(ear, understood.heard).catch(() => undefined);
  },
  discord: async (ear: Ear): Promise<void> => {
    await answerInteraction(ear, (client) => client as DiscordClient, readInteraction(interaction)!);
  },
};

test.each(['telegram', 'discord'] as const)(
  'a chat is never linked without the person being told (%s)',
  async (app) => {
    const house = aHouse({ hears: true });
    await APPS[app](house.ear);
    expect(house.told, 'told, whatever fails next').toHaveLength(1);
    const deaf = aHouse({ hears: false });
    await APPS[app](deaf.ear);
    expect(deaf.links, 'whom nobody can tell stays out').toEqual(new Set());
  },
);

const SYMBOL = { name: 'symbol', type: 3, value: 'NVDA' };
const SHOWN_WITHOUT = [
  ['is not taken', { kind: 'refused', reason: 'discord-40005' }],
  ['may not be attached there', { kind: 'gone' }],
] as const;

test.each(SHOWN_WITHOUT)('an answer at Discord whose picture %s comes in words', async (_how, refusal) => {
  const sent: (ArrayBuffer | null)[] = [];
  const followUp = (_: unknown, picture: ArrayBuffer | null): Promise<PostOutcome> => {
    sent.push(picture);
    return Promise.resolve(picture === null ? { kind: 'sent', messageId: '1', hasPicture: false } : refusal);
  };
  await priceAt(followUp, () => Promise.resolve(new ArrayBuffer(8)));
  expect(sent.map((picture) => picture !== null)).toEqual([true, false]);
});

test('an answer at Discord whose picture cannot be drawn comes in words', async () => {
  const sent: (ArrayBuffer | null)[] = [];
  const followUp = (_: unknown, picture: ArrayBuffer | null): Promise<PostOutcome> => {
    sent.push(picture);
    return Promise.resolve({ kind: 'sent', messageId: '1', hasPicture: false });
  };
  await priceAt(followUp, () => Promise.reject(new Error('nobody draws')));
  expect(sent).toEqual([null]);
});

/** Somebody who is linked asks for a price at Discord, which comes with its chart. */
async function priceAt(followUp: DiscordClient['followUp'], picture: Ear['picture']): Promise<void> {
  const ear = {
    ...{ channel: 'discord', useCases: fakeUseCases(fakeState()), picture, appUrl: null },
    now: () => NOW,
    mayTry: () => true,
    sleep: () => new Promise(() => undefined),
    chats: { find: () => Promise.resolve({ userId: 'u_1', chatId: 'user:42', goneAt: null }) },
    users: { find: () => Promise.resolve({ language: 'en' }) },
    user: () => ({
      dialog: () => Promise.resolve(null),
      deleteDialog: () => Promise.resolve(false),
      chatAccount: () => Promise.resolve(null),
    }),
    with: (work: (client: unknown) => Promise<PostOutcome>) => work({ followUp }),
  } as unknown as Ear;
  const asked = { ...interaction, data: { ...interaction.data, name: 'price', options: [SYMBOL] } };
  const { after } = await answerInteraction(ear, (client) => client as DiscordClient, readInteraction(asked)!);
  await after();
}
