import type { AccountView } from '#shared/contract/account.ts';
import { roleMay } from '#shared/domain/role.ts';
import { accountName } from '#shared/words/account-name.ts';
import { button, rows, type Card } from '../cards/card.ts';
import { plainCard } from '../cards/context.ts';
import { errorCard } from '../cards/error.ts';
import { drawn } from './asking.ts';
import type { CommandContext } from './command.ts';

/** Behind `stop`, `pause` and `resume`: not the account this chat is about, but every one. */
export const ALL = 'all';
const ALL_WORDS: ReadonlySet<string> = new Set([ALL, 'everywhere', '모두', '전부', '전체']);

export function meansAll(said: string | undefined): boolean {
  return said !== undefined && ALL_WORDS.has(said.toLowerCase());
}

/** Those that trade; where nobody can say right now, none. */
export async function openAccounts({ useCases, caller }: CommandContext): Promise<readonly AccountView[]> {
  const accounts = await useCases.accounts(caller);
  return accounts.ok ? accounts.value.items.filter(({ closedAt }) => closedAt === null) : [];
}

/** `LIVE Alpaca live`, as accounts of several worlds are told apart. */
export function namedAccount({ name, world }: AccountView, { words, reader }: CommandContext): string {
  return `${words.states.worlds[world]} ${accountName(name, reader.language)}`;
}

/**
 * Nothing more is bought anywhere: the owner of the installation stops every account there is, everybody else each one
 * they may stop. It asks nothing, as it only makes things safer.
 */
export async function stopAll(context: CommandContext): Promise<readonly Card[]> {
  const { useCases, caller, reader } = context;
  // At once: how the accounts stand is asked afterwards, as one of them may be out of reach.
  const everywhere = await useCases.stopEverywhere(caller, 'reducing');
  if (everywhere.ok) return [everywhereCard(everywhere.value, context)];
  if (everywhere.error.code !== 'not-allowed') return [errorCard(everywhere.error, reader)];
  return drawn(context, useCases.accounts(caller), ({ items }) =>
    stopEach(
      context,
      items.filter(({ closedAt }) => closedAt === null),
    ),
  );
}

async function stopEach(context: CommandContext, open: readonly AccountView[]): Promise<readonly Card[]> {
  const { useCases, caller, reader } = context;
  const theirs = open.filter(({ role, mode }) => mode === 'active' && roleMay(role, 'stop'));
  const stopped = await Promise.all(theirs.map(({ id }) => useCases.pauseAccount(caller, id)));
  const failed = stopped.flatMap((one) => (one.ok ? [] : [errorCard(one.error, reader)]));
  const after = new Map(stopped.flatMap((one) => (one.ok ? [[one.value.id, one.value] as const] : [])));
  return [
    everywhereCard(
      open.map((account) => after.get(account.id) ?? account),
      context,
    ),
    ...failed,
  ];
}

/** Lifts the stop of all accounts; what was stopped by itself stays stopped. A person confirms it, which is in the app. */
export function startAll(context: CommandContext): Promise<readonly Card[]> {
  const { useCases, caller } = context;
  return drawn(context, useCases.stopEverywhere(caller, 'active'), (after) => [everywhereCard(after, context)]);
}

/** How every account stands. No world in front: it speaks of several. */
export function everywhereCard(accounts: readonly AccountView[], context: CommandContext): Card {
  const { words } = context;
  const open = accounts.filter(({ closedAt }) => closedAt === null);
  const buying = open.filter(({ mode }) => mode === 'active');
  const isGlobal = open.some(({ modeReason }) => modeReason === 'global-stop');
  const said = words.chatAccounts;
  const title = buying.length === 0 ? said.noneBuys : buying.length === open.length ? said.allBuy : said.someBuy;
  return plainCard(title, {
    lines: [
      ...open.map((account) =>
        said.standing({ account: namedAccount(account, context), mode: words.states.modes[account.mode] }),
      ),
      ...(buying.length === open.length ? [] : [said.staysProtected]),
    ],
    buttons: rows([
      isGlobal && button(said.buttons.startAll, `resume ${ALL}`),
      buying.length > 0 && buying.length < open.length && button(said.buttons.stopAll, `stop ${ALL}`, 'primary'),
      button(words.account.buttons.today, 'today'),
    ]),
  });
}
