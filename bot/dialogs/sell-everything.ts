import { z } from 'zod';
import { button, rows, type Card } from '../cards/card.ts';
import { card } from '../cards/context.ts';
import { errorCard } from '../cards/error.ts';
import { billLines, sellingCard } from '../cards/selling.ts';
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
  const bill = await useCases.showPanic(caller, account.id);
  if (!bill.ok) return errorCard(bill.error, reader);
  const { length } = bill.value.positions;
  return card(cards, words.selling.title, {
    lines: billLines(bill.value, cards),
    buttons: rows([
      button(length === 0 ? words.account.buttons.staySafe : words.selling.confirm(length), choose(YES), 'danger'),
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
      // Nothing is asked before it: what is shown of it afterwards may fail, the halt must not.
      const stopped = await useCases.panic(caller, account.id);
      if (!stopped.ok) return [errorCard(stopped.error, context.reader)];
      return drawn(context, useCases.showPanic(caller, account.id), (bill) => [sellingCard(bill, cards)]);
    },
  };
}
