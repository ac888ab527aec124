import { exports } from 'cloudflare:workers';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { APIInteractionResponse } from 'discord-api-types/v10';
import type { ChannelView, LinkCodeView, LinkedChatView } from '#shared/contract/channel.ts';
import { RESPONSE } from '#bot/channels/discord/codes.ts';
import { COMMANDS } from '#bot/commands/index.ts';
import { hmacText } from '../objects/user/secret.ts';
import { AppPerson, ORIGIN, standInFor } from '../testing/app-person.ts';
import { HOME_KEY } from '../testing/chat-person.ts';
import { DiscordStandIn } from '../testing/discord-server/discord.ts';
import { discordSigner } from '../testing/discord-signer.ts';

const TOKEN = 'MTIzNDU2Nzg5MDEyMzQ1Njc4.Gcanary.token-of-this-test-0000000000000';
const MINA = '5200000001';
const STRANGER = '77001';

const signer = await discordSigner();
const discord = new DiscordStandIn({ token: TOKEN, publicKey: signer.publicKey, now: () => Date.now() });

standInFor('discord.com', (input, init) => discord.fetch(input, init));

const WAIT = { timeout: 30_000, interval: 10 };

const app = new AppPerson();
const { call, confirm } = app;

let nextId = 1_000_000;
function anInteraction(user: string, more: Readonly<Record<string, unknown>>): Record<string, unknown> {
  nextId += 1;
  return {
    id: String(nextId),
    application_id: discord.applicationId,
    token: `interaction-${nextId}`,
    version: 1,
    locale: 'en-US',
    channel_id: `77${user}`,
    context: 1,
    authorizing_integration_owners: { '1': user },
    user: { id: user, username: user === MINA ? 'mina' : 'somebody' },
    ...more,
  };
}

function aCommand(user: string, name: string, options: Readonly<Record<string, string>> = {}): Record<string, unknown> {
  const given = Object.entries(options).map(([option, value]) => ({ name: option, type: 3, value }));
  return anInteraction(user, { type: 2, data: { id: '1', name, type: 1, options: given } });
}

/** As Discord sends it: signed over the raw body, now. */
async function fromDiscord(
  body: string,
  change: { timestamp?: string; signature?: string; signed?: string } = {},
): Promise<Response> {
  const timestamp = change.timestamp ?? String(Math.floor(Date.now() / 1000));
  const signature = change.signature ?? (await signer.sign(change.signed ?? body, timestamp));
  return exports.default.fetch(`${ORIGIN}/api/webhooks/discord`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-signature-ed25519': signature,
      'x-signature-timestamp': timestamp,
    },
    body,
  });
}

async function answerTo(interaction: Record<string, unknown>): Promise<APIInteractionResponse> {
  const response = await fromDiscord(JSON.stringify(interaction));
  expect(response.status).toBe(200);
  const answer = await response.json<APIInteractionResponse>();
  if (answer.type === RESPONSE.message || answer.type === RESPONSE.update) {
    discord.acknowledge(String(interaction['token']), answer.data as never);
  } else discord.acknowledge(String(interaction['token']), undefined);
  return answer;
}

/** What was answered to an interaction at last: at once, or in the place of what was deferred. */
async function saidTo(interaction: Record<string, unknown>): Promise<string> {
  await answerTo(interaction);
  const token = String(interaction['token']);
  return vi.waitFor(() => {
    const said = (discord.answers.get(token) ?? []).map(({ message }) => message.content).join('\n');
    expect(said).not.toBe('');
    return said;
  }, WAIT);
}

const toldTo = (user: string): string =>
  discord
    .saidTo(user)
    .map(({ message }) => message.content)
    .join('\n');

beforeAll(async () => {
  await app.signIn(3);
});

