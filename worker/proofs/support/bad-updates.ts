import type { DiscordSigner } from '../../src/testing/discord-signer.ts';
import { homeSignature, type Senders } from './chat-people.ts';
import type { Knock } from './knock.ts';
import { nearly } from './nearly.ts';
import type { Random } from './random.ts';

export const CHAT_DOORS = ['telegram', 'discord', 'home'] as const;
export type ChatDoor = (typeof CHAT_DOORS)[number];

/**
 * `refused`: a 4xx. `aside`: it has the right secret, and was taken before or nobody can read it; Telegram and the process
 * at home would bring it for ever if it were refused.
 */
export interface BadUpdate {
  readonly kind: 'forged' | 'replayed' | 'oversized' | 'malformed';
  readonly expect: 'refused' | 'aside';
  readonly request: Knock;
}

/** What there is to be imitated. */
export interface ChatKeys {
  readonly send: Senders;
  readonly telegramSecret: string;
  readonly homeKey: string;
  /** Whatever else of this product is a secret, and opens something else. */
  readonly otherSecrets: readonly string[];
  readonly discord: DiscordSigner;
  /** Another application's. */
  readonly otherDiscord: DiscordSigner;
  /** Updates by which somebody linked would change something, each as if it were new. */
  readonly telegramUpdate: (random: Random) => Record<string, unknown>;
  readonly discordUpdate: (random: Random) => Record<string, unknown>;
  /** Requests that were taken, word for word. */
  readonly taken: Readonly<Record<ChatDoor, readonly Knock[]>>;
}

const BODY_MAX = 64 * 1024;

export function badUpdate(keys: ChatKeys, door: ChatDoor, random: Random): Promise<BadUpdate> {
  switch (door) {
    case 'telegram':
      return toTelegramsDoor(keys, random);
    case 'discord':
      return toDiscordsDoor(keys, random);
    case 'home':
      return toTheHomeDoor(keys, random);
  }
}

async function toTelegramsDoor(keys: ChatKeys, random: Random): Promise<BadUpdate> {
  const { send, telegramSecret, otherSecrets } = keys;
  const update = JSON.stringify(keys.telegramUpdate(random));
  const withSecret = (secret: string | null, body: string | Buffer = update): Knock => {
    const good = send.telegram(body);
    const { 'x-telegram-bot-api-secret-token': _, ...headers } = good.headers;
    return { ...good, headers: { ...headers, ...(secret !== null && { 'x-telegram-bot-api-secret-token': secret }) } };
  };
  return random.pick<() => BadUpdate>([
    () => forged(withSecret(null)),
    () => forged(withSecret(nearly(telegramSecret, random))),
    () => forged(withSecret(random.pick(otherSecrets))),
    () => forged(withSecret('x'.repeat(random.int(200, 4_000)))),
    // What would be refused anyway is not even read without the secret.
    () => forged(withSecret(nearly(telegramSecret, random), brokenBody(random))),
    () => again(random.pick(keys.taken.telegram)),
    () => aside(oversized(send.telegram(tooLong(update, random)))),
    () => aside(malformed(send.telegram(wrongUpdate(keys.telegramUpdate(random), random)))),
    () => aside(malformed(send.telegram(brokenBody(random)))),
    () => aside(malformed(otherType(send.telegram(update), random))),
  ])();
}

async function toDiscordsDoor(keys: ChatKeys, random: Random): Promise<BadUpdate> {
  const { send, discord, otherDiscord } = keys;
  const update = JSON.stringify(keys.discordUpdate(random));
  const other = JSON.stringify(keys.discordUpdate(random));
  const now = Math.floor(Date.now() / 1_000);
  const signedWith = async (change: Record<string, string | null>): Promise<BadUpdate> => {
    const good = await send.discord(update);
    const headers = Object.entries({ ...good.headers, ...change }).filter(([, value]) => value !== null);
    return forged({ ...good, headers: Object.fromEntries(headers) as Record<string, string> });
  };
  return random.pick<() => Promise<BadUpdate>>([
    () => signedWith({ 'x-signature-ed25519': null }),
    () => signedWith({ 'x-signature-timestamp': null }),
    async () => signedWith({ 'x-signature-ed25519': turnedBit(await discord.sign(update, String(now)), random) }),
    async () => signedWith({ 'x-signature-ed25519': almost(await discord.sign(update, String(now)), random) }),
    async () => signedWith({ 'x-signature-ed25519': await otherDiscord.sign(update, String(now)) }),
    () => signedWith({ 'x-signature-timestamp': String(now + random.other(0, 250)) }),
    () => signedWith({ 'x-signature-timestamp': random.pick(['now', '1e9', '-1', `${now}.0`, `0x${now}`, '']) }),
    async () => forged(await send.discord(update, { signedText: other })),
    async () => forged(await send.discord(`${update} `, { signedText: update })),
    async () => replayed(await send.discord(update, { at: String(now - random.int(301, 10_000_000)) })),
    async () => replayed(await send.discord(update, { at: String(now + random.int(400, 10_000_000)) })),
    async () => replayed(random.pick(keys.taken.discord)),
    async () => oversized(await send.discord(tooLong(update, random))),
    async () => malformed(await send.discord(wrongInteraction(keys.discordUpdate(random), random))),
    async () => malformed(await send.discord(brokenText(random))),
    async () => malformed(await send.discord(notText(random))),
  ])();
}

