import { z } from 'zod';
import { choosePosition } from '../cards/positions.ts';
import { atDesk, drawn } from './asking.ts';
import { command } from './command.ts';
import { findInstrument } from './find-instrument.ts';
import { parseAmount, parseMoney } from './numbers.ts';

/** `/sell NVDA 5`. What is missing is asked; nothing is sent without the confirmation. */
export const sell = command({
  name: 'sell',
  korean: ['매도', '팔기'],
  aliases: [],
  purpose: 'trade',
  role: 'trade',
  inMenu: false,
  inGroups: false,
  args: z.object({ symbol: z.string().optional(), quantity: z.string().optional(), limit: z.string().optional() }),
  positional: ['symbol', 'quantity', 'limit'],
  run: (context, { symbol: query, quantity = '', limit = '' }) =>
    atDesk(context, async (desk) => {
      const { useCases, caller } = context;
      if (query === undefined) {
        return drawn(context, useCases.positions(caller, desk.account.id), ({ items }) => [
          choosePosition(items, 'sell', desk.cards),
        ]);
      }
      const found = await findInstrument(context, desk, { query, verb: 'sell' });
      if ('cards' in found) return found.cards;
      // An amount of money is no number of shares: it is asked for.
      const shares = parseMoney(quantity) === null ? parseAmount(quantity) : null;
      const limitPrice = parseAmount(limit);
      return context.open('order', {
        side: 'sell',
        symbol: found.instrument.symbol,
        ...(shares !== null && { quantity: shares }),
        ...(limitPrice !== null && { limitPrice }),
      });
    }),
});
