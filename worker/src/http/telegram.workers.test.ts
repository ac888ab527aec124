import { env } from 'cloudflare:workers';
import { evictDurableObject } from 'cloudflare:test';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { ChannelView, LinkCodeView, LinkedChatView } from '#shared/contract/channel.ts';
import type { GroupView } from '#shared/contract/group.ts';
import type { NewTokenView } from '#shared/contract/session.ts';
import { MINUTE_MS, type WallMs } from '#shared/lib/time.ts';
import { compose } from '../composition.ts';
import { readEnv } from '../env.ts';
import { channelDoor } from '../peers.ts';
import { AppPerson, ORIGIN, standInFor } from '../testing/app-person.ts';
import { fromHome, fromTelegram } from '../testing/chat-person.ts';
import { aCookie, owner } from '../testing/sign-in.ts';
import { telegramFetch } from '../testing/telegram-server/telegram-fetch.ts';
import { TelegramWorld, type TelegramPerson } from '../testing/telegram-server/telegram-world.ts';
import { PATIENCE } from '../testing/patience.ts';

/** What is said at once leaves one a second after a while. */
const PACED_MS = 30_000;
const world = new TelegramWorld({ token: '123456789:AAcanary-token-of-this-test-0000000000' });
const MINA: TelegramPerson = { id: 5_200_000_001, firstName: 'Mina', language: 'en' };
const PHONE: TelegramPerson = { id: 5_200_000_002, firstName: 'Second phone', language: 'en' };
const STRANGER: TelegramPerson = { id: 77_001, firstName: 'Somebody', language: 'en' };

standInFor('api.telegram.org', telegramFetch(world));

const app = new AppPerson();
const { call, confirm } = app;

/** Everything the bot has said in a chat, as text. */
const heardIn = (chatId: number): string[] =>
  world.messages.filter((message) => message.chatId === chatId).map(({ text }) => text);

async function arrives(chatId: number, text: string): Promise<string> {
  await vi.waitFor(
    () => {
      expect(heardIn(chatId).join('\n')).toContain(text);
    },
    { timeout: PACED_MS, interval: 10 },
  );
  return heardIn(chatId).join('\n');
}

beforeAll(async () => {
  await app.signIn(3);
});

