import { z } from 'zod';
import { orderCan } from '#shared/domain/order.ts';
import { quantity } from '#shared/words/format.ts';
import { button, spread, type Card } from '../cards/card.ts';
import { card } from '../cards/context.ts';
import { shortName } from '../cards/names.ts';
import { orderCard } from '../cards/order.ts';
import { atDesk, drawn } from './asking.ts';
import { command, type CommandContext, type Desk } from './command.ts';

const ORDERS_READ = 100;
const CHOICES = 6;

/** An order that can still be cancelled. In an open question the channel takes this word as "leave it". */
export const cancel = command({
  name: 'cancel',
  korean: ['취소', '그만'],
  aliases: [{ word: 'cancel_open_order' }, { word: 'coo' }],
  purpose: 'trade',
  role: 'trade',
  subject: 'order',
  inMenu: false,
  inGroups: false,
  args: z.object({ order: z.string().optional() }),
  positional: ['order'],
  run: (context, { order: orderId }) => {
    if (orderId === undefined) return atDesk(context, (desk) => chooseOrder(context, desk));
    const { useCases, caller } = context;
    return drawn(context, useCases.cancelOrder(caller, orderId), (order) =>
      drawn(context, context.desk(order.accountId), ({ cards }) => [orderCard(order, cards)]),
    );
  },
});

function chooseOrder(context: CommandContext, { account, cards }: Desk): Promise<readonly Card[]> {
  const { useCases, caller, words } = context;
  return drawn(context, useCases.orders(caller, account.id, { limit: ORDERS_READ }), ({ items }) => {
    const open = items.filter(({ status, purpose }) => orderCan.cancel(status, purpose)).slice(0, CHOICES);
    if (open.length === 0) return [card(cards, words.chat.cancelNone)];
    const choices = open.map((order) => {
      const what = { side: order.side, quantity: quantity(order.quantity), name: shortName(cards, order) };
      return button(words.proposal.what(what), `cancel ${order.id}`);
    });
    return [card(cards, words.chat.cancelTitle, { buttons: spread(choices, 3), tone: 'choice', expects: 'choice' })];
  });
}
