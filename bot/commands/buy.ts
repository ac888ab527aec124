import { z } from 'zod';
import { atDesk } from './asking.ts';
import { command } from './command.ts';
import { findInstrument, offerInstruments } from './find-instrument.ts';
import { parseAmount } from './numbers.ts';

/** `/buy NVDA 10 124.60`: ten at most at 124.60. What is missing is asked; nothing is sent without the confirmation. */
export const buy = command({
  name: 'buy',
  korean: ['매수', '사기'],
  aliases: [{ word: 'long' }, { word: 'trade' }],
  purpose: 'trade',
  role: 'trade',
  inMenu: false,
  inGroups: false,
  args: z.object({ symbol: z.string().optional(), quantity: z.string().optional(), limit: z.string().optional() }),
  positional: ['symbol', 'quantity', 'limit'],
  run: (context, { symbol: query, quantity = '', limit = '' }) =>
    atDesk(context, async (desk) => {
      if (query === undefined) return offerInstruments(context, desk, 'buy');
      const found = await findInstrument(context, desk, { query, verb: 'buy' });
      if ('cards' in found) return found.cards;
      const shares = parseAmount(quantity);
      const limitPrice = parseAmount(limit);
      return context.open('order', {
        side: 'buy',
        symbol: found.instrument.symbol,
        ...(shares !== null && { quantity: shares }),
        ...(limitPrice !== null && { limitPrice }),
      });
    }),
});
