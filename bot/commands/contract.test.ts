import { describe, expect, it } from 'vitest';
import { ChatMessage } from '#shared/contract/chat.ts';
import { LANGUAGES, type Language } from '#shared/contract/session.ts';
import { SCOPES, type Caller } from '#shared/domain/caller.ts';
import type { UserId } from '#shared/domain/ids.ts';
import type { Currency } from '#shared/domain/instrument.ts';
import { wordsFor } from '#shared/words/catalogue.ts';
import { readerOf } from '#shared/words/format-time.ts';
import { OPEN, type Card } from '../cards/card.ts';
import { titleWithWorld } from '../cards/title.ts';
import { checkMessage, checkSlashCommand } from '../channels/discord/builders-check.ts';
import { completed } from '../channels/discord/complete.ts';
import { optionsOf } from '../channels/discord/options.ts';
import { renderForDiscord } from '../channels/discord/render-for-discord.ts';
import { messageText } from '../channels/discord/scripted-person.ts';
import { slashCommands } from '../channels/discord/slash-commands.ts';
import { BUTTONS_PER_ROW, CALLBACK_BYTES, CAPTION_CHARACTERS, TEXT_CHARACTERS } from '../channels/telegram/limits.ts';
import { telegramMenus } from '../channels/telegram/menu.ts';
import { renderForTelegram } from '../channels/telegram/render.ts';
import { bytes, verbOf } from '../channels/telegram/verb.ts';
import { renderForWeb } from '../channels/web/render-for-web.ts';
import { converse } from '../converse.ts';
import { DIALOG_VERB } from '../dialogs/run-dialog.ts';
import { enlarged } from '../testing/enlarged.ts';
import { anInstrument, NOW } from '../testing/builders.ts';
import { fakeState, fakeUseCases, type FakeState } from '../testing/fake-use-cases.ts';
import { BACKTEST_ID } from '../testing/backtest-builders.ts';
import { memoryDialogs } from '../testing/memory-dialogs.ts';
import { breaches } from '../testing/the-law.ts';
import { anOrder, aPosition, aProposal } from '../testing/trading-builders.ts';
import type { Chat, CommandName } from './command.ts';
import { commandNamed } from './dispatch.ts';
import { COMMANDS } from './index.ts';

/*
 * What every command owes on every channel. It runs without arguments, with right and with wrong ones, each question it
 * asks is answered wrongly and then by its first choice; whatever it says keeps the law of texts and is shown whole within
 * each channel's limits: as plain text, at Telegram, at Discord, in the web chat. A command without its line here does not
 * compile.
 */
interface Entry {
  /** What may be said behind it. */
  readonly right: readonly string[];
  /** What nobody can mean: it offers choices or says what is wrong, and changes nothing. */
  readonly wrong: readonly string[];
}

const PROPOSAL = aProposal();
const NOTHING = { right: [], wrong: ['whatever 12'] };
const OF_BOT = { right: ['b_00000001_01'], wrong: ['nobody', 'b_00000001_99'] };
const OF_PROPOSAL = { wrong: ['nothing', 'p_00000001_9 1'] };

