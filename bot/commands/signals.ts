import { z } from 'zod';
import { button, rows } from '../cards/card.ts';
import { card } from '../cards/context.ts';
import { signalsCard } from '../cards/signals.ts';
import { atDesk, drawn } from './asking.ts';
import { command, type CommandContext, type Desk } from './command.ts';

const SHOWN = 6;
/** Marked as read by one tap. */
const READ_MAX = 100;
const READ = 'read';

/** Index changes, reached targets, unusual volume; `read` marks all of them as read. */
export const signals = command({
  name: 'signals',
  korean: ['신호'],
  aliases: [{ word: 'signal' }],
  purpose: 'look',
  role: 'read',
  inMenu: false,
  inGroups: false,
  args: z.object({ what: z.string().optional() }),
  positional: ['what'],
  run: (context, { what }) => atDesk(context, (desk) => (what === READ ? readAll(context, desk) : show(context, desk))),
});

function show(context: CommandContext, { account, cards }: Desk) {
  const { useCases, caller } = context;
  const accountId = account.id;
  return drawn(context, useCases.unreadSignals(caller, accountId), ({ count: unread }) =>
    drawn(context, useCases.signals(caller, { status: 'open', limit: SHOWN, accountId }), ({ items }) => [
      signalsCard({ signals: items, unread, count: items.length }, cards),
    ]),
  );
}

function readAll(context: CommandContext, { account, cards }: Desk) {
  const { useCases, caller, words } = context;
  const query = { status: 'unread', limit: READ_MAX, accountId: account.id } as const;
  return drawn(context, useCases.signals(caller, query), async ({ items }) => {
    for (const { id } of items) {
      const marked = await useCases.readSignal(caller, id);
      if (!marked.ok) return drawn(context, Promise.resolve(marked), () => []);
    }
    return [
      card(cards, words.signals.markedRead, {
        buttons: rows([button(words.account.buttons.today, 'today')]),
      }),
    ];
  });
}
