import { z } from 'zod';
import { positionsCard } from '../cards/positions.ts';
import { atDesk, drawn } from './asking.ts';
import { command } from './command.ts';

export const positions = command({
  name: 'positions',
  korean: ['보유', '자산'],
  aliases: ['portfolio', 'holdings', 'balance'].map((word) => ({ word })),
  purpose: 'look',
  role: 'read',
  inMenu: true,
  inGroups: false,
  args: z.object({}),
  positional: [],
  run: (context) =>
    atDesk(context, ({ account, cards }) =>
      drawn(context, context.useCases.positions(context.caller, account.id), ({ items }) => [
        positionsCard(items, cards),
      ]),
    ),
});
