import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '#shared/contract/session.ts';
import { picturePath } from '#shared/contract/picture.ts';
import type { Scope } from '#shared/domain/caller.ts';
import { readerOf } from '#shared/words/format-time.ts';
import { wordsFor } from '#shared/words/catalogue.ts';
import { MAX_ASKING_CARD_CHARACTERS, MAX_BUTTON_ROWS, MAX_VERB_BYTES, OPEN, type Card } from '../cards/card.ts';
import { converse } from '../converse.ts';
import { anAccount, anInstrument, aTransaction, NOW } from '../testing/builders.ts';
import { anOrder, aPosition, aProposal } from '../testing/trading-builders.ts';
import { fakeState, fakeUseCases, type FakeState } from '../testing/fake-use-cases.ts';
import { memoryDialogs } from '../testing/memory-dialogs.ts';
import { CALLER } from '../channels/web/scripted-person.ts';
import type { Chat } from './command.ts';
import { commandNamed } from './dispatch.ts';
import { COMMANDS } from './index.ts';

interface Setting {
  readonly language?: (typeof LANGUAGES)[number];
  readonly kind?: Chat['kind'];
  readonly scopes?: readonly Scope[];
  readonly state?: FakeState;
  /** The account a group is told of; absent: the default one. */
  readonly told?: string | null;
}

const TOLD = {
  place: { channel: 'telegram', chatId: '-1001', threadId: null, name: 'Friends' },
  accountId: 'a_00000001',
} as const;

async function say(line: string, setting: Setting = {}): Promise<readonly Card[]> {
  const { language = 'en', kind = 'private', scopes = CALLER.scopes, state = fakeState(), told } = setting;
  let made = 0;
  return converse(
    {
      useCases: fakeUseCases(state),
      dialogs: memoryDialogs(),
      newId: () => `01K9XQ4T0A5B6C7D8E9F0G1${String((made += 1)).padStart(3, '0')}`,
    },
    {
      caller: { ...CALLER, scopes },
      chat: {
        id: 'c',
        kind,
        ...(kind === 'group' && { group: told === undefined ? TOLD : { ...TOLD, accountId: told } }),
      },
      reader: readerOf(language),
      now: NOW,
      said: { text: line },
    },
  );
}

const textOf = (cards: readonly Card[]): string => cards.flatMap(({ title, lines }) => [title, ...lines]).join('\n');

describe('the list of commands', () => {
  it('has a menu of ten in its order', () => {
    expect(COMMANDS.filter(({ inMenu }) => inMenu).map(({ name }) => name)).toEqual(
      'today pending positions bots newbot price why pause stop help'.split(' '),
    );
  });

  it('opens only today, pending, price, help and group to groups', () => {
    expect(COMMANDS.filter(({ inGroups }) => inGroups).map(({ name }) => name)).toEqual(
      'today pending price help group'.split(' '),
    );
  });

  it('uses no word twice', () => {
    const words = COMMANDS.flatMap(({ name, korean, aliases }) => [
      name,
      ...korean,
      ...aliases.map(({ word }) => word),
    ]);
    expect(words.filter((word, index) => words.indexOf(word) !== index)).toEqual([]);
  });

  it('knows the Korean names of the menu', () => {
    const names = '오늘 대기 보유 봇 새봇 시세 이유 멈춤 긴급정지 도움말'.split(' ');
    expect(COMMANDS.filter(({ inMenu }) => inMenu).map(({ korean }) => korean[0])).toEqual(names);
  });

  it.each([
    ['start status pnl', 'today'],
    ['accounts mode', 'account'],
    ['portfolio', 'positions'],
    ['bot', 'bots'],
    ['order', 'orders'],
    ['trades transactions', 'history'],
    ['performance', 'review'],
    ['chart analyse forecast', 'price'],
    ['unwatch', 'watch'],
    ['alerts', 'alert'],
    ['screens scan', 'screen'],
    ['panic', 'stop'],
    ['run', 'jobs'],
    ['unblock locks', 'block'],
    ['version', 'health'],
    ['link unlink whoami lang mute', 'settings'],
  ])('takes the old names %s as %s', (words, name) => {
    for (const word of words.split(' ')) expect(commandNamed(word)?.name).toBe(name);
  });
});