const CONTRACT: Readonly<Record<CommandName, Entry>> = {
  today: NOTHING,
  pending: { ...OF_PROPOSAL, right: [PROPOSAL.id] },
  positions: NOTHING,
  bots: { right: ['b_00000001_01', 'b_00000001_01 size', 'b_00000001_01 size 2 1'], wrong: ['nobody'] },
  newbot: { right: ['', '5000 low 4 breakout', '500만원 높음 4주'], wrong: ['much dear soon whatever', '-5 0 0'] },
  price: { right: ['NVDA', 'HRBM', '엔비디아'], wrong: ['nothing of this name', '<b>&"\''] },
  why: { right: [PROPOSAL.id, anOrder().id, 'b_00000001_01', 'NVDA'], wrong: ['nothing of this name', 'o_00000001_9'] },
  pause: { ...OF_BOT, right: ['', 'all', ...OF_BOT.right] },
  stop: {
    right: ['', 'all', 'sell-everything', 'move', 'move NVDA', 'take-back'],
    wrong: ['everybody', 'move nothing'],
  },
  help: { right: ['today', '오늘', 'chart'], wrong: ['constructor', '__proto__', 'nothing'] },
  resume: { ...OF_BOT, right: ['', 'all', ...OF_BOT.right] },
  account: { right: ['a_00000001', 'paper'], wrong: ['nothing of this name'] },
  approve: { ...OF_PROPOSAL, right: [`${PROPOSAL.id} 1`, `${PROPOSAL.id} 1 half`, PROPOSAL.id] },
  reject: {
    ...OF_PROPOSAL,
    right: [PROPOSAL.id, `${PROPOSAL.id} 1 0`, `${PROPOSAL.id} 1 1`, `${PROPOSAL.id} 1 too <b>dear`],
  },
  change: { ...OF_PROPOSAL, right: [PROPOSAL.id, `${PROPOSAL.id} 1 5`] },
  later: { ...OF_PROPOSAL, right: [PROPOSAL.id, `${PROPOSAL.id} 1 1`] },
  buy: { right: ['NVDA', 'NVDA 2', 'NVDA 2 124.60', 'NVDA $500'], wrong: ['nothing of this name', 'NVDA many'] },
  sell: { right: ['NVDA', 'NVDA 2', 'NVDA 2 130'], wrong: ['nothing of this name', 'NVDA -3'] },
  close: { right: ['NVDA', 'NVDA b_00000001_01'], wrong: ['nothing of this name', 'NVDA nobody'] },
  cancel: { right: [anOrder().id], wrong: [] },
  orders: NOTHING,
  history: { right: ['3'], wrong: ['whatever', '-1', '1e9'] },
  review: { right: ['day', 'week 3', '월별'], wrong: ['whatever', 'day 1e9'] },
  watch: { right: ['NVDA'], wrong: ['nothing of this name'] },
  alert: {
    right: ['NVDA', 'NVDA 130', 'NVDA -5% each', 'NVDA rsi-14 below 30', 'screen golden-cross'],
    wrong: ['nothing of this name 5', 'NVDA soon', 'screen nothing', 'remove w_9'],
  },
  screen: { right: ['golden-cross', 'leaders', 'my leaders'], wrong: ['nothing of this name'] },
  signals: { right: ['read'], wrong: ['whatever'] },
  backtest: {
    right: [
      ...['', 'NVDA', '엔비디아 5y', 'breakout NVDA 2020..2024 $25,000', '? NVDA', 'breakout', '3y'],
      ...['b_00000001_01', 'Steady 18m', 'Steady $500', BACKTEST_ID, `${BACKTEST_ID} luck`, `${BACKTEST_ID} cancel`],
    ],
    wrong: ['nothing of this name', 'never NVDA', 'NVDA never', 't_nothing', '? nothing'],
  },
  risk: { right: ['20 60 20', 'none', 'half'], wrong: ['20 60', '50 60 70', 'a b c'] },
  block: { right: ['NVDA'], wrong: ['nothing of this name'] },
  ending: {
    right: ['b_00000001_01', 'b_00000001_01 extend 4', 'b_00000001_01 sell', 'b_00000001_01 keep'],
    wrong: ['nobody', 'b_00000001_01 whatever'],
  },
  remove: {
    right: ['b_00000001_01', 'b_00000001_01 keep', 'b_00000001_01 sell'],
    wrong: ['nobody', 'b_00000001_01 whatever'],
  },
  jobs: { right: ['strategy-run'], wrong: ['constructor'] },
  health: NOTHING,
  share: { right: ['week', anOrder().id], wrong: ['whatever', 'replay'] },
  // What it changes is said in the group itself, by its owner: `rights.test.ts`.
  group: { right: [], wrong: ['whatever'] },
  settings: { right: ['en', '한국어', 'link', 'unlink', 'sound', 'sound off'], wrong: ['latin', 'sound whatever'] },
};

/** Where a group is, and the account it is told of. */
const GROUP = {
  place: { channel: 'telegram', chatId: '-1001', threadId: null, name: 'Friends' },
  accountId: 'a_00000001',
} as const;
/** Cards of these begin with no world: they say nothing of a market. */
const PLAIN: ReadonlySet<CommandName> = new Set(['help', 'settings']);
const CALLER: Caller = { userId: 'u_1' as UserId, channel: 'chat', scopes: SCOPES, accountIds: null };

/** Names that would be markup anywhere they are not escaped, and mention everybody. */
const HOSTILE = `<b>&"'</b> @everyone *_~|`;

type Size = 'as usual' | 'large, in dollars' | 'large, in won' | 'with hostile names';
const SIZES: readonly Size[] = ['as usual', 'large, in dollars', 'large, in won', 'with hostile names'];

