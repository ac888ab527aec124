import { z } from 'zod';
import { button, rows, type Card } from '../cards/card.ts';
import { card } from '../cards/context.ts';
import { errorCard } from '../cards/error.ts';
import { totalResult, totalValue } from '../cards/positions.ts';
import { modeCard } from '../cards/today.ts';
import { drawn } from '../commands/asking.ts';
import type { CommandContext } from '../commands/command.ts';
import { NO, YES, yesOrNo } from './answers.ts';
import { dialog, type Choose, type Next } from './dialog.ts';

const Data = z.object({});
type Data = z.infer<typeof Data>;

/** One confirmation that shows the bill. Stored, so that a tap on an old card sells nothing. */
export const sellEverythingDialog = dialog<Data>({ kind: 'sell-everything', data: Data, ask, answer });

async function ask(context: CommandContext, _data: Data, choose: Choose): Promise<Card> {
  const { words, reader, useCases, caller } = context;
  const desk = await context.desk();
  if (!desk.ok) return errorCard(desk.error, reader);
  const { account, cards } = desk.value;
  const positions = await useCases.positions(caller, account.id);
  if (!positions.ok) return errorCard(positions.error, reader);
  const { items } = positions.value;
  const bill = { count: items.length, value: totalValue(items, cards), result: totalResult(items, cards) };
  return card(cards, words.account.sellAllTitle, {
    lines:
      items.length === 0
        ? [words.account.sellAllNothing]
        : [words.account.sellAllBill(bill), words.account.sellAllThen],
    buttons: rows([
      button(
        items.length === 0 ? words.account.buttons.staySafe : words.account.buttons.yesSell(items.length),
        choose(YES),
        'danger',
      ),
      button(words.account.buttons.no, choose(NO)),
    ]),
    tone: 'choice',
    expects: 'choice',
  });
}

async function answer(context: CommandContext, _data: Data, text: string): Promise<Next<Data>> {
  const { words, useCases, caller } = context;
  const said = yesOrNo(text, context);
  if (said === null) return { kind: 'again', why: words.chat.choose };
  const desk = await context.desk();
  if (!desk.ok) return { kind: 'leave', cards: [errorCard(desk.error, context.reader)] };
  const { account, cards } = desk.value;
  if (!said) return { kind: 'leave', cards: [card(cards, words.chat.cancelled)] };
  return {
    kind: 'finish',
    run: async () => {
      const positions = await useCases.positions(caller, account.id);
      const count = positions.ok ? positions.value.items.length : account.protection.positions;
      const stopped = useCases.panic(caller, account.id);
      return drawn(context, stopped, (after) => {
        const note = words.account.sellingAllNote({ count });
        const told = modeCard({ mode: after.mode, modeReason: 'sell-everything' }, cards);
        return [{ ...told, lines: [note, ...told.lines] }];
      });
    },
  };
}