async function toTheHomeDoor(keys: ChatKeys, random: Random): Promise<BadUpdate> {
  const { send, homeKey, otherSecrets } = keys;
  const channel = random.pick(['telegram', 'discord'] as const);
  const anUpdate = () => (channel === 'telegram' ? keys.telegramUpdate(random) : keys.discordUpdate(random));
  const update = JSON.stringify(anUpdate());
  const now = Date.now();
  const change = (headers: Record<string, string>, path?: string): Knock => {
    const good = send.home(channel, update);
    return { ...good, ...(path !== undefined && { path }), headers: { ...good.headers, ...headers } };
  };
  const sign = (key: string, name: string, at: number, body = update): Record<string, string> => ({
    'x-nod-time': String(at),
    'x-nod-signature': homeSignature(key, name, String(at), body),
  });
  const other = channel === 'telegram' ? 'discord' : 'telegram';
  return random.pick<() => BadUpdate>([
    () => forged(change({ 'x-nod-signature': '' })),
    () =>
      forged(change({ 'x-nod-signature': turnedBit(homeSignature(homeKey, channel, String(now), update), random) })),
    () => forged(change(sign(random.pick(otherSecrets), channel, now))),
    () => forged(change(sign(nearly(homeKey, random), channel, now))),
    () => forged(change(sign(homeKey, other, now))),
    () => forged(change(sign(homeKey, channel, now, JSON.stringify(anUpdate())))),
    () => forged(change({ ...sign(homeKey, channel, now), 'x-nod-time': String(now + random.other(0, 30_000)) })),
    () => forged(change({ origin: random.pick(['null', 'https://evil.example', 'http://localhost']) })),
    () => forged(change({ 'x-nod-time': random.pick(['', 'now', '1e12', String(Math.floor(now / 1_000))]) })),
    () => forged(change({}, `/internal/updates/${random.pick(['x', 'web', '..', 'Telegram', 'telegram/x', ''])}`)),
    () => forged(change({ host: random.pick(['evil.example', 'localhost.evil.example', '169.254.169.254']) })),
    () => replayed(change(sign(homeKey, channel, now - random.int(61_000, 10_000_000)))),
    () => replayed(change(sign(homeKey, channel, now + random.int(120_000, 10_000_000)))),
    () => again(signedAnew(send, random.pick(keys.taken.home))),
    () => oversized(send.home(channel, tooLong(update, random))),
    () =>
      malformed(
        send.home(
          channel,
          channel === 'telegram' ? wrongUpdate(anUpdate(), random) : wrongInteraction(anUpdate(), random),
        ),
      ),
    () => malformed(send.home(channel, brokenBody(random))),
    () => malformed(otherType(send.home(channel, update), random)),
  ])();
}

const forged = (request: Knock): BadUpdate => ({ kind: 'forged', expect: 'refused', request });
const replayed = (request: Knock): BadUpdate => ({ kind: 'replayed', expect: 'refused', request });
const again = (request: Knock): BadUpdate => ({ kind: 'replayed', expect: 'aside', request });
/** With the right secret, at Telegram's own door. */
const aside = (bad: BadUpdate): BadUpdate => ({ ...bad, expect: 'aside' });
const oversized = (request: Knock): BadUpdate => ({ kind: 'oversized', expect: 'refused', request });
const malformed = (request: Knock): BadUpdate => ({ kind: 'malformed', expect: 'refused', request });

/** The process at home signs each try of the same update. */
function signedAnew(send: Senders, { path, body }: Knock): Knock {
  return send.home(path.endsWith('discord') ? 'discord' : 'telegram', body ?? '');
}

function turnedBit(hex: string, random: Random): string {
  const at = random.int(0, hex.length - 1);
  return (
    hex.slice(0, at) + (Number.parseInt(hex[at] ?? '0', 16) ^ (1 << random.int(0, 3))).toString(16) + hex.slice(at + 1)
  );
}

/** Hex in other letters is the same signature. */
function almost(hex: string, random: Random): string {
  const other = nearly(hex, random);
  return other.toLowerCase() === hex ? turnedBit(hex, random) : other;
}

function otherType(request: Knock, random: Random): Knock {
  const type = random.pick([
    'text/plain',
    'application/xml',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
  ]);
  return { ...request, headers: { ...request.headers, 'content-type': type } };
}

