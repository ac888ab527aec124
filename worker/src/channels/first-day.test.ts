import { describe, expect, test } from 'vitest';
import { aDiscordPerson } from '#bot/channels/discord/scripted-person.ts';
import { renderForDiscord } from '#bot/channels/discord/render-for-discord.ts';
import { renderForWeb } from '#bot/channels/web/render-for-web.ts';
import { aPerson } from '#bot/channels/web/scripted-person.ts';
import { LANGUAGES, type Language } from '#shared/contract/session.ts';
import { MINUTE_MS, SECOND_MS } from '#shared/lib/time.ts';
import { wordsFor } from '#shared/words/catalogue.ts';
import { aTelegramChat, LINK_CODE } from '../testing/telegram-chat.ts';
import { aTradingDay, SYMBOL, type TradingDay } from '../testing/trading-day.ts';

/*
 * The same day in each chat, from the first word to the last sale: the account, its checks, its books and the paper broker
 * are the real ones, so that nothing is said here that they do not say. What was read is kept beside this file.
 */
const UP = { open: 100.2, high: 101, low: 99.8, close: 100.6 };
const DOWN = { open: 100.4, high: 100.5, low: 98.9, close: 99.1 };
const SENT_WITHIN_MS = 5 * SECOND_MS;
/** News that come thickly are one message after a minute. */
const LATER_MS = 2 * MINUTE_MS;

/** What somebody can do in any of them. */
interface Chat {
  readonly transcript: readonly string[];
  newBot(): Promise<void>;
  /** As it was asked; at Discord a smaller size, by its form. */
  approves(): Promise<unknown>;
  presses(label: string): Promise<unknown>;
  says(line: 'today' | 'positions' | 'price' | 'pause' | 'panic'): Promise<unknown>;
  /** Everything that the account owes is told. */
  news(): Promise<void>;
}

const approve = (language: Language): string => (language === 'ko' ? '승인' : 'Approve');

const KOREAN = { today: '오늘', positions: '보유', price: `시세 ${SYMBOL}`, pause: '멈춤', panic: '/panic' } as const;
const TYPED = { today: '/pnl', positions: '/positions', price: `/chart ${SYMBOL}`, pause: '/pause', panic: '/panic' };

const CHATS: Readonly<Record<string, (day: TradingDay, language: Language) => Promise<Chat>>> = {
  telegram: async (day, language) => {
    const chat = await aTelegramChat(language, {}, day.house);
    await chat.says(`/start ${LINK_CODE}`);
    const { newBot: words } = wordsFor(language);
    return {
      transcript: chat.transcript,
      newBot: async () => {
        await chat.says(language === 'ko' ? '새봇' : '/newbot');
        await chat.says('5402');
        await chat.presses(words.levels.medium);
        await chat.says(language === 'ko' ? '4주' : '4 weeks');
        await chat.presses(words.aloneButtons.ask);
        await chat.presses(words.start);
      },
      approves: () => chat.presses(approve(language)),
      presses: (label) => chat.presses(label),
      says: (line) => chat.says((language === 'ko' ? KOREAN : TYPED)[line]),
      news: async () => {
        await day.told((event) => chat.happens(event));
        await chat.waits(SENT_WITHIN_MS);
      },
    };
  },
  discord: (day, language) => {
    const person = aDiscordPerson(language, { house: day.house });
    const { newBot: words, discord, proposal } = wordsFor(language);
    const typed = {
      today: ['today'],
      positions: ['positions'],
      price: ['price', { symbol: SYMBOL }],
      pause: ['pause'],
      panic: ['stop', { what: 'sell-everything' }],
    } as const;
    return Promise.resolve({
      transcript: person.transcript,
      newBot: async () => {
        const { form } = discord;
        await person.commands('newbot');
        await person.fillsIn({ [form.amount]: '5402', [form.risk]: words.levels.medium, [form.weeks]: '4' });
        await person.presses(words.aloneButtons.ask);
        await person.presses(words.start);
      },
      approves: async () => {
        await person.presses(proposal.buttons.change);
        await person.fillsIn({ [discord.form.quantity]: '10' });
        await person.presses(approve(language));
      },
      presses: (label) => person.presses(label),
      says: (line) => person.commands(...(typed[line] as [string])),
      news: () =>
        day.told(async (event) => {
          const card = await day.message(event, 'discord');
          if (card !== null) person.reads(renderForDiscord(card, { language, origin: null }));
        }),
    });
  },
  web: (day, language) => {
    const person = aPerson(language, {}, day.house);
    const { newBot: words } = wordsFor(language);
    return Promise.resolve({
      transcript: person.transcript,
      newBot: async () => {
        await person.says(language === 'ko' ? '새봇' : '/newbot');
        await person.says('5402');
        await person.presses(words.levels.medium);
        await person.says('4');
        await person.presses(words.aloneButtons.ask);
        await person.presses(words.start);
      },
      approves: () => person.presses(approve(language)),
      presses: (label) => person.presses(label),
      says: (line) => person.says((language === 'ko' ? KOREAN : TYPED)[line]),
      news: () =>
        day.told(async (event) => {
          const card = await day.message(event, 'chat');
          if (card !== null) person.reads(renderForWeb(card, { id: String(event.seq), at: day.account.now, language }));
        }),
    });
  },
};

/** Asked, told, bought, looked at, stopped, sold. */
async function live(day: TradingDay, chat: Chat, language: Language): Promise<void> {
  const words = wordsFor(language);
  const { buttons } = words.proposal;
  const later = async (): Promise<void> => {
    await day.account.pass(LATER_MS);
    await chat.news();
  };
  await chat.newBot();
  await chat.news();
  await day.finds();
  await chat.news();
  await chat.presses(buttons.why);
  await chat.approves();
  await chat.news();
  await day.bar(UP);
  await later();
  for (const line of ['today', 'positions', 'price', 'pause'] as const) await chat.says(line);
  await later();
  await chat.says('panic');
  await chat.presses(language === 'ko' ? '네' : 'Yes');
  await chat.news();
  await day.bar(DOWN);
  await later();
  await chat.says('today');
  await chat.says('positions');
}

describe.each(LANGUAGES)('a first day (%s)', (language) => {
  test.each(Object.keys(CHATS))(
    '%s: a bot, its question, the nod, the fill, looks, pause, sell everything',
    async (app) => {
      const day = await aTradingDay(language);
      const chat = await CHATS[app]!(day, language);
      await live(day, chat, language);
      expect(day.held(), 'all of it is sold').toBe('0');
      expect(
        day.account.broker.requests.map(({ side }) => side),
        'one order for the nod, one for the panic',
      ).toEqual(['buy', 'sell']);
      await expect(`${chat.transcript.join('\n\n')}\n`).toMatchFileSnapshot(
        `transcripts/first-day.${app}.${language}.txt`,
      );
    },
  );
});
