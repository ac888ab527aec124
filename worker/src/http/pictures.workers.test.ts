import { env, exports } from 'cloudflare:workers';
import { beforeAll, expect, test } from 'vitest';
import { plainCard } from '#bot/cards/context.ts';
import type { Post } from '#bot/channels/channel.ts';
import { discordClient } from '#bot/channels/discord/client.ts';
import { telegramClient } from '#bot/channels/telegram/client.ts';
import { SCOPES } from '#shared/domain/caller.ts';
import { encodeFrame } from '#shared/lib/frame.ts';
import { compose } from '../composition.ts';
import { handleCompute } from '../compute.ts';
import { readEnv } from '../env.ts';
import { DiscordStandIn } from '../testing/discord-server/discord.ts';
import { readPng } from '../testing/png.ts';
import { aToken } from '../testing/sign-in.ts';
import { telegramFetch } from '../testing/telegram-server/telegram-fetch.ts';
import { TelegramWorld } from '../testing/telegram-server/telegram-world.ts';
import { boot } from './admin/boot.ts';

const PNG = [0x89, 0x50, 0x4e, 0x47];
/** Short enough to be read where two of them differ. */
const textOf = (bytes: Uint8Array): string =>
  `${bytes.length} bytes, ${bytes.reduce((sum, byte) => (sum * 31 + byte) % 1e9, 7)}`;
let headers: Record<string, string>;
let symbol: string;
let accountId: string;

const ask = (path: string, given = headers): Promise<Response> =>
  exports.default.fetch(`http://localhost/api/${path}`, { headers: given });

beforeAll(async () => {
  await boot(compose(readEnv(env)), { world: { kind: 'generated', seed: 5 }, speed: 0 });
  headers = { authorization: `Bearer ${await aToken()}` };
  const { items } = await (await ask('instruments?limit=1')).json<{ items: { symbol: string }[] }>();
  const accounts = await (await ask('accounts')).json<{ items: { id: string }[] }>();
  symbol = items[0]?.symbol ?? '';
  accountId = accounts.items[0]?.id ?? '';
}, 60_000);

test('a picture is a PNG of 1200 by 800 that no cache keeps', { timeout: 60_000 }, async () => {
  for (const path of [
    `instruments/${symbol}`,
    `instruments/${symbol}?theme=dark&language=ko&timeframe=1h`,
    `accounts/${accountId}/equity`,
    `accounts/${accountId}/drawdown?language=ko`,
    `accounts/${accountId}/exposure?theme=dark`,
    `accounts/${accountId}/week`,
  ]) {
    const response = await ask(`pictures/${path}`);
    expect([response.status, response.headers.get('content-type')], path).toEqual([200, 'image/png']);
    expect(response.headers.get('cache-control')).toBe('no-store');
    const bytes = await response.arrayBuffer();
    const view = new DataView(bytes);
    expect([...new Uint8Array(bytes, 0, 4)], path).toEqual(PNG);
    expect([view.getUint32(16), view.getUint32(20)], path).toEqual([1200, 800]);
  }
});

