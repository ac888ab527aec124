import { z } from 'zod';
import { choosePosition } from '../cards/positions.ts';
import { atDesk, drawn } from './asking.ts';
import { command } from './command.ts';
import { findHolding } from './find-holding.ts';
import { findInstrument } from './find-instrument.ts';

/** Sells all that one holder has of a stock, after one confirmation. */
export const close = command({
  name: 'close',
  korean: ['청산', '모두팔기'],
  aliases: ['forceexit', 'fx', 'sell_all'].map((word) => ({ word })),
  purpose: 'trade',
  role: 'trade',
  inMenu: false,
  inGroups: false,
  args: z.object({ symbol: z.string().optional(), holder: z.string().optional() }),
  positional: ['symbol', 'holder'],
  run: (context, { symbol: query, holder }) =>
    atDesk(context, async (desk) => {
      const { useCases, caller } = context;
      if (query === undefined) {
        return drawn(context, useCases.positions(caller, desk.account.id), ({ items }) => [
          choosePosition(items, 'close', desk.cards),
        ]);
      }
      const found = await findInstrument(context, desk, { query, verb: 'close' });
      if ('cards' in found) return found.cards;
      const { symbol } = found.instrument;
      const holding = await findHolding(context, desk, { symbol, holder });
      // Whose shares, and how many, is settled before the question: its answer means no others.
      return context.open('close', { symbol, holder: holding?.holder ?? holder, quantity: holding?.quantity });
    }),
});
