import { beforeAll, describe, expect, it } from 'vitest';
import type { Card } from '#bot/cards/card.ts';
import type { Chat, CommandName } from '#bot/commands/command.ts';
import { COMMANDS } from '#bot/commands/index.ts';
import { converse } from '#bot/converse.ts';
import { aDiscordPerson } from '#bot/channels/discord/scripted-person.ts';
import { memoryDialogs } from '#bot/testing/memory-dialogs.ts';
import { SCOPES, type Caller } from '#shared/domain/caller.ts';
import type { UserId } from '#shared/domain/ids.ts';
import { readerOf } from '#shared/words/format-time.ts';
import { wordsFor } from '#shared/words/catalogue.ts';
import { buySignal, OTHR, SimAccount } from '../testing/sim-account.ts';
import { SIM_ACCOUNT_ID, useCasesOver } from '../testing/sim-use-cases.ts';
import { aTelegramChat } from '../testing/telegram-chat.ts';

/*
 * Who may do what in a chat. `yes`: it is done or shown. `no`: it is refused, and nothing changes. Everybody here speaks
 * from a linked chat; whoever has no part in the account is shown nothing of it. `group`: what everybody in a group may
 * see asked for (`open`) or what is told to be for a private chat only (`-`); amounts are never shown there. `ORDER`,
 * `PROPOSAL` and `BOT` stand for what the account has: one waits, one holds, one was placed.
 */
const TABLE = `
  what is said                 owner  trader  approver  viewer  no part  group
  today                        yes    yes     yes       yes     no       open
  pending                      yes    yes     yes       yes     no       open
  price OTHR                   yes    yes     yes       yes     no       open
  help                         yes    yes     yes       yes     yes      open

  positions                    yes    yes     yes       yes     no       -
  bots                         yes    yes     yes       yes     no       -
  why                          yes    yes     yes       yes     no       -
  orders                       yes    yes     yes       yes     no       -
  history                      yes    yes     yes       yes     no       -
  review                       yes    yes     yes       yes     no       -
  account                      yes    yes     yes       yes     no       -
  share                        yes    yes     yes       yes     no       -
  risk                         yes    yes     yes       yes     no       -
  later PROPOSAL 1             yes    yes     yes       yes     no       -
  watch OTHR                   yes    yes     yes       yes     no       -
  screen                       yes    yes     yes       yes     no       -
  backtest                     yes    yes     yes       yes     no       -
  backtest OTHR 2y             yes    yes     yes       yes     no       -
  backtest BOT                 yes    yes     yes       yes     no       -
  signals                      yes    yes     yes       yes     no       -
  jobs                         yes    yes     yes       yes     no       -
  health                       yes    yes     yes       yes     no       -
  settings                     yes    yes     yes       yes     yes      -
  group                        yes    yes     yes       yes     yes      open

  approve PROPOSAL 1           yes    yes     yes       no      no       -
  reject PROPOSAL 1 0          yes    yes     yes       no      no       -
  change PROPOSAL 1 5 > yes    yes    yes     yes       no      no       -
  pause                        yes    yes     yes       no      no       -
  pause BOT                    yes    yes     yes       no      no       -

  alert OTHR 130               yes    yes     no        no      no       -
  stop sell-everything > yes   yes    yes     no        no      no       -
  resume BOT                   yes    yes     no        no      no       -
  newbot 5000 low 4 > ask > yes  yes  yes     no        no      no       -
  buy OTHR 2 > yes             yes    yes     no        no      no       -
  sell HRBM 1 > yes            yes    yes     no        no      no       -
  close HRBM > yes             yes    yes     no        no      no       -
  cancel ORDER                 yes    yes     no        no      no       -
  ending BOT keep              yes    yes     no        no      no       -
  remove BOT keep              yes    yes     no        no      no       -

  block OTHR                   yes    no      no        no      no       -
  risk half                    yes    no      no        no      no       -
`;

const ROLES = ['owner', 'trader', 'approver', 'viewer', 'no part'] as const;
type Role = (typeof ROLES)[number];

interface Row {
  readonly line: string;
  /** What is said to the questions that follow. */
  readonly answers: readonly string[];
  readonly may: Readonly<Record<Role, boolean>>;
  readonly isOpenToGroups: boolean;
}

