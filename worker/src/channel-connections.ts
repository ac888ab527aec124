import { plainCard } from '#bot/cards/context.ts';
import type { Channel } from '#shared/contract/channel.ts';
import { invariant } from '#shared/lib/invariant.ts';
import type { Channels } from '#shared/usecases/channel-port.ts';
import { wordsFor } from '#shared/words/catalogue.ts';
import { channelVendor } from './channels/index.ts';
import type { Env, Settings } from './env.ts';
import { channelPlace } from './objects/channel/channel-place.ts';
import { channelDoor } from './peers.ts';
import type { Database } from './store/database.ts';
import { readSetting, writeSetting } from './store/settings.ts';
import { open, seal } from './vault/vault.ts';

/** The chat apps over their objects. What a person pasted is sealed here, in the call it came with. */
export function channelConnections(env: Env, database: Database): Channels {
  const mark = async (channel: Channel, isSet: boolean): Promise<void> => {
    const others = (await setChannels(database)).filter((one) => one !== channel);
    await writeSetting(database, 'channels', [...others, ...(isSet ? [channel] : [])].join(','));
  };
  return {
    canSeal: env.vaultKeys !== null,
    // An app that nobody wrote yet is one that is not set.
    view: (channel) =>
      channelVendor(channel) === null
        ? Promise.resolve({
            ...{ channel, isSet: false, botName: null, install: null, listens: null, lastHeardAt: null, problem: null },
          })
        : channelDoor(env, channel).view(),
    setToken: async (channel, token) => {
      invariant(env.vaultKeys, 'there is a key to seal with');
      const door = channelDoor(env, channel);
      const secret = { version: await door.nextVersion(), secret: { token } };
      const kept = await door.open(await seal(env.vaultKeys, channelPlace(channel), secret), hookUrl(env, channel));
      // Last: the process at home looks here for whom it asks.
      if (kept === 'kept') await mark(channel, true);
      return kept;
    },
    remove: async (channel) => {
      await mark(channel, false);
      await channelDoor(env, channel).close();
    },
    deepLink: async (channel, code) => {
      const { botName } = await channelDoor(env, channel).view();
      return botName === null ? null : (channelVendor(channel)?.deepLink(botName, code) ?? null);
    },
    test: async (channel, chatId, language) => {
      const card = plainCard(wordsFor(language).channels.test);
      const place = { chatId, threadId: null };
      const post = { place, card, language, was: null, picture: null, replyTo: null, silent: false };
      return (await channelDoor(env, channel).post(post)).kind === 'sent';
    },
  };
}

/** Where an app sends updates to; null where nobody outside reaches this address: then they are asked for. */
export function hookUrl({ settings }: { settings: Settings }, channel: Channel): string | null {
  const { PUBLIC_URL: address } = settings;
  return address?.startsWith('https://') === true ? new URL(`/api/webhooks/${channel}`, address).href : null;
}

async function setChannels(database: Database): Promise<string[]> {
  return ((await readSetting(database, 'channels')) ?? '').split(',').filter((name) => name !== '');
}

/** What the process at home needs to ask an app for updates. */
export interface Polling {
  readonly token: string;
  /** In a rehearsal. */
  readonly apiRoot?: string;
}

/**
 * Whose updates are to be asked for, for the process on this machine and nobody else. On the way every app is told where
 * to send them, should the public address have changed.
 */
export async function pollings(env: Env, database: Database): Promise<Partial<Record<Channel, Polling>>> {
  const asked: Partial<Record<Channel, Polling>> = {};
  for (const name of await setChannels(database)) {
    const channel = channelVendor(name)?.channel;
    if (channel === undefined || env.vaultKeys === null) continue;
    const door = channelDoor(env, channel);
    await door.listen(hookUrl(env, channel));
    const sealed = await door.polls();
    const opened = sealed === null ? null : await open(env.vaultKeys, channelPlace(channel), sealed);
    const token = opened?.ok === true ? opened.value['token'] : undefined;
    const apiRoot = env.settings.REHEARSAL_CHANNEL_URL;
    if (token !== undefined) asked[channel] = { token, ...(apiRoot !== undefined && { apiRoot }) };
  }
  return asked;
}
