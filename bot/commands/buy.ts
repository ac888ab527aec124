import { z } from 'zod';
import { atDesk } from './asking.ts';
import { command } from './command.ts';
import { findInstrument, offerInstruments } from './find-instrument.ts';
import { limitBadCard, parseLimit } from './limit.ts';
import { termsOf } from './numbers.ts';
import { sharesFor } from './shares-for.ts';

/** `/buy NVDA 10 124.60`: ten at most at 124.60; `/buy NVDA $500`: for that much. What is missing is asked; nothing is sent without the confirmation. */
export const buy = command({
  name: 'buy',
  korean: ['매수', '사기'],
  aliases: ['long', 'forcelong', 'trade'].map((word) => ({ word })),
  purpose: 'trade',
  role: 'trade',
  inMenu: false,
  inGroups: false,
  args: z.object({ symbol: z.string().optional(), quantity: z.string().optional(), limit: z.string().optional() }),
  positional: ['symbol', 'quantity', 'limit'],
  run: (context, { symbol: query, ...terms }) =>
    atDesk(context, async (desk) => {
      if (query === undefined) return offerInstruments(context, desk, 'buy');
      const found = await findInstrument(context, desk, { query, verb: 'buy' });
      if ('cards' in found) return found.cards;
      const { instrument } = found;
      const { quantity, limit } = termsOf(terms.quantity ?? '', terms.limit ?? '');
      const limited = parseLimit(limit, instrument);
      if (limited === null) return [limitBadCard(context, limit)];
      const { limitPrice } = limited;
      const shares = await sharesFor(context, desk, { instrument, side: 'buy', text: quantity, limitPrice });
      return context.open('order', {
        side: 'buy',
        symbol: instrument.symbol,
        ...(shares !== null && { quantity: shares }),
        ...(limitPrice !== null && { limitPrice }),
      });
    }),
});