// One story: each part stands on the one before.
describe('Discord', { shuffle: false }, () => {
  test('lets nobody in while there is no bot', { timeout: 120_000 }, async () => {
    expect((await fromDiscord('{"type":1}')).status).toBe(401);
  });

  test('is connected by its token alone, after the person proved themself', { timeout: 120_000 }, async () => {
    const before = await call<{ code: string }>('POST', 'channels/discord', { token: TOKEN });
    expect(before).toMatchObject({ status: 403, body: { code: 'step-up-required' } });
    await confirm();
    const wrong = await call<{ code: string }>('POST', 'channels/discord', { token: `${TOKEN}x` });
    expect(wrong).toMatchObject({
      status: 422,
      body: { code: 'channel-token-refused', values: { channel: 'discord' } },
    });
    const set = await call<ChannelView>('POST', 'channels/discord', { token: TOKEN });
    expect(set).toMatchObject({
      status: 200,
      body: { isSet: true, botName: 'nod', listens: 'polling', problem: null },
    });
    expect(set.body.install?.user).toContain(discord.applicationId);
    expect(set.text).not.toContain(TOKEN.slice(-20));
    expect(discord.commands.map(({ name }) => name)).toEqual([...COMMANDS.map(({ name }) => name), 'link']);
  });

  test(
    'answers the ping with which Discord tries the address, and only a signed one',
    { timeout: 120_000 },
    async () => {
      const ping = await fromDiscord('{"type":1,"id":"1"}');
      expect([ping.status, await ping.json()]).toEqual([200, { type: 1 }]);
      expect((await fromDiscord('{"type":1,"id":"1"}', { signature: '00'.repeat(64) })).status).toBe(401);
    },
  );

  test(
    'tells a stranger how to link and nothing else, and links who brings the code of the app',
    { timeout: 120_000 },
    async () => {
      for (const name of ['today', 'positions', 'newbot'])
        expect(await saidTo(aCommand(STRANGER, name))).toContain('not linked');
      expect(await saidTo(aCommand(STRANGER, 'link', { code: 'WRONG-CODES-00000' }))).toContain(
        'does not open anything',
      );
      await confirm();
      const { body } = await call<LinkCodeView>('POST', 'channels/discord/code');
      expect(body.link).toBeNull();
      const linking = aCommand(MINA, 'link', { code: body.code });
      expect(await saidTo(linking)).toContain('This chat is linked to');
      await vi.waitFor(() => {
        const said = discord.answers.get(String(linking['token'])) ?? [];
        expect(said.map(({ message }) => message.content).join()).toContain('DEMO ·');
      }, WAIT);
      expect(await saidTo(aCommand(STRANGER, 'link', { code: body.code }))).toContain('does not open anything');
      const chats = await call<{ items: LinkedChatView[] }>('GET', 'chats');
      expect(chats.body.items).toMatchObject([{ id: `discord:${MINA}`, name: 'mina', goneAt: null }]);
    },
  );

  test('makes a bot by a form and the buttons of one message', { timeout: 120_000 }, async () => {
    const form = await answerTo(aCommand(MINA, 'newbot'));
    expect(form.type).toBe(9);
    const fields = { amount: '5000', risk: 'medium', weeks: '4' };
    const filled = anInteraction(MINA, {
      type: 5,
      data: {
        custom_id: 'newbot|',
        components: Object.entries(fields).map(([id, value]) => ({
          type: 18,
          component: { type: 4, custom_id: id, value },
        })),
      },
    });
    let token = String(filled['token']);
    await saidTo(filled);
    for (const label of ['Ask first', 'Start']) {
      const shown = discord.answers.get(token)?.[0]?.message;
      const [, id = label] = new RegExp(`"label":"${label}","custom_id":"([^"]+)"`).exec(JSON.stringify(shown)) ?? [];
      const pressed = anInteraction(MINA, {
        type: 3,
        message: { id: '5', flags: 0 },
        data: { custom_id: id, component_type: 2 },
      });
      token = String(pressed['token']);
      await saidTo(pressed);
    }
    const { body } = await call<{ items: { riskLevel: string }[] }>('GET', 'bots');
    expect(body.items).toMatchObject([{ riskLevel: 'medium' }]);
  });

  test('an interaction that comes twice is answered once', { timeout: 120_000 }, async () => {
    const body = JSON.stringify(aCommand(MINA, 'help'));
    const timestamp = String(Math.floor(Date.now() / 1000));
    const signature = await signer.sign(body, timestamp);
    const both = await Promise.all([1, 2].map(() => fromDiscord(body, { timestamp, signature })));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 401]);
  });

  test('what happens elsewhere is told in the conversation with the bot', { timeout: 120_000 }, async () => {
    const { body } = await call<{ items: { id: string }[] }>('GET', 'accounts');
    await call('POST', `accounts/${body.items[0]!.id}/pause`);
    await vi.waitFor(() => expect(toldTo(MINA)).toContain('Buying'), WAIT);
  });

  test('from home, the answer is a call of its own, once', { timeout: 120_000 }, async () => {
    const interaction = aCommand(MINA, 'health');
    const body = JSON.stringify(interaction);
    const at = String(Date.now());
    const send = async () =>
      exports.default.fetch(`${ORIGIN}/internal/updates/discord`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-nod-time': at,
          'x-nod-signature': await hmacText(HOME_KEY, `discord\n${at}\n${body}`),
        },
        body,
      });
    expect(await (await send()).json()).toEqual({ taken: true });
    expect(await (await send()).json()).toEqual({ taken: false });
    const said = await vi.waitFor(() => {
      const [first] = discord.answers.get(String(interaction['token'])) ?? [];
      expect(first).toBeDefined();
      return first?.message.content;
    }, WAIT);
    expect(said).toContain('DEMO ·');
  });

  test(
    'forged, stale, oversized and malformed requests change nothing and never fail',
    { timeout: 120_000 },
    async () => {
      const bots = (await call('GET', 'bots')).text;
      const asked = discord.asked.length;
      const body = JSON.stringify(aCommand(MINA, 'pause'));
      const now = Math.floor(Date.now() / 1000);
      const other = await discordSigner();
      const statuses = new Set<number>();
      for (let n = 0; n < 30; n += 1) {
        const forged = await other.sign(body, String(now));
        const tries = [
          fromDiscord(body, { signature: forged }),
          fromDiscord(body, { signature: forged.slice(0, n) }),
          fromDiscord(body, { timestamp: String(now - 301 - n) }),
          // Still too far ahead when the half minute of this test has passed.
          fromDiscord(body, { timestamp: String(now + 331 + n) }),
          fromDiscord(`${body} `, { signed: body }),
          fromDiscord(body.slice(0, n), { signed: body }),
        ];
        for (const { status } of await Promise.all(tries)) statuses.add(status);
      }
      expect([...statuses]).toEqual([401]);
      for (const broken of [
        '{',
        'null',
        '[]',
        '{"type":2}',
        '{"type":99,"id":"1"}',
        JSON.stringify({ ...aCommand(MINA, 'pause'), id: {} }),
      ])
        expect((await fromDiscord(broken)).status).toBe(400);
      expect((await fromDiscord(`{"a":"${'x'.repeat(70_000)}"}`)).status).toBe(413);
      expect((await call('GET', 'bots')).text).toBe(bots);
      // What was owed before may arrive meanwhile; nobody is answered.
      expect(discord.asked.slice(asked)).not.toContainEqual(expect.stringMatching(/webhooks|interactions/));
    },
  );

  test('unlinked, nobody is known there any more; forgotten, nobody gets in', { timeout: 120_000 }, async () => {
    expect((await call('DELETE', `chats/discord:${MINA}`)).status).toBe(200);
    expect(await saidTo(aCommand(MINA, 'positions'))).toContain('not linked');
    const removed = await call<ChannelView>('DELETE', 'channels/discord');
    expect(removed.body).toMatchObject({ isSet: false, install: null });
    expect((await fromDiscord(JSON.stringify(aCommand(MINA, 'today')))).status).toBe(401);
  });
});
