import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LANGUAGES } from '#shared/contract/session.ts';
import type { Card } from '../../cards/card.ts';
import { plainCard } from '../../cards/context.ts';
import { TEXT_CHARACTERS } from './limits.ts';
import { telegramMenus } from './menu.ts';
import { renderForTelegram } from './render.ts';
import { TelegramUpdate, understand } from './update.ts';
import { bytes, callbackData, verbOf } from './verb.ts';

const BOT = 'NodTestBot';
const PERSON = { id: 5_200_000_001, first_name: 'Mina', language_code: 'ko-KR' };
const PRIVATE = { id: PERSON.id, type: 'private' };
const GROUP = { id: -100_1, type: 'supergroup' };
const message = (change: Record<string, unknown>) => ({
  update_id: 1,
  message: { message_id: 7, from: PERSON, chat: PRIVATE, text: '/today', ...change },
});
const heard = (update: unknown) => understand(TelegramUpdate.parse(update), BOT);

describe('an update', () => {
  test('of somebody who types is what they said, and who and where they are', () => {
    expect(heard(message({}))).toMatchObject({
      kind: 'heard',
      heard: {
        from: { id: '5200000001', name: 'Mina', language: 'ko' },
        place: { chatId: '5200000001', threadId: null },
        kind: 'private',
        said: { text: '/today' },
      },
    });
  });

  test.each([
    ['forwarded', { forward_origin: { type: 'user' } }],
    ['forwarded as it was before', { forward_date: 1 }],
    ['sent through another bot', { via_bot: { id: 2 } }],
    ['of a channel', { chat: { id: -100, type: 'channel' } }],
    ['of a chat that speaks for itself', { sender_chat: { id: -100 } }],
    ['of a bot', { from: { ...PERSON, is_bot: true } }],
    ['of nobody', { from: undefined }],
    ['without words', { text: undefined }],
    ['too long', { text: 'x'.repeat(501) }],
    ['talk in a group', { chat: GROUP, text: 'NVDA' }],
    ['for another bot of the group', { chat: GROUP, text: '/today@OtherBot' }],
  ])('%s says nothing to us', (_, change) => {
    expect(heard(message(change)).kind).toBe('nothing');
  });

  test('of a group is a command for us, in its topic', () => {
    const asked = heard(
      message({ chat: GROUP, text: `/price@${BOT} NVDA`, message_thread_id: 9, is_topic_message: true }),
    );
    expect(asked).toMatchObject({
      heard: { kind: 'group', place: { chatId: '-1001', threadId: '9' }, said: { text: `/price@${BOT} NVDA` } },
    });
  });

  test('with a code carries it', () => {
    for (const word of ['start', 'link'])
      expect(heard(message({ text: `/${word} k3v9x-4m2ab-77qrs` }))).toMatchObject({
        heard: { linkCode: 'k3v9x-4m2ab-77qrs' },
      });
    expect(heard(message({ text: '/start' }))).not.toHaveProperty('heard.linkCode');
  });

  test('of anything at all is understood or refused, and never breaks', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.jsonValue(),
        fc.constantFrom('message', 'callback_query', 'my_chat_member'),
        (a, b, name) => {
          for (const update of [a, { update_id: 1, [name]: a }, { ...message({ chat: a, from: b }), update_id: b }]) {
            const parsed = TelegramUpdate.safeParse(update);
            if (parsed.success) understand(parsed.data, BOT);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('a button', () => {
  test('names the account its card speaks of, within 64 bytes', () => {
    const verbs = [
      'pause',
      'stop all',
      'movestop KRX:005930 b_00000001_01K9XQ4T0A5B6C7D8E9F0G1H2J',
      'approve p_00000001_01K9XQ4T0A5B6C7D8E9F0G1H2J 12 half',
    ];
    for (const verb of verbs) {
      const data = callbackData(verb, 'a_00000001');
      expect(bytes(data)).toBeLessThanOrEqual(64);
      expect(verbOf(data)).toEqual({ verb, accountId: 'a_00000001' });
    }
    expect(verbOf(callbackData('help', null))).toEqual({ verb: 'help' });
  });
});

describe('a card', () => {
  const draw = (card: Card, characters = TEXT_CHARACTERS) =>
    renderForTelegram(card, { language: 'en', was: null, appUrl: null, characters });

  test('shows what stands in it, whatever signs it holds', () => {
    const { html } = draw(plainCard('a < b & "c" > d', { lines: ['<b>&amp;</b>'] }));
    expect(html).toBe('<b>a &lt; b &amp; "c" &gt; d</b>\n&lt;b&gt;&amp;amp;&lt;/b&gt;');
  });

  test('of any length fits, cut at a whole line', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ maxLength: 400 }), { maxLength: 40 }),
        fc.string({ maxLength: 5_000 }),
        (lines, title) => {
          const { html } = draw(plainCard(title, { lines }), 1024);
          const shown = html.replace(/<\/?b>/g, '').replace(/&(amp|lt|gt);/g, '.');
          expect(shown.length).toBeLessThanOrEqual(1024);
        },
      ),
    );
  });

  test('says why a button is missing, once for all it is about, however long the rest is', () => {
    const reason = 'On this account you are a viewer; it takes an approver.';
    const barred = { style: 'plain', disabledReason: reason } as const;
    const card = plainCard('x', {
      lines: Array.from({ length: 40 }, () => 'a line of many'),
      buttons: [
        [
          { label: 'Approve · $1,495', verb: 'approve p_1', ...barred },
          { label: 'Skip', verb: 'reject p_1', ...barred },
          { label: 'Why', verb: 'why p_1', style: 'plain', disabledReason: null },
        ],
      ],
    });
    const { html, keyboard } = draw(card, 200);
    expect(html.split('\n').at(-1)).toBe(`Approve · $1,495, Skip: ${reason}`);
    expect(keyboard.flat().map(({ text }) => text)).toEqual(['Why']);
  });

  test('links only where the app has an address that others reach', () => {
    const card = plainCard('x', {
      buttons: [[{ label: 'Open', verb: 'open /decide/p_1', style: 'plain', disabledReason: null }]],
    });
    expect(draw(card).keyboard).toEqual([]);
    const shown = renderForTelegram(card, { language: 'en', was: null, appUrl: 'https://nod.example', characters: 99 });
    expect(shown.keyboard).toEqual([[{ text: 'Open', url: 'https://nod.example/decide/p_1' }]]);
  });
});

test('the menus have the ten of a private chat and the four of a group, in every language', () => {
  const menus = telegramMenus();
  expect(menus).toHaveLength(2 * LANGUAGES.length);
  for (const { scope, commands } of menus) {
    expect(commands).toHaveLength(scope === 'all_private_chats' ? 10 : 4);
    for (const { command } of commands) expect(command).toMatch(/^[a-z0-9_]{1,32}$/);
  }
});
