import { z } from 'zod';
import { shareCard, shareChoices, type Shareable } from '../cards/share.ts';
import { atDesk, drawn } from './asking.ts';
import { command, type Desk } from './command.ts';

const SALES_READ = 50;
const WEEK = new Set(['week', '주', '이번주']);
const REPLAY = new Set(['replay', '재생']);

/** A picture of what is closed, to pass on: the week, a replay, or one trade by the order that sold it. */
export const share = command({
  name: 'share',
  korean: ['공유'],
  aliases: [],
  purpose: 'look',
  role: 'read',
  inMenu: false,
  inGroups: false,
  args: z.object({ what: z.string().optional() }),
  positional: ['what'],
  run: (context, { what }) =>
    atDesk(context, (desk) => {
      const { useCases, caller } = context;
      const wanted = what === undefined ? null : shareable(what, desk);
      if (wanted !== null) return [shareCard(wanted, desk.cards)];
      const sales = useCases.transactions(caller, desk.account.id, { type: 'sell', limit: SALES_READ });
      return drawn(context, sales, ({ items }) => [shareChoices(items, desk.cards)]);
    }),
});

function shareable(what: string, { account: { id: accountId, world } }: Desk): Shareable | null {
  const said = what.toLowerCase();
  if (WEEK.has(said)) return { kind: 'week', accountId, until: null };
  if (REPLAY.has(said) && world === 'replay') return { kind: 'replay', accountId };
  return what.startsWith('o_') ? { kind: 'trade', orderId: what } : null;
}
