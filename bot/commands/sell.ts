import { z } from 'zod';
import { choosePosition } from '../cards/positions.ts';
import { atDesk, drawn } from './asking.ts';
import { command } from './command.ts';
import { findInstrument } from './find-instrument.ts';
import { limitBadCard, parseLimit } from './limit.ts';
import { termsOf } from './numbers.ts';
import { sharesFor } from './shares-for.ts';

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
  run: (context, { symbol: query, ...terms }) =>
    atDesk(context, async (desk) => {
      const { useCases, caller } = context;
      if (query === undefined) {
        return drawn(context, useCases.positions(caller, desk.account.id), ({ items }) => [
          choosePosition(items, 'sell', desk.cards),
        ]);
      }
      const found = await findInstrument(context, desk, { query, verb: 'sell' });
      if ('cards' in found) return found.cards;
      const { instrument } = found;
      const { quantity, limit } = termsOf(terms.quantity ?? '', terms.limit ?? '');
      const limited = parseLimit(limit, instrument);
      if (limited === null) return [limitBadCard(context, limit)];
      const { limitPrice } = limited;
      // An amount of money is no number of shares: it is asked for.
      const shares = await sharesFor(context, desk, { instrument, side: 'sell', text: quantity, limitPrice });
      return context.open('order', {
        side: 'sell',
        symbol: instrument.symbol,
        ...(shares !== null && { quantity: shares }),
        ...(limitPrice !== null && { limitPrice }),
      });
    }),
});
