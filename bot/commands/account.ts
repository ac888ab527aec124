import { z } from 'zod';
import type { AccountView } from '#shared/contract/account.ts';
import { LANGUAGES } from '#shared/contract/session.ts';
import { accountName } from '#shared/words/account-name.ts';
import { wordsFor } from '#shared/words/catalogue.ts';
import { money } from '#shared/words/format.ts';
import { button, spread, type Card } from '../cards/card.ts';
import { plainCard } from '../cards/context.ts';
import { todayCard } from '../cards/today.ts';
import { namedAccount, openAccounts } from './all-accounts.ts';
import { drawn } from './asking.ts';
import { command, type CommandContext } from './command.ts';
import { today } from './today.ts';

/** Buttons for so many; more are reached by name. */
const CHOICES = 6;

/** Which account this chat is about, until it is said otherwise: by its name, its world, or a button. */
export const account = command({
  name: 'account',
  korean: ['계좌'],
  aliases: [{ word: 'accounts' }, { word: 'mode' }, { word: 'uta' }],
  purpose: 'look',
  role: 'read',
  inMenu: false,
  inGroups: false,
  args: z.object({ account: z.string().optional() }),
  positional: ['account'],
  run: async (context, { account: said }) => {
    const open = await openAccounts(context);
    const [only] = open;
    // Nothing of theirs trades, or nobody can say: as everywhere else, the desk says which.
    if (only === undefined) return today.run(context, {});
    if (said === undefined) return open.length === 1 ? shown(context, only, []) : [ask(context, open)];
    const meant = called(said, open);
    const [one] = meant;
    if (one === undefined) return [ask(context, open, context.words.chatAccounts.noneCalled({ name: said }))];
    return meant.length > 1 ? [ask(context, meant)] : choose(context, one, open.length);
  },
});

/** Remembered, and shown. Beside an app that shows one itself, that one goes before. */
async function choose(context: CommandContext, chosen: AccountView, open: number): Promise<readonly Card[]> {
  const { words, chat } = context;
  const named = { account: namedAccount(chosen, context) };
  if (chat.hasScreen === true) return shown(context, chosen, [words.chatAccounts.screenDecides]);
  await context.choose(chosen.id);
  return shown(context, chosen, open > 1 ? [words.chatAccounts.nowAbout(named)] : []);
}

function shown(context: CommandContext, { id }: AccountView, first: readonly string[]): Promise<readonly Card[]> {
  return drawn(context, context.desk(id), async ({ account: now, cards }) => {
    const bots = await context.useCases.bots(context.caller, { accountId: id });
    const card = todayCard(now, bots.ok ? bots.value.items : [], cards);
    return [{ ...card, lines: [...first, ...card.lines] }];
  });
}

function ask(context: CommandContext, accounts: readonly AccountView[], why?: string): Card {
  const { words, accountId } = context;
  const { chatAccounts: said } = words;
  const choices = accounts
    .slice(0, CHOICES)
    .map((one) => button(namedAccount(one, context), `account ${one.id}`, one.id === accountId ? 'primary' : 'plain'));
  return plainCard(said.which, {
    lines: [
      ...(why === undefined ? [] : [why]),
      ...accounts.map((one) => line(one, context)),
      ...(context.chat.hasScreen === true ? [said.screenDecides] : [said.how]),
    ],
    buttons: spread(choices, 2),
    tone: 'choice',
  });
}

function line(one: AccountView, context: CommandContext): string {
  const { words, reader, accountId } = context;
  const { chatAccounts: said } = words;
  const value = one.equity === null ? words.account.valueUnknown : money(one.equity, one.baseCurrency, reader.language);
  return said.line({ account: namedAccount(one, context), value, isChosen: one.id === accountId });
}

/** By id, name or world; else by how its name begins. */
function called(said: string, accounts: readonly AccountView[]): readonly AccountView[] {
  const wanted = said.toLowerCase();
  const wordsOf = ({ id, name, world }: AccountView): readonly string[] => [
    id,
    world,
    ...LANGUAGES.flatMap((language) => [accountName(name, language), wordsFor(language).states.worlds[world]]),
  ];
  const fits = (test: (word: string) => boolean): AccountView[] =>
    accounts.filter((one) => wordsOf(one).some((word) => test(word.toLowerCase())));
  const exact = fits((word) => word === wanted);
  return exact.length > 0 ? exact : fits((word) => word.startsWith(wanted));
}