/** Well formed, and longer than anybody reads. */
function tooLong(update: string, random: Random): string {
  const filler = random.pick(['x', ' ', '\\u0000', '🔥']);
  return `${update.slice(0, -1)},"more":"${filler.repeat(BODY_MAX + random.int(0, 20_000))}"}`;
}

/** Bodies that are no JSON, or none that is looked at. */
function brokenBody(random: Random): string | Buffer {
  return random.chance(0.3) ? notText(random) : brokenText(random);
}

function notText(random: Random): Buffer {
  return Buffer.from([
    0x7b,
    0x22,
    ...Array.from({ length: random.int(1, 200) }, () => random.int(128, 255)),
    0x22,
    0x7d,
  ]);
}

function brokenText(random: Random): string {
  const depth = random.int(13, 5_000);
  return random.pick([
    () => '{"update_id":1,"message":',
    () => `{"update_id":${random.pick(['NaN', '01', '0x1', '1e', "'1'"])}}`,
    () => `${'['.repeat(depth)}${']'.repeat(depth)}`,
    () => `{"type":2,"update_id":${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}}`,
    () => random.pick(['null', '[]', '"x"', '1', 'true', '{}', ' ', '\u0000', '<x/>', 'update_id=1']),
  ])();
}

const WRONG: readonly unknown[] = [null, -1, 1.5, 1e300, '', 'x', '1', true, [], {}, [[]], '\u0000', { id: 1 }];

/** An update of Telegram's in which one thing that is looked at has another type or size. */
function wrongUpdate(update: Record<string, unknown>, random: Random): string {
  const { update_id: id, message } = update as { update_id: number; message: Record<string, unknown> };
  const wrongIds = WRONG.filter((value) => value !== 1e300);
  const text = (length: number): string => random.pick(['x', '\u0000', '한', '\ud800']).repeat(length);
  const changed = random.pick<() => unknown>([
    () => ({ ...update, update_id: random.pick([...wrongIds, 2 ** 53]) }),
    () => ({ message }),
    () => ({ update_id: id, message: { ...message, message_id: random.pick(wrongIds.filter((v) => v !== -1)) } }),
    () => ({ update_id: id, message: { ...message, from: random.pick(WRONG.slice(0, -1)) } }),
    () => ({ update_id: id, message: { ...message, chat: random.pick(WRONG) } }),
    () => ({ update_id: id, message: { ...message, text: random.pick(WRONG.filter((v) => typeof v !== 'string')) } }),
    () => ({ update_id: id, message: { ...message, text: text(random.int(8_193, 12_000)) } }),
    () => ({ update_id: id, message: { ...message, date: random.pick(wrongIds) } }),
    () => ({ update_id: id, message: random.pick(WRONG) }),
    () => ({ update_id: id, callback_query: random.pick(WRONG) }),
    () => ({ update_id: id, callback_query: { id: 'q', from: { id: 1 }, data: text(random.int(257, 4_000)) } }),
    () => ({ update_id: id, my_chat_member: random.pick(WRONG) }),
  ])();
  return JSON.stringify(changed);
}

/** The same of an interaction. */
function wrongInteraction(update: Record<string, unknown>, random: Random): string {
  const long = (length: number): string => random.pick(['x', '\u0000', '한']).repeat(length);
  const changed = random.pick<() => unknown>([
    () => ({ ...update, type: random.pick([0, 6, 99, -1, '2', null, {}]) }),
    () => ({ ...update, id: random.pick([...WRONG.filter((v) => v !== '1'), '1'.repeat(21)]) }),
    () => ({ ...update, token: random.pick([null, 1, '', long(1_001)]) }),
    () => ({ ...update, application_id: random.pick([null, 1, 'x']) }),
    () => ({ ...update, user: random.pick([null, 1, 'x', [], {}, { id: 5 }, { id: 'x', username: 'x' }]) }),
    () => ({ ...update, user: undefined }),
    () => ({ ...update, data: random.pick([null, 1, 'x', [], {}, { custom_id: '' }, { custom_id: long(101) }]) }),
    () => ({ ...update, type: 2, data: { type: 1, name: long(33) } }),
    () => ({
      ...update,
      type: 2,
      data: { type: 1, name: 'sell', options: Array.from({ length: 26 }, () => ({ name: 'a' })) },
    }),
    () => ({ ...update, type: 2, data: { type: 1, name: 'sell', options: [{ name: 'symbol', value: long(4_001) }] } }),
    () => ({ ...update, type: 4, data: { type: 1, name: 'price', options: [] } }),
    () => ({ ...update, type: 5, data: { custom_id: 'x', components: Array.from({ length: 6 }, () => ({})) } }),
  ])();
  return JSON.stringify(changed);
}