// One story: each part stands on the one before.
describe('Telegram', { shuffle: false }, () => {
  describe('connected and linked', { shuffle: false }, () => {
    test('needs the person themself, and a token that opens a bot', async () => {
      const before = await call<{ code: string }>('POST', 'channels/telegram', { token: world.token });
      expect(before).toMatchObject({ status: 403, body: { code: 'step-up-required' } });
      await confirm();
      const wrong = await call<{ code: string }>('POST', 'channels/telegram', {
        token: '1234567:AAno-bot-has-this-token-0000000000000',
      });
      expect(wrong).toMatchObject({ status: 422, body: { code: 'channel-token-refused' } });
      const set = await call<ChannelView>('POST', 'channels/telegram', { token: world.token });
      expect(set).toMatchObject({
        status: 200,
        body: { channel: 'telegram', isSet: true, botName: 'NodTestBot', listens: 'polling', problem: null },
      });
      expect(set.text).not.toContain(world.token);
      expect((await call('GET', 'channels')).text).not.toContain(world.token.slice(-20));
      expect(world.menus.map(({ scope, language }) => `${scope} ${language}`).sort()).toEqual([
        'all_group_chats ',
        'all_group_chats ko',
        'all_private_chats ',
        'all_private_chats ko',
      ]);
    });

    test('tells a stranger once how to link, and nothing else', async () => {
      await fromHome(JSON.stringify(world.typed(STRANGER, '/today')));
      await arrives(STRANGER.id, 'not linked');
      for (const line of ['/positions', '/start', 'NVDA', '/start wrong-code-0000'])
        await fromHome(JSON.stringify(world.typed(STRANGER, line)));
      await arrives(STRANGER.id, 'does not open anything');
      expect(heardIn(STRANGER.id)).toHaveLength(2);
    });

    test('links whoever sends the code of the app, once, and answers with a real card', async () => {
      await confirm();
      const made = await call<LinkCodeView>('POST', 'channels/telegram/code');
      expect(made.status).toBe(201);
      expect(made.body.link).toBe(`https://t.me/NodTestBot?start=${made.body.code}`);
      await fromHome(JSON.stringify(world.typed(MINA, `/start ${made.body.code}`)));
      await arrives(MINA.id, 'This chat is linked to');
      await arrives(MINA.id, 'DEMO ·');
      const { body } = await call<{ items: LinkedChatView[] }>('GET', 'chats');
      expect(body.items).toMatchObject([
        { id: `telegram:${MINA.id}`, channel: 'telegram', name: 'Mina', goneAt: null },
      ]);
      const again = world.typed(STRANGER, `/start ${made.body.code}`);
      await fromHome(JSON.stringify(again));
      await vi.waitFor(() => expect(heardIn(STRANGER.id)).toHaveLength(3), { timeout: PACED_MS });
      expect((await call<{ items: LinkedChatView[] }>('GET', 'chats')).body.items).toHaveLength(1);
      const chat = await compose(readEnv(env))
        .user(await owner())
        .chat(5);
      const told = chat.find(({ title }) => title?.includes('a new chat was linked: Telegram, Mina'));
      expect(told?.lines.join(' '), 'and the person is told on their screens').toContain('unlink it in the app');
      expect(heardIn(MINA.id).join(' '), 'which the chat itself is not').not.toContain('a new chat was linked');
    });

    test('tells of every other way in that is opened: a second chat, a token, a browser', async () => {
      const { chats } = compose(readEnv(env));
      const expiresAt = (Date.now() + MINUTE_MS) as WallMs;
      const code = await chats.createCode({ userId: await owner(), channel: 'telegram', expiresAt });
      await fromHome(JSON.stringify(world.typed(PHONE, `/start ${code}`)));
      await arrives(MINA.id, 'Act now: a new chat was linked: Telegram, Second phone');
      const { body } = await call<NewTokenView>('POST', 'tokens', { name: 'my script', scopes: ['read'] });
      for (const { id } of [MINA, PHONE]) {
        const said = await arrives(id, 'Act now: a new API token was made: my script');
        expect(said).not.toContain(body.token.split('.')[1]);
      }
      expect(world.messages.at(-1)?.isSilent).toBe(false);
      await aCookie();
      const said = await arrives(MINA.id, 'Act now: a new browser signed in as you');
      expect(said, 'each once').toMatch(
        /^(?:(?!API token was made)[^])*API token was made(?:(?!API token was made)[^])*$/,
      );
      expect((await call('DELETE', `chats/telegram:${PHONE.id}`)).status).toBe(200);
    });

    test('makes a bot by dialog, across a restart of the object', async () => {
      await fromHome(JSON.stringify(world.typed(MINA, '/newbot')));
      await arrives(MINA.id, 'how much may it use');
      await evictDurableObject(env.CHANNEL.getByName('telegram'));
      const press = async (label: string) => fromHome(JSON.stringify(world.pressed(MINA, label)));
      // Another chat of hers is being spoken to meanwhile.
      const shown = (): string[] =>
        world.messages
          .findLast(({ chatId }) => chatId === MINA.id)!
          .keyboard.flat()
          .map(({ text }) => text);
      await press(shown()[0]!);
      for (const label of ['Medium', '4 weeks', 'Ask first', 'Start']) {
        await vi.waitFor(() => expect(shown()).toContain(label), PATIENCE);
        await press(label);
      }
      await vi.waitFor(async () => {
        const { body } = await call<{ items: { riskLevel: string }[] }>('GET', 'bots');
        expect(body.items).toMatchObject([{ riskLevel: 'medium' }]);
      }, PATIENCE);
      const answered = () => new Set(world.pressAnswers.map(({ id }) => id)).size;
      await vi.waitFor(() => expect(answered(), 'every press is answered').toBe(5), PATIENCE);
    });

    test('an update that comes twice does its work once', async () => {
      const update = JSON.stringify(world.typed(MINA, '/help'));
      const [first, second] = await Promise.all([fromHome(update), fromHome(update)]);
      expect([await first.json(), await second.json()]).toEqual(
        expect.arrayContaining([{ taken: true }, { taken: false }]) as unknown,
      );
      // What was said later is answered later: by then the second one would have been heard.
      await fromHome(JSON.stringify(world.typed(MINA, '/health')));
      await arrives(MINA.id, 'Version 0');
      expect(heardIn(MINA.id).filter((text) => text.includes('What you can say'))).toHaveLength(1);
    });

    test('what happens elsewhere is told here', async () => {
      const { body } = await call<{ items: { id: string }[] }>('GET', 'accounts');
      await call('POST', `accounts/${body.items[0]!.id}/pause`);
      await arrives(MINA.id, 'Buying');
    });

    test('stays its person’s when the code of somebody else is sent from it, and the code is spent', async () => {
      const { users, chats } = compose(readEnv(env));
      const now = Date.now() as WallMs;
      await users.create({ id: 'u_kim', name: 'Kim', role: 'member' }, now);
      const codeOf = (userId: string) =>
        chats.createCode({ userId, channel: 'telegram', expiresAt: (now + MINUTE_MS) as WallMs });
      const theirs = await codeOf('u_kim');
      await fromHome(JSON.stringify(world.typed(MINA, `/start ${theirs}`)));
      const said = await arrives(MINA.id, 'belongs to somebody else');
      expect(said).not.toContain('Kim');
      await fromHome(JSON.stringify(world.typed(STRANGER, `/start ${theirs}`)));
      await vi.waitFor(() => expect(heardIn(STRANGER.id)).toHaveLength(4), { timeout: PACED_MS });
      expect(heardIn(STRANGER.id).at(-1), 'whoever read it cannot use it either').toContain('does not open anything');
      expect(await chats.list('u_kim')).toEqual([]);
      const linkedAt = (await chats.find('telegram', String(MINA.id)))?.linkedAt ?? 0;
      await fromHome(JSON.stringify(world.typed(MINA, `/start ${await codeOf(await owner())}`)));
      await vi.waitFor(async () => {
        const chat = await chats.find('telegram', String(MINA.id));
        expect(chat?.linkedAt, 'one’s own chat is linked anew').toBeGreaterThan(linkedAt);
        expect(chat?.userId).toBe(await owner());
      }, PATIENCE);
    });

    test('a group hears of an account once its owner says so, in the group or in Settings', async () => {
      const group = { chat: { id: -1001, type: 'supergroup', title: 'Friends' } };
      const said = async (text: string) => fromHome(JSON.stringify(world.typed(MINA, text, group)));
      await fromHome(JSON.stringify(world.member(MINA, -1001, 'member')));
      const groups = async () => (await call<{ items: GroupView[] }>('GET', 'groups')).body.items;
      await vi.waitFor(
        async () => expect(await groups()).toMatchObject([{ channel: 'telegram', accountId: null }]),
        PATIENCE,
      );
      const [account] = (await call<{ items: { id: string }[] }>('GET', 'accounts')).body.items;
      const [{ id } = { id: '' }] = await groups();
      expect((await call('PATCH', `groups/${id}`, { accountId: 'a_zzzzzzzz' })).status).toBe(404);
      expect((await call('PATCH', `groups/${id}`, { accountId: account!.id })).status).toBe(200);
      await call('POST', `accounts/${account!.id}/resume`);
      await arrives(-1001, 'Running again');
      await said('/group off');
      await arrives(-1001, 'Nothing is told here any more');
      expect(await groups()).toMatchObject([{ name: 'Friends', accountId: null }]);
      await said('/pending');
      await arrives(-1001, 'told of no account');
      expect(heardIn(-1001).join('\n')).not.toMatch(/\$\d/);
    });

    test('unlinked, nobody is known there any more', async () => {
      expect((await call('DELETE', `chats/telegram:${MINA.id}`)).status).toBe(200);
      await fromHome(JSON.stringify(world.typed(MINA, '/positions')));
      await arrives(MINA.id, 'not linked');
    });
  });

  describe('the doors', { shuffle: false }, () => {
    const said = (): string => JSON.stringify(world.typed(STRANGER, '/today'));

    test('the web address lets nobody in while no secret was given to Telegram', async () => {
      for (const secret of ['', 'x', 'x'.repeat(300)]) {
        const answer = await fromTelegram(said(), { 'x-telegram-bot-api-secret-token': secret });
        expect(answer.status).toBe(401);
      }
    });

    test('with one, whoever brings it is let in; anything else is refused before its body is looked at', async () => {
      await channelDoor(readEnv(env), 'telegram').listen('https://nod.example/api/webhooks/telegram');
      expect(world.hook?.url).toBe('https://nod.example/api/webhooks/telegram');
      const secret = world.hook!.secret;
      const header = 'x-telegram-bot-api-secret-token';
      expect((await fromTelegram(said(), { [header]: secret })).status).toBe(200);
      for (const wrong of [secret.slice(1), `${secret}x`, secret.toUpperCase(), world.token])
        expect((await fromTelegram('{', { [header]: wrong })).status).toBe(401);
      // Telegram sends again for a day what is not taken: what nobody can read is taken, and nothing comes of it.
      for (const [body, more] of [
        ['{', {}],
        ['{"update_id":"x"}', {}],
        [`{"a":"${'x'.repeat(70_000)}"}`, {}],
        [said(), { 'content-type': 'text/plain' }],
      ] as const) {
        const answer = await fromTelegram(body, { [header]: secret, ...more });
        expect([answer.status, await answer.json()]).toEqual([200, { taken: false }]);
      }
    });

    test('from home only what is signed, over its time and its body, within a minute', async () => {
      const body = said();
      expect((await fromHome(body, { signature: '0'.repeat(64) })).status).toBe(401);
      expect((await fromHome(body, { signature: '' })).status).toBe(401);
      expect((await fromHome(body, { at: String(Date.now() - 61_000) })).status).toBe(401);
      expect((await fromHome(body, { at: 'soon' })).status).toBe(401);
      expect((await fromHome(body, { headers: { origin: ORIGIN } })).status).toBe(404);
      expect((await fromHome('{"update_id":"x"}')).status).toBe(400);
      expect((await fromHome(body)).status).toBe(200);
    });
  });
});