const ROWS: readonly Row[] = TABLE.split('\n')
  .slice(2)
  .filter((text) => text.trim() !== '')
  .map((text) => {
    const cells = text.trim().split(/\s{2,}/);
    const [said = '', ...rest] = cells;
    const [line = '', ...answers] = said.split(' > ');
    const may = Object.fromEntries(ROLES.map((role, place) => [role, rest[place] === 'yes'])) as Row['may'];
    return { line, answers, may, isOpenToGroups: rest[ROLES.length] === 'open' };
  });

const words = wordsFor('en');
const PLACE = { channel: 'telegram', chatId: '-1001', threadId: null, name: 'Friends' } as const;
const GROUP: Chat = { id: 'c', kind: 'group', group: { place: PLACE, accountId: SIM_ACCOUNT_ID } };
const CHANNELS = ['telegram', 'discord', 'chat'] as const;

let account: SimAccount;
let again: () => void;
let named: Readonly<Record<string, string>>;

beforeAll(async () => {
  account = await SimAccount.open();
  const { bot } = await account.holding({ name: 'Steady' });
  await account.look(bot.id, buySignal({ instrumentId: OTHR }));
  const [question] = await account.questions();
  const placed = await account.api.createOrder(
    { userId: 'u_owner' as UserId, channel: 'web', scopes: SCOPES, accountIds: null },
    {
      ...{ symbol: 'OTHR', side: 'buy', quantity: '1', limitPrice: '90' },
    } as never,
  );
  for (const role of ['trader', 'approver', 'viewer'])
    account.sql.run('INSERT INTO grant_ (user_id, role, granted_at) VALUES (?, ?, 0)', `u_${role}`, role);
  named = { BOT: bot.id, PROPOSAL: question?.id ?? '', ORDER: placed.ok ? placed.value.id : '' };
  again = account.checkpoint();
});

/** Everything that is answered to a line and to the answers after it, from a fresh start. */
async function said(
  row: Row,
  who: { readonly role: Role; readonly channel: Caller['channel']; readonly kind: 'private' | 'group' },
) {
  again();
  let made = 0;
  const deps = {
    useCases: useCasesOver(account),
    dialogs: memoryDialogs(),
    newId: () => `01K9XQ4T0A5B6C7D8E9F0G1${(made += 1)}`,
  };
  const caller: Caller = { userId: `u_${who.role}` as UserId, channel: who.channel, scopes: SCOPES, accountIds: null };
  const before = account.events().length;
  const cards: Card[] = [];
  for (const text of [`/${row.line.replace(/BOT|PROPOSAL|ORDER/g, (name) => named[name] ?? '')}`, ...row.answers]) {
    const request = {
      caller,
      chat: who.kind === 'group' ? GROUP : { id: 'c', kind: who.kind },
      reader: readerOf('en'),
      now: account.now,
      said: { text },
    };
    cards.push(...(await converse(deps, request)));
  }
  await account.settle();
  return { cards, changed: account.events().length > before };
}

const isRefusal = (card: Card): boolean => card.tone === 'error';
const textOf = (cards: readonly Card[]): string => cards.flatMap(({ title, lines }) => [title, ...lines]).join('\n');

describe.each(ROWS)('complaint 6, sharing with roles: /$line', (row) => {
  it.each(ROLES)('by: %s', async (role) => {
    for (const channel of CHANNELS) {
      const { cards, changed } = await said(row, { role, channel, kind: 'private' });
      const outcome = cards.length > 0 && !cards.some(isRefusal) ? 'yes' : 'no';
      expect(outcome, `${channel}: ${textOf(cards)}`).toBe(row.may[role] ? 'yes' : 'no');
      if (row.may[role]) continue;
      expect(changed, channel).toBe(false);
      // Somebody who has no part in the account learns nothing of it.
      if (role === 'no part') expect(textOf(cards)).not.toMatch(/\$|HRBM|OTHR|Steady|Test/);
    }
  });

  it.each(ROLES)('in a group, by: %s', async (role) => {
    for (const channel of CHANNELS) {
      const { cards, changed } = await said(row, { role, channel, kind: 'group' });
      const name = row.line.split(' ')[0] ?? '';
      expect(changed, channel).toBe(false);
      if (!row.isOpenToGroups) {
        expect(cards[0]?.title, channel).toBe(words.chat.groupOnlyPrivate({ name }));
        expect(cards[0]?.buttons, channel).toEqual([]);
        continue;
      }
      // A price is everybody's; what somebody owns is not.
      if (name !== 'price') expect(textOf(cards), channel).not.toMatch(/[$₩]\d|\d(?:원|달러)/);
      expect(textOf(cards), channel).not.toMatch(/You hold|Cash/);
    }
  });
});