function stateOf(size: Size): FakeState {
  const state = fakeState({
    proposals: [aProposal(), aProposal({ id: 'p_00000001_2' })],
    orders: [anOrder({ status: 'waiting-for-open' }), anOrder({ id: 'o_00000001_2', status: 'unknown' })],
  });
  const large = (currency: Currency): FakeState => ({
    ...enlarged(state, { currency, world: 'live' }),
    // What it can do of the limits is counted, not paid.
    risk: state.risk,
    instruments: [...enlarged(state.instruments, { currency, world: 'live' }), anInstrument()],
    positions: [...enlarged(state.positions, { currency, world: 'live' }), aPosition()],
  });
  if (size === 'as usual') return state;
  if (size !== 'with hostile names') return large(size === 'large, in won' ? 'KRW' : 'USD');
  const named = <T extends { nameEn: string; nameKo: string }>(items: readonly T[]): T[] =>
    items.map((item) => ({ ...item, nameEn: HOSTILE, nameKo: HOSTILE }));
  return {
    ...state,
    bots: state.bots.map((bot) => ({ ...bot, name: HOSTILE })),
    instruments: [...named(state.instruments), anInstrument()],
    positions: named(state.positions),
    orders: named(state.orders),
    proposals: named(state.proposals).map((proposal) => ({ ...proposal, botName: HOSTILE })),
  };
}

interface Turn {
  readonly said: string;
  readonly cards: readonly Card[];
}

/** One conversation: a line, then every question that follows, answered by what nobody can mean and by its first choice. */
async function talk(line: string, who: { language: Language; kind: Chat['kind']; size: Size }) {
  const state = stateOf(who.size);
  let made = 0;
  const deps = {
    useCases: fakeUseCases(state),
    dialogs: memoryDialogs(),
    newId: () => `01K9XQ4T0A5B6C7D8E9F0G1${String((made += 1)).padStart(3, '0')}`,
  };
  const turns: Turn[] = [];
  const says = async (said: { text?: string; verb?: string }): Promise<void> => {
    const chat: Chat = { id: 'c', kind: who.kind, ...(who.kind === 'group' && { group: GROUP }) };
    const request = { caller: CALLER, chat, reader: readerOf(who.language), now: NOW };
    turns.push({ said: said.text ?? said.verb ?? '', cards: await converse(deps, { ...request, said }) });
  };
  await says({ text: line });
  const first = [...state.calls];
  for (let steps = 0; steps < 10; steps += 1) {
    const choice = turns.at(-1)?.cards.flatMap(({ buttons }) => buttons.flat())[0];
    if (choice?.verb.startsWith(`${DIALOG_VERB} `) !== true) break;
    await says({ text: '???' });
    expect(state.calls, `${line}: an answer nobody can mean`).toEqual(first);
    await says({ verb: choice.verb });
  }
  return { turns, first, calls: state.calls };
}

const cardsOf = (turns: readonly Turn[]): readonly Card[] => turns.flatMap(({ cards }) => cards);
const linesOf = (name: CommandName): readonly string[] => {
  const { right, wrong } = CONTRACT[name];
  return [...new Set(['', ...right, ...wrong])].map((args) => `/${name} ${args}`.trim());
};

/** Everything that is said to every form of a command, in private and in a group. */
async function everythingSaid(
  name: CommandName,
  who: { language: Language; size: Size },
): Promise<readonly { readonly card: Card; readonly isGroup: boolean }[]> {
  const said: { card: Card; isGroup: boolean }[] = [];
  for (const line of linesOf(name)) {
    for (const kind of ['private', 'group'] as const) {
      const { turns } = await talk(line, { ...who, kind });
      for (const turn of turns) expect(turn.cards.length, `${line} (${kind}): ${turn.said}`).toBeGreaterThan(0);
      said.push(...cardsOf(turns).map((card) => ({ card, isGroup: kind === 'group' })));
    }
  }
  return said;
}

const unescaped = (html: string): string =>
  html.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

function checkTelegram(card: Card, language: Language): void {
  const characters = card.picture === null ? TEXT_CHARACTERS : CAPTION_CHARACTERS;
  const { html, keyboard } = renderForTelegram(card, { language, was: null, appUrl: null, characters });
  // Bold is all the markup there is, and every other sign is what it looks like.
  const shown = html.replace(/^<b>/, '').replace('</b>', '');
  expect(shown.replace(/&(?:amp|lt|gt);/g, '')).not.toMatch(/[<>&]/);
  expect(unescaped(shown), 'shown whole').toBe([titleWithWorld(card, language), ...card.lines].join('\n'));
  expect(unescaped(shown).length).toBeLessThanOrEqual(characters);
  const drawn = keyboard.flat();
  expect(drawn.length).toBeLessThanOrEqual(100);
  for (const row of keyboard) expect(row.length).toBeLessThanOrEqual(BUTTONS_PER_ROW);
  const pressable = card.buttons
    .flat()
    .filter(({ verb, disabledReason }) => !verb.startsWith(OPEN) && disabledReason === null);
  expect(
    drawn.map(({ text }) => text),
    'every button',
  ).toEqual(pressable.map(({ label }) => label));
  for (const [place, button] of drawn.entries()) {
    const data = 'callback_data' in button ? button.callback_data : '';
    expect(bytes(data), data).toBeLessThanOrEqual(CALLBACK_BYTES);
    expect(verbOf(data).verb).toBe(pressable[place]?.verb);
  }
}