describe.each(LANGUAGES)('every command (%s)', (language) => {
  const state = () =>
    fakeState({
      orders: [anOrder({ status: 'waiting-for-open' })],
      proposals: [aProposal(), aProposal({ id: 'p_00000001_2' })],
    });

  it.each(COMMANDS.map(({ name }) => name))('/%s answers in private and in a group', async (name) => {
    const command = COMMANDS.find((item) => item.name === name);
    for (const kind of ['private', 'group'] as const) {
      const world = state();
      const cards = await say(`/${name}`, { language, kind, state: world });
      expect(cards.length, kind).toBeGreaterThan(0);
      for (const card of cards) {
        expect(card.title).not.toBe('');
        expect(card.buttons.length).toBeLessThanOrEqual(MAX_BUTTON_ROWS);
        if (card.picture !== null) {
          expect(picturePath(card.picture)).toMatch(/^\/api\/pictures\/\w+\/[\w%:]+/);
          // A photo’s caption is short everywhere.
          expect([card.title, ...card.lines].join('\n').length).toBeLessThanOrEqual(MAX_ASKING_CARD_CHARACTERS);
        }
        for (const { verb, label } of card.buttons.flat()) {
          expect(new TextEncoder().encode(verb).length, verb).toBeLessThanOrEqual(MAX_VERB_BYTES);
          expect(label).not.toBe('');
        }
      }
      expect(textOf(cards)).not.toMatch(/undefined|NaN|\[object/);
      // Said without an argument, nothing but the pause itself changes anything, and in a group nothing does.
      const changes = world.calls.filter((call) => call !== 'pauseAccount' || kind === 'group');
      expect(changes).toEqual([]);
      if (kind === 'group' && command?.inGroups === false) {
        expect(cards).toHaveLength(1);
        expect(cards[0]?.buttons).toEqual([]);
      }
    }
  });

  it('leads every button of every card to a command that exists', async () => {
    for (const { name } of COMMANDS) {
      for (const { verb } of (await say(`/${name}`, { language, state: state() })).flatMap(({ buttons }) =>
        buttons.flat(),
      )) {
        // A link leads to a page of the app.
        if (verb.startsWith(OPEN)) continue;
        const [word = ''] = verb.split(' ');
        expect(word === 'd' || commandNamed(word) !== null, verb).toBe(true);
      }
    }
  });

  it('writes help from the commands', async () => {
    const help = textOf(await say('/help', { language }));
    for (const { name, korean } of COMMANDS) {
      expect(help).toContain(`/${language === 'ko' ? korean[0] : name} · ${wordsFor(language).commands[name]}`);
    }
    expect(textOf(await say('/help', { language, kind: 'group' }))).not.toContain(wordsFor(language).commands.stop);
  });

  it('shows no amount of money in a group', async () => {
    for (const line of ['/today', '/pending']) {
      expect(textOf(await say(line, { language, kind: 'group' }))).not.toMatch(/[$₩]\d|\d(원|달러)/);
    }
  });
});

it.each(LANGUAGES)('says what waits in a group in one message, however much it is (%s)', async (language) => {
  const proposals = Array.from({ length: 50 }, (_, place) => aProposal({ id: `p_00000001_${place}` }));
  const cards = await say('/pending', { language, kind: 'group', state: fakeState({ proposals }) });
  expect(cards).toHaveLength(1);
  expect(cards[0]?.lines.filter((line) => line.includes('NVDA'))).toHaveLength(5);
  expect(textOf(cards)).toContain(language === 'ko' ? '그 밖에 45개' : 'And 45 more');
  expect(textOf(cards)).not.toMatch(/[$₩]\d|\d(원|달러)/);
  // Each is opened by whoever presses, where only they read it.
  expect(cards[0]?.buttons.flat().map(({ verb }) => verb)).toEqual(
    proposals.slice(0, 5).map(({ id }) => `pending ${id}`),
  );
});

it('offers everybody in a group the same stocks, whatever is held', async () => {
  const offered = (positions: FakeState['positions']) =>
    say('/price', { kind: 'group', state: fakeState({ positions }) });
  expect(await offered([aPosition({ symbol: 'HRBM' })])).toEqual(await offered([]));
});

describe('what a command may do', () => {
  it.each([
    ['/pause', ['read']],
    ['/approve p_1 1', ['read', 'trade']],
    ['/newbot', ['read', 'approve']],
    ['/buy NVDA 1', ['read', 'propose', 'approve']],
  ] as const)('%s needs its scope', async (line, scopes) => {
    const state = fakeState();
    const cards = await say(line, { scopes, state });
    expect(cards[0]?.tone).toBe('error');
    expect(state.calls).toEqual([]);
  });
});

describe('what people type', () => {
  it('takes a bare name as its price, in both languages', async () => {
    expect(textOf(await say('nvda'))).toContain('NVIDIA (NVDA): $124.22');
    expect(textOf(await say('엔비디아', { language: 'ko' }))).toContain('엔비디아(NVDA): 124.22달러');
  });

  it('answers a greeting with what needs the person and the next step, and leaves the stock its name', async () => {
    const instruments = [anInstrument({ symbol: 'HI', nameEn: 'Hillenbrand', nameKo: '힐렌브랜드' })];
    for (const [language, hi] of [
      ['en', 'Hi!'],
      ['en', 'hello'],
      ['ko', '안녕하세요'],
      ['ko', 'hi'],
    ] as const) {
      const [card] = await say(hi, { language, state: fakeState({ instruments }) });
      expect(card?.lines.join('\n'), hi).toContain(wordsFor(language).account.waits({ count: 1 }));
      expect(
        card?.buttons.flat().map(({ verb }) => verb),
        hi,
      ).toContain('pending');
    }
    const [nothing] = await say('hi', { state: fakeState({ bots: [], account: anAccount({ pendingProposals: 0 }) }) });
    expect(nothing?.buttons.flat().map(({ verb }) => verb)).toContain('newbot');
    expect(textOf(await say('HI', { state: fakeState({ instruments }) }))).toContain('Hillenbrand (HI)');
    expect(await say('hi', { kind: 'group' })).toEqual([]);
  });

  it('ignores plain text in a group', async () => {
    expect(await say('NVDA to the moon', { kind: 'group' })).toEqual([]);
  });

  it('takes a command addressed to a bot of a group', async () => {
    expect(textOf(await say('/pending@NodBot', { kind: 'group' }))).toContain('NVIDIA');
  });

  it('offers the nearest command for one it does not know', async () => {
    const [card] = await say('/pendign');
    expect(card?.buttons.flat().map(({ verb }) => verb)).toContain('pending');
  });

  it('tells signals with their reasons, and marks them as read for the asker', async () => {
    const state = fakeState();
    const [shown] = await say('/signals', { state });
    expect(shown?.title).toBe('1 new signal');
    expect(textOf([shown!])).toContain('Buy · Joins an index: NVIDIA (NVDA)'); // there is one
    expect(textOf([shown!])).toContain('joins the index SP500 in 5 days');
    expect(textOf(await say('신호', { state, language: 'ko' }))).toContain('SP500 지수에 편입돼요');
    await say('/signals read', { state });
    expect(state.calls).toEqual(['read s_1']);
    expect((await say('/signals', { state }))[0]?.title).toBe('Signals, 1 in all');
  });

  it('keeps the arguments of an alias', async () => {
    const state = fakeState();
    await say('/run strategy-run', { state });
    await say('/bot Steady', { state });
    await say('/lang ko', { state });
    expect(state.calls).toEqual(['runJob strategy-run', 'updateMe ko']);
  });

  it('shows what was settled by day, week and month, newest first, on the reader’s days', async () => {
    const sale = (at: string, realizedPnl: string) => aTransaction({ type: 'sell', at, realizedPnl });
    const transactions = [
      // 23:30 in New York, the next day in Seoul.
      sale('2026-11-19T04:30:00.000Z', '88.2'),
      sale('2026-11-18T14:30:00.000Z', '-118.8'),
      sale('2026-11-02T15:00:00.000Z', '50'),
      aTransaction({ amount: '-5' }),
    ];
    const lines = async (line: string, language: 'en' | 'ko' = 'en') =>
      (await say(line, { language, state: fakeState({ transactions }) }))[0]?.lines;
    expect(await lines('/daily')).toEqual(['18 Nov: −$31 in 2 sales', '2 Nov: +$50 in 1 sale']);
    expect(await lines('/daily 1')).toEqual(['18 Nov: −$31 in 2 sales']);
    expect(await lines('/성과 일별', 'ko')).toEqual([
      '11월 19일: +88달러 (매도 1건)',
      '11월 18일: −119달러 (매도 1건)',
      '11월 3일: +50달러 (매도 1건)',
    ]);
    expect(await lines('/weekly')).toEqual(['16 Nov: −$31 in 2 sales', '2 Nov: +$50 in 1 sale']);
    expect(await lines('/monthly')).toEqual(['1 Nov: +$19 in 3 sales']);
  });

  it('never decides what nobody has seen: approving by name shows the question', async () => {
    const state = fakeState();
    for (const line of ['/approve NVDA', `/approve ${aProposal().id}`, '/approve']) {
      expect(JSON.stringify(await say(line, { state }))).toMatch(/12 (NVDA|NVIDIA)/);
    }
    expect(state.calls).toEqual([]);
  });
});
