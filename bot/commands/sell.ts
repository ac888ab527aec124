import { z } from 'zod';
import type { PositionView } from '#shared/contract/account.ts';
import { chooseHolder, choosePosition } from '../cards/positions.ts';
import { atDesk, drawn } from './asking.ts';
import { command, type CommandContext, type Desk } from './command.ts';
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
      const position = await heldBySeveral(context, desk, instrument.symbol);
      // Whose shares go is theirs to say: of several bots' nobody can guess it.
      if (position !== null) return [chooseHolder(position, 'close', desk.cards)];
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

/** What several bots hold of it, and the person nothing by hand; null: it is plain whose shares a sale takes. */
async function heldBySeveral(
  { useCases, caller }: CommandContext,
  { account }: Desk,
  symbol: string,
): Promise<PositionView | null> {
  const positions = await useCases.positions(caller, account.id);
  const position = positions.ok ? positions.value.items.find((item) => item.symbol === symbol) : undefined;
  const isPlain = (position?.holders.length ?? 0) < 2 || position?.holders.some(({ holder }) => holder === 'manual');
  return position === undefined || isPlain === true ? null : position;
}
