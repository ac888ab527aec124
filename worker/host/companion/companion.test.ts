import { spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test, vi } from 'vitest';
import { DiscordStandIn } from '#worker/src/testing/discord-server/discord.ts';
import { serveDiscord } from '#worker/src/testing/discord-server/server.ts';
import { startTelegram } from '#worker/src/testing/telegram-server/server.ts';
import { TelegramWorld } from '#worker/src/testing/telegram-server/telegram-world.ts';
import { rootDir } from '../paths.ts';
import { handOn } from './hand-on.ts';
import type { Assignment } from './main.ts';

const KEY = 'the home key of this test, 32 long';
const MINA = { id: 1, firstName: 'Mina', language: 'en' };

interface Door {
  url: string;
  taken: { update_id: number; id?: string; message?: { text: string }; saidAfter: number }[];
  /** Answers of the next requests; then 200. */
  answers: number[];
}

const closing: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** The product's door, as strict about the signature as the real one. */
async function aDoor(): Promise<Door> {
  const door: Door = { url: '', taken: [], answers: [] };
  const server: Server = createServer((request, response) => {
    const read = text(request).then((body) => {
      const at = request.headers['x-nod-time'] as string;
      const [, channel = ''] = /^\/internal\/updates\/(\w+)$/.exec(request.url ?? '') ?? [];
      const after = request.headers['x-nod-said-after'] as string | undefined;
      const said = [channel, at, ...(after === undefined ? [] : [after]), body].join('\n');
      const signed = createHmac('sha256', KEY).update(said).digest('hex');
      const isGenuine = channel !== '' && request.headers['x-nod-signature'] === signed;
      const status = isGenuine ? (door.answers.shift() ?? 200) : 401;
      if (status === 200) door.taken.push({ ...(JSON.parse(body) as Door['taken'][number]), saidAfter: Number(after) });
      response.writeHead(status).end('{}');
    });
    // The process may be ended in the middle of a request.
    read.catch(() => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => void server.close());
  door.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return door;
}

/** The process as the host starts it. */
async function aCompanion(door: Door, world: TelegramWorld) {
  const telegram = await startTelegram(world);
  closing.push(telegram.stop);
  return started(door, { telegram: { token: world.token, apiRoot: telegram.url } });
}

function started(door: Door, asked: Omit<Assignment, 'door'>) {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(rootDir, 'worker/host/companion/main.ts')],
    { cwd: rootDir, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
  );
  closing.push(() => void child.kill());
  child.send({ door: { url: door.url, homeKey: KEY }, ...asked });
  return child;
}

const WITHIN = { timeout: 30_000, interval: 20 };

test('tells what lay there before it asked from what was said since', { timeout: 120_000 }, async () => {
  const world = new TelegramWorld();
  const door = await aDoor();
  world.typed(MINA, 'last night');
  const began = Date.now();
  await aCompanion(door, world);
  await vi.waitFor(() => expect(door.taken).toHaveLength(1), WITHIN);
  world.typed(MINA, 'now');
  await vi.waitFor(() => expect(door.taken).toHaveLength(2), WITHIN);
  const [before, since] = door.taken.map(({ saidAfter }) => saidAfter);
  expect(before, 'nobody knows').toBe(0);
  expect(since).toBeGreaterThanOrEqual(began);
});

test(
  'hands on what people say, in order, through faults on both sides, and loses nothing',
  { timeout: 120_000 },
  async () => {
    const world = new TelegramWorld();
    world.hook = { url: 'https://nod.example/api/webhooks/telegram', secret: 'of before' };
    const door = await aDoor();
    door.answers = [503, 500, 200, 503];
    for (const line of ['one', 'two', 'three']) world.typed(MINA, line);
    await aCompanion(door, world);
    await vi.waitFor(() => {
      expect(door.taken.map(({ message }) => message?.text)).toEqual(['one', 'two', 'three']);
    }, WITHIN);
    expect(world.hook, 'it asks for updates itself from now on').toBeNull();
    world.faults.push({ status: 500 }, { status: 502 });
    world.typed(MINA, 'four');
    await vi.waitFor(() => {
      expect(door.taken.at(-1)?.message?.text).toBe('four');
    }, WITHIN);
  },
);

test('hands on what people do at Discord', { timeout: 120_000 }, async () => {
  const token = 'MTIz.token.secret';
  const discord = new DiscordStandIn({ token, publicKey: 'ab'.repeat(32), now: Date.now });
  const server = await serveDiscord(discord, token);
  closing.push(server.close);
  const door = await aDoor();
  started(door, { discord: { token, apiRoot: server.url } });
  await vi.waitFor(() => {
    expect(server.connections()).toBe(1);
  }, WITHIN);
  server.interact({ id: '1', type: 2 });
  await vi.waitFor(() => {
    expect(door.taken.map(({ id }) => id)).toEqual(['1']);
  }, WITHIN);
});

test('what nobody waits for any more is not handed on late', async () => {
  const door = await aDoor();
  door.answers = Array.from({ length: 20 }, () => 503);
  let now = 0;
  const ports = {
    now: () => now,
    sleep: (ms: number) => {
      now += ms;
      return Promise.resolve();
    },
    log: () => undefined,
  };
  const home = { url: door.url, homeKey: KEY };
  await handOn(home, { channel: 'discord', update: { id: '1' }, withinMs: 2_500 }, ports);
  expect(now).toBeLessThanOrEqual(2_500);
  expect(20 - door.answers.length).toBeGreaterThan(1);
  door.answers = [503];
  await handOn(home, { channel: 'discord', update: { id: '2' }, withinMs: 2_500 }, ports);
  expect(door.taken.map(({ id }) => id)).toEqual(['2']);
});

test('what the product will never take is left behind, and the next is heard', { timeout: 120_000 }, async () => {
  const world = new TelegramWorld();
  const door = await aDoor();
  door.answers = [400];
  for (const line of ['bad', 'good']) world.typed(MINA, line);
  await aCompanion(door, world);
  await vi.waitFor(() => {
    expect(door.taken.map(({ message }) => message?.text)).toEqual(['good']);
  }, WITHIN);
});

test('ends with the process that started it', { timeout: 120_000 }, async () => {
  const child = await aCompanion(await aDoor(), new TelegramWorld());
  const ended = once(child, 'exit');
  child.disconnect();
  expect((await ended)[0]).toBe(0);
});
