import type { AccountView } from '#shared/contract/account.ts';
import { CURRENCIES, type Currency } from '#shared/domain/instrument.ts';
import { isDecimalText } from '#shared/lib/decimal.ts';
import { money, quantity } from '#shared/words/format.ts';
import { button, link, rows, type Card } from './card.ts';
import { card, type CardContext } from './context.ts';
import { ticker } from './names.ts';

export type Differences = AccountView['differences'];

const SHOWN = 8;

/** Where the broker's book and ours are not the same, with both sides; empty: they agree again. */
export function differencesCard(differences: Differences, context: CardContext): Card {
  const { words } = context;
  const broker = words.states.brokers[context.broker];
  if (differences.length === 0)
    return card(context, words.orders.differencesGone({ broker }), { lines: [words.orders.nothingToDo] });
  const lines = differences.slice(0, SHOWN).map((difference) => {
    const { what, name } = difference;
    const side = (text: string): string => sideText(difference, text, context);
    const sides = { theirs: side(difference.broker), ours: side(difference.ours) };
    return words.orders.difference[what]({ name: ticker(name), broker, ...sides });
  });
  const isCash = differences.every(({ what }) => what === 'cash');
  return card(context, words.orders.differences({ broker, count: differences.length }), {
    lines: [...lines, isCash ? words.orders.differencesCashNote : words.orders.differencesNote],
    buttons: rows([
      link(words.orders.buttons.look, '/portfolio'),
      button(words.account.buttons.positions, 'positions'),
    ]),
    tone: isCash ? 'news' : 'act-now',
  });
}

/** One side as people read it: shares, money, or what an order's state is called. */
function sideText(
  { what, name }: Pick<Differences[number], 'what' | 'name'>,
  text: string,
  { words, reader }: CardContext,
): string {
  const states: Readonly<Record<string, string>> = words.states.orders;
  if (what === 'order') return states[text] ?? text;
  if (!isDecimalText(text)) return text;
  const currency = CURRENCIES.find((known): known is Currency => known === name);
  return what === 'cash' && currency !== undefined ? money(text, currency, reader.language) : quantity(text);
}
