import { createHmac } from 'node:crypto';
import type { Agent } from 'node:http';
import type { LinkCodeView, LinkedChatView } from '#shared/contract/channel.ts';
import type { TelegramPerson } from '../../src/testing/telegram-server/telegram-world.ts';
import type { ChatApps } from './chat-apps.ts';
import { knock, type Knock, type Opened } from './knock.ts';
import { sleep, until } from './product-run.ts';
import { signedIn, type Reachable, type SignedInPerson } from './signed-in.ts';

const LINKED_WITHIN_MS = 30_000;
const TELEGRAM = '/api/webhooks/telegram';
const DISCORD = '/api/webhooks/discord';
const JSON_TYPE = { 'content-type': 'application/json' };

/** Requests as the apps, and the process at home, send them. */
export interface Senders {
  telegram(body: string | Buffer): Knock;
  /** Signed over `body` now, unless told otherwise. */
  discord(body: string | Buffer, change?: { at?: string; signedText?: string }): Promise<Knock>;
  home(channel: 'telegram' | 'discord', body: string | Buffer, change?: { at?: string }): Knock;
}

export function senders({ telegram, signer }: ChatApps, homeKey: string): Senders {
  return {
    telegram: (body) => ({
      ...{ method: 'POST', path: TELEGRAM, body: Buffer.from(body) },
      headers: { ...JSON_TYPE, 'x-telegram-bot-api-secret-token': telegram.hook?.secret ?? '' },
    }),
    discord: async (body, { at = String(Math.floor(Date.now() / 1_000)), signedText } = {}) => ({
      ...{ method: 'POST', path: DISCORD, body: Buffer.from(body) },
      headers: {
        ...JSON_TYPE,
        'x-signature-ed25519': await signer.sign(signedText ?? body.toString(), at),
        'x-signature-timestamp': at,
      },
    }),
    home: (channel, body, { at = String(Date.now()) } = {}) => ({
      ...{ method: 'POST', path: `/internal/updates/${channel}`, body: Buffer.from(body) },
      headers: { ...JSON_TYPE, 'x-nod-time': at, 'x-nod-signature': homeSignature(homeKey, channel, at, body) },
    }),
  };
}

export function homeSignature(key: string, channel: string, at: string, body: string | Buffer): string {
  return createHmac('sha256', key).update(`${channel}\n${at}\n`).update(body).digest('hex');
}

let lastInteraction = 1_000_000;

/** An interaction of one user with the bot alone; `more` adds what they did. */
export function interaction(
  { discord }: ChatApps,
  user: string,
  more: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  lastInteraction += 1;
  return {
    ...{ id: String(lastInteraction), application_id: discord.applicationId, token: `interaction-${lastInteraction}` },
    ...{ version: 1, locale: 'en-US', channel_id: `77${user}`, context: 1 },
    authorizing_integration_owners: { '1': user },
    user: { id: user, username: `user${user}` },
    ...more,
  };
}

export function slash(
  apps: ChatApps,
  user: string,
  name: string,
  options: Readonly<Record<string, string>> = {},
): Record<string, unknown> {
  const given = Object.entries(options).map(([option, value]) => ({ name: option, type: 3, value }));
  return interaction(apps, user, { type: 2, data: { id: '1', name, type: 1, options: given } });
}

export function press(apps: ChatApps, user: string, customId: string): Record<string, unknown> {
  return interaction(apps, user, {
    type: 3,
    data: { custom_id: customId, component_type: 2 },
    message: { id: '1', flags: 0 },
  });
}

/** What Discord shows of an answer, for what is said after it to find its place. */
export function shown({ discord }: ChatApps, sent: Record<string, unknown>, answered: Opened): string {
  if (answered.status !== 200) return '';
  const { type, data } = JSON.parse(answered.text) as { type: number; data?: { content?: string } };
  discord.acknowledge(String(sent['token']), type === 4 || type === 7 ? (data as never) : undefined);
  return data?.content ?? '';
}

export interface LinkedPeople {
  readonly person: SignedInPerson;
  readonly telegram: readonly TelegramPerson[];
  readonly discord: readonly string[];
}

/** Gives both apps their tokens and links so many chats of each to the owner, each by a code of its own. */
export async function linkPeople(
  product: Reachable,
  apps: ChatApps,
  { homeKey, telegram, discord, agent }: { homeKey: string; telegram: number; discord: number; agent?: Agent },
): Promise<LinkedPeople> {
  const person = await signedIn(product);
  await person.confirmed('POST', 'channels/telegram', { token: apps.telegram.token });
  await person.confirmed('POST', 'channels/discord', { token: apps.discordToken });
  const people = Array.from({ length: telegram }, (_, n): TelegramPerson => ({
    id: 5_200_000_001 + n,
    firstName: `Mina ${n}`,
    language: 'en',
  }));
  const users = Array.from({ length: discord }, (_, n) => String(6_200_000_001 + n));
  await person.stepUp('link-channel');
  const send = senders(apps, homeKey);
  const code = async (channel: string): Promise<string> => {
    const made = await person.ask<LinkCodeView | { code: string }>('POST', `channels/${channel}/code`, {});
    return made.code;
  };
  const linked = async (): Promise<number> =>
    (await person.ask<{ items: LinkedChatView[] }>('GET', 'chats')).items.length;
  for (const [n, one] of people.entries()) {
    const update = apps.telegram.typed(one, `/start ${await code('telegram')}`);
    await knock(product.port, send.telegram(JSON.stringify(update)), agent);
    await until('a chat is linked', LINKED_WITHIN_MS, async () => (await linked()) > n);
  }
  for (const [n, user] of users.entries()) {
    const linking = slash(apps, user, 'link', { code: await code('discord') });
    shown(apps, linking, await knock(product.port, await send.discord(JSON.stringify(linking)), agent));
    await until('a chat is linked', LINKED_WITHIN_MS, async () => (await linked()) > people.length + n);
    // The welcome, and then a real card.
    const { answers } = apps.discord;
    await until('it is welcomed', LINKED_WITHIN_MS, () =>
      Promise.resolve((answers.get(String(linking['token']))?.length ?? 0) > 1),
    );
  }
  return { person, telegram: people, discord: users };
}

/** Nothing arrives at either app for so long. */
export async function quiet({ arrivals }: ChatApps, forMs: number): Promise<void> {
  let last = Date.now();
  const note = (): void => {
    last = Date.now();
  };
  arrivals.add(note);
  while (Date.now() - last < forMs) await sleep(50);
  arrivals.delete(note);
}