describe('who may is said before anything is asked', () => {
  const talk = async (role: Role, line: string) =>
    said(
      { line, answers: [], may: {} as Row['may'], isOpenToGroups: false },
      { role, channel: 'telegram', kind: 'private' },
    );

  it.each(['buy OTHR 2', 'sell HRBM 1', 'close HRBM', 'newbot 5000 low 4', 'stop sell-everything', 'stop move HRBM'])(
    'to a viewer: %s',
    async (line) => {
      const { cards } = await talk('viewer', line);
      expect(cards, 'no question is opened').toHaveLength(1);
      expect(textOf(cards)).toContain('On this account you are a viewer; it takes a trader.');
      expect(cards[0]?.expects).toBe('none');
    },
  );

  it('of what only the owner may, to a trader', async () => {
    for (const line of ['block OTHR', 'risk half'])
      expect(textOf((await talk('trader', line)).cards)).toContain('you are a trader; it takes the owner');
  });

  it('on every button, which is shown and not to be pressed', async () => {
    const shown = async (role: Role) => {
      const { cards } = await talk(role, 'pending PROPOSAL');
      return cards
        .flatMap(({ buttons }) => buttons.flat())
        .filter(({ verb }) => /^(?:approve|reject|change) /.test(verb));
    };
    const [viewer, approver] = [await shown('viewer'), await shown('approver')];
    expect(viewer.length).toBeGreaterThan(1);
    expect(viewer.map(({ verb }) => verb)).toEqual(approver.map(({ verb }) => verb));
    const why = 'On this account you are a viewer; it takes an approver.';
    expect(viewer.every(({ disabledReason }) => disabledReason === why)).toBe(true);
    expect(approver.every(({ disabledReason }) => disabledReason === null)).toBe(true);
  });
});

it.each(ROLES)('a group is told of the account only by its owner, and not by: %s', async (role) => {
  for (const what of ['on', SIM_ACCOUNT_ID]) {
    const row = { line: `group ${what}`, answers: [], may: {} as Row['may'], isOpenToGroups: true };
    const { cards } = await said(row, { role, channel: 'telegram', kind: 'group' });
    expect(cards.some(isRefusal), textOf(cards)).toBe(role !== 'owner');
  }
});

it('the table has every command', () => {
  const listed = ROWS.map(({ line }) => line.split(' ')[0] as CommandName);
  expect([...new Set(listed)].sort()).toEqual(COMMANDS.map(({ name }) => name).sort());
});

describe('complaint 6, fault 12: an empty list admits nobody: whoever is not linked', () => {
  const [notLinked] = words.channels.notLinked({ app: 'Telegram' }).split(' In the app');

  it('is told how to link at Telegram, whatever they say, and in a group nothing', async () => {
    for (const { line } of ROWS) {
      const chat = await aTelegramChat('en');
      await chat.says(`/${line}`);
      await chat.says(`/${line}`, { chat: { id: -1001, type: 'supergroup' } });
      expect(
        chat.world.messages.map(({ text }) => text),
        line,
      ).toEqual([expect.stringContaining(notLinked ?? '')]);
      expect(chat.state.calls, line).toEqual([]);
    }
  });

  it('is told how to link at Discord, alone and in a server', async () => {
    for (const place of ['alone', 'server', 'elsewhere'] as const) {
      const person = aDiscordPerson('en', { place, isUnknown: true });
      for (const { name } of COMMANDS) await person.commands(name);
      const told = person.transcript.filter((line) => !line.startsWith('>'));
      expect(new Set(told), place).toEqual(new Set([place === 'alone' ? 'how to link' : '(only you) how to link']));
      expect(person.state.calls, place).toEqual([]);
    }
  });
});