test('a picture is uploaded to a chat app whole, and an edit replaces it', { timeout: 60_000 }, async () => {
  const drawn = async (path: string) => new Uint8Array(await (await ask(`pictures/${path}`)).arrayBuffer());
  const [first, second] = [await drawn(`instruments/${symbol}`), await drawn(`instruments/${symbol}?theme=dark`)];
  const whole = { width: 1200, height: 800, pixels: 800 * (1200 * 4 + 1) };
  const post: Omit<Post, 'place'> = {
    card: plainCard('A chart'),
    ...{ language: 'en', was: null, replyTo: null, silent: false },
    picture: first.buffer,
  };

  const telegram = new TelegramWorld();
  const atTelegram = telegramClient({ token: telegram.token, appUrl: null, fetch: telegramFetch(telegram) });
  const photo = await atTelegram.post({ ...post, place: { chatId: '42', threadId: null } });
  if (photo.kind !== 'sent') throw new Error('Telegram takes it');
  await atTelegram.edit(photo, { ...post, place: { chatId: '42', threadId: null }, picture: second.buffer });
  const sent = await Promise.all(telegram.uploads.map(async (one) => new Uint8Array(await one.arrayBuffer())));
  expect(sent.map(textOf)).toEqual([first, second].map(textOf));
  for (const bytes of sent) expect(await readPng(bytes)).toEqual(whole);

  const discord = new DiscordStandIn({ token: 'a.bot.token', publicKey: 'ab'.repeat(32), now: () => 0 });
  const atDiscord = discordClient({ token: 'a.bot.token', appUrl: null, fetch: discord.fetch, now: () => 0 });
  const place = { chatId: '77', threadId: null };
  const stood = await atDiscord.post({ ...post, place });
  if (stood.kind !== 'sent') throw new Error('Discord takes it');
  await atDiscord.edit(stood, { ...post, place, picture: second.buffer });
  const [message] = discord.channels.get('77') ?? [];
  expect(message?.files.map(({ type }) => type)).toEqual(['image/png']);
  expect(message?.files.map(({ bytes }) => textOf(bytes))).toEqual([textOf(second)]);
});

test('a picture is shown to whoever may see what is in it, and to nobody else', async () => {
  expect((await ask(`pictures/accounts/${accountId}/equity`, {})).status).toBe(401);
  const other = { authorization: `Bearer ${await aToken(SCOPES, ['a_elsewher'])}` };
  for (const path of [`accounts/${accountId}/equity`, `accounts/${accountId}/week`]) {
    const response = await ask(`pictures/${path}`, other);
    expect([response.status, (await response.json<{ code: string }>()).code], path).toEqual([403, 'not-allowed']);
  }
});

test('what cannot be drawn is refused with its reason', async () => {
  const key = accountId.slice(2);
  const refused = async (path: string) => {
    const response = await ask(`pictures/${path}`);
    return [response.status, (await response.json<{ code: string }>()).code];
  };
  expect(await refused('instruments/NO-SUCH-NAME')).toEqual([404, 'unknown-instrument']);
  expect(await refused(`instruments/${symbol}?theme=pink`)).toEqual([400, 'invalid-request']);
  expect(await refused(`proposals/p_${key}_01K9XQ4T0A5B6C7D8E9F0G1H2J`)).toEqual([404, 'not-found']);
  expect(await refused(`trades/o_${key}_01K9XQ4T0A5B6C7D8E9F0G1H2J`)).toEqual([404, 'not-found']);
  expect(await refused(`accounts/${accountId}/replay`), 'an invented market is no replay').toEqual([404, 'not-found']);
});

test('compute draws only what is whole and bounded', async () => {
  const post = async (head: unknown, columns: Float64Array[]) => {
    const body = encodeFrame({ head, columns });
    return (await handleCompute(new Request('http://compute/picture', { method: 'POST', body }))).status;
  };
  const head = {
    kind: 'curve',
    world: 'demo',
    worldText: 'DEMO',
    aside: '',
    title: 'A line',
    tail: '',
    figure: null,
    foot: '',
    theme: 'light',
    rises: 'green-up',
    language: 'en',
    zone: 'UTC',
    shape: 'line',
    currency: null,
    own: '',
    other: null,
    across: null,
    marks: [],
  };
  const line = (length: number): Float64Array => Float64Array.from({ length }, (_, at) => at);
  expect(await post(head, [line(50), line(50)])).toBe(200);
  expect(await post(head, [line(50), line(49)]), 'columns of two lengths').toBe(422);
  expect(await post(head, [line(5_000), line(5_000)]), 'more points than are drawn').toBe(422);
  expect(await post(head, [line(2), Float64Array.of(1, NaN)]), 'no figure').toBe(422);
  expect(await post({ ...head, title: 'x'.repeat(1_000) }, [line(50), line(50)]), 'words without end').toBe(422);
  expect(await post({ kind: 'bitmap' }, [])).toBe(422);
});
