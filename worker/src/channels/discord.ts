import { ALONE_WITH, discordClient, installLinks, type DiscordClient } from '#bot/channels/discord/client.ts';
import { readInteraction } from '#bot/channels/discord/interaction.ts';
import type { ChannelClient } from '#bot/channels/channel.ts';
import type { APIInteractionResponse } from 'discord-api-types/v10';
import { answerInteraction } from './discord/answer.ts';
import { isSigned } from './discord/signature.ts';
import type { ChannelVendor } from './vendor.ts';

/** The client of this vendor, which is the only one that is ever handed back to it. */
const own = (client: ChannelClient): DiscordClient => client as DiscordClient;

/** https://docs.discord.com/developers/topics/rate-limits: 50 a second in all; a limit is of one method and channel, and comes with its answers: 5 in 5 s. */
export const DISCORD: ChannelVendor = {
  channel: 'discord',
  pace: {
    all: [{ count: 45, windowMs: 1_000 }],
    chat: [{ count: 5, windowMs: 5_000 }],
    group: [{ count: 20, windowMs: 60_000 }],
    editsApart: true,
  },
  client: ({ apiRoot, ...how }) =>
    discordClient({
      ...how,
      apiRoot: apiRoot === undefined ? undefined : `${apiRoot}/api/v10`,
      fetch: (...asked) => fetch(...asked),
      now: () => Date.now(),
    }),
  // Every update is an interaction.
  read: () => null,
  interactive: {
    isSigned,
    read: (update) => {
      const interaction = readInteraction(update);
      if (interaction === null) return null;
      return { id: interaction.kind === 'ping' ? null : interaction.frame.id };
    },
    answer: async (ear, update) => {
      const interaction = readInteraction(update);
      if (interaction === null) throw new Error('not an interaction');
      return answerInteraction(ear, (client) => own(client), interaction);
    },
    respond: async (client, update, response) => {
      const interaction = readInteraction(update);
      if (interaction === null || interaction.kind === 'ping') return { kind: 'refused', reason: 'not-answerable' };
      return own(client).respond(interaction.frame, response as APIInteractionResponse);
    },
    installLinks,
  },
  isGroup: (chatId) => !chatId.startsWith(ALONE_WITH),
  // No link opens Discord with a command ready to be sent.
  deepLink: () => null,
};
