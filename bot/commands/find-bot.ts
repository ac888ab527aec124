import type { BotView } from '#shared/contract/bot.ts';
import { button, spread, type Card } from '../cards/card.ts';
import { card } from '../cards/context.ts';
import { errorCard } from '../cards/error.ts';
import type { CommandContext, Desk } from './command.ts';

const CHOICES = 6;

/** A bot by its id or its name; else the choices, each carrying on with `verb`. */
export async function findBot(
  context: CommandContext,
  desk: Desk,
  { reference, verb }: { readonly reference: string; readonly verb: string },
): Promise<{ readonly bot: BotView } | { readonly cards: readonly Card[] }> {
  const page = await context.useCases.bots(context.caller, { accountId: desk.account.id });
  if (!page.ok) return { cards: [errorCard(page.error, context.reader)] };
  const { items } = page.value;
  const wanted = reference.toLowerCase();
  const bot = items.find(({ id, name }) => id === reference || name.toLowerCase() === wanted);
  if (bot !== undefined) return { bot };
  const choices = items.slice(0, CHOICES).map(({ id, name }) => button(name, `${verb} ${id}`));
  const title = items.length === 0 ? context.words.bots.none : context.words.bots.chooseTitle;
  return { cards: [card(desk.cards, title, { buttons: spread(choices, 3), tone: 'choice', expects: 'choice' })] };
}