function checkDiscord(card: Card, language: Language): void {
  const message = renderForDiscord(card, { language, origin: null });
  checkMessage(message);
  const shown = messageText(message);
  expect(shown).not.toContain(wordsFor(language).discord.tooLong);
  for (const line of card.lines) expect(shown, 'shown whole').toContain(line.trim());
  for (const { label, verb } of card.buttons.flat()) if (!verb.startsWith(OPEN)) expect(shown).toContain(label);
}

function checkWeb(card: Card, language: Language): void {
  const message = ChatMessage.parse(renderForWeb(card, { id: 'm_1', at: NOW, language }));
  expect(message.title, 'shown whole').toBe(titleWithWorld(card, language));
  expect(message.lines).toEqual(card.lines);
  expect(message.buttons).toEqual(card.buttons);
}

describe.each(COMMANDS.map(({ name }) => name))('/%s', (name) => {
  const command = COMMANDS.find((one) => one.name === name)!; // it is one of them

  describe.each(LANGUAGES)('in %s', (language) => {
    it.each(SIZES)('says all it says by the law and whole on every channel, %s', async (size) => {
      for (const { card, isGroup } of await everythingSaid(name, { language, size })) {
        checkTelegram(card, language);
        checkDiscord(card, language);
        checkWeb(card, language);
        if (size === 'with hostile names') continue;
        const isPlain = PLAIN.has(name) || card.world === null;
        expect(breaches(card, { reader: readerOf(language), now: NOW, isPlain, isGroup })).toEqual([]);
      }
    });

    it('is told in help, and answers to its own words', async () => {
      const shown = language === 'ko' ? command.korean[0] : name;
      const help = cardsOf((await talk('/help', { language, kind: 'private', size: 'as usual' })).turns);
      expect(help.flatMap(({ lines }) => lines)).toContain(
        wordsFor(language).chat.helpLine({ name: shown, summary: wordsFor(language).commands[name] }),
      );
      for (const word of [name, ...command.korean]) expect(commandNamed(word)?.name).toBe(name);
    });
  });

  it('changes nothing where nobody can know what is meant', async () => {
    for (const args of CONTRACT[name].wrong) {
      const { first } = await talk(`/${name} ${args}`, { language: 'en', kind: 'private', size: 'as usual' });
      expect(first, args).toEqual([]);
    }
  });

  it('does nothing in a group', async () => {
    for (const line of linesOf(name)) {
      const { calls } = await talk(line, { language: 'en', kind: 'group', size: 'as usual' });
      expect(calls, line).toEqual([]);
    }
  });

  it('is registered at Discord with its options, completes there, and is in Telegram’s menu where it belongs', async () => {
    const slash = slashCommands().find((one) => one.name === name);
    if (slash === undefined) throw new Error('it is not registered');
    checkSlashCommand(slash);
    expect(slash.options?.map((option) => option.name) ?? []).toEqual(optionsOf(command).map((option) => option.name));
    const choices = await completed(
      { useCases: fakeUseCases(fakeState()), caller: CALLER, language: 'ko' },
      { name: 'help', option: 'word', typed: command.korean[0] },
    );
    expect(choices.map(({ value }) => value)).toContain(name);
    for (const { scope, commands } of telegramMenus()) {
      const isShown = command.inMenu && (scope === 'all_private_chats' || command.inGroups);
      expect(
        commands.some((one) => one.command === name),
        scope,
      ).toBe(isShown);
    }
  });
});

it('Korean names are found, in whole and in part', async () => {
  for (const line of ['/price 엔비디아', '/price 하버', '/buy 엔비디아 1', '/alert 엔비디아 130']) {
    const { turns } = await talk(line, { language: 'ko', kind: 'private', size: 'as usual' });
    expect(JSON.stringify(turns[0]?.cards), line).toMatch(/엔비디아|하버무어/);
    expect(turns[0]?.cards[0]?.tone, line).not.toBe('error');
  }
});
