import type { BotView } from '#shared/contract/bot.ts';
import { sameNameCard } from '../cards/bots.ts';
import { button, spread, type Card } from '../cards/card.ts';
import { card } from '../cards/context.ts';
import { errorCard } from '../cards/error.ts';
import type { CommandContext, Desk } from './command.ts';

const CHOICES = 6;

interface Wanted {
  readonly reference: string;
  /** The command that goes on with a bot. */
  readonly verb: (id: string) => string;
}

/** A bot with the desk of its account, which may be another one than is looked at. */
export interface BotAtDesk {
  readonly bot: BotView;
  readonly desk: Desk;
}

/** A bot by its id or its name; else the choices, each carrying on with `verb`. */
export async function findBot(
  context: CommandContext,
  desk: Desk,
  { reference, verb }: { readonly reference: string; readonly verb: string },
): Promise<BotAtDesk | { readonly cards: readonly Card[] }> {
  const wanted = { reference, verb: (id: string) => `${verb} ${id}` };
  const called = await botCalled(context, desk, wanted);
  if ('cards' in called) return called;
  if (called.found !== null) return called.found;
  const items = called.bots.filter(({ accountId }) => accountId === desk.account.id);
  const choices = items.slice(0, CHOICES).map(({ id, name }) => button(name, wanted.verb(id)));
  const title = items.length === 0 ? context.words.bots.none : context.words.bots.chooseTitle;
  return { cards: [card(desk.cards, title, { buttons: spread(choices, 3), tone: 'choice', expects: 'choice' })] };
}

/** The one bot of this id or name, in whatever account; of several of one name it is asked which. `found` null: none is. */
export async function botCalled(
  context: CommandContext,
  desk: Desk,
  { reference, verb }: Wanted,
): Promise<
  { readonly found: BotAtDesk | null; readonly bots: readonly BotView[] } | { readonly cards: readonly Card[] }
> {
  const { useCases, caller, reader } = context;
  const page = await useCases.bots(caller);
  if (!page.ok) return { cards: [errorCard(page.error, reader)] };
  const bots = page.value.items;
  const wanted = reference.toLowerCase();
  const byId = bots.find(({ id }) => id === reference);
  const same = byId === undefined ? bots.filter(({ name }) => name.toLowerCase() === wanted) : [byId];
  const [bot] = same;
  if (bot === undefined) return { found: null, bots };
  if (same.length > 1) {
    const accounts = await useCases.accounts(caller);
    const names = new Map(accounts.ok ? accounts.value.items.map(({ id, name }) => [id, name] as const) : []);
    return { cards: [sameNameCard(same, { accountName: (id) => names.get(id) ?? null, verb }, desk.cards)] };
  }
  if (bot.accountId === desk.account.id) return { found: { bot, desk }, bots };
  const own = await context.desk(bot.accountId);
  return own.ok ? { found: { bot, desk: own.value }, bots } : { cards: [errorCard(own.error, reader)] };
}
