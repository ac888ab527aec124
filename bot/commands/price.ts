import { z } from 'zod';
import { priceCard } from '../cards/price.ts';
import { atDesk } from './asking.ts';
import { command } from './command.ts';
import { findInstrument, offerInstruments } from './find-instrument.ts';
import { pendingProposals } from './find-proposal.ts';

export const price = command({
  name: 'price',
  korean: ['시세'],
  aliases: ['quote', 'chart', 'analyse', 'forecast', 'report'].map((word) => ({ word })),
  purpose: 'look',
  role: 'read',
  inMenu: true,
  inGroups: true,
  args: z.object({ symbol: z.string().optional() }),
  positional: ['symbol'],
  run: (context, { symbol: query }) =>
    atDesk(context, async (desk) => {
      if (query === undefined) return offerInstruments(context, desk, 'price');
      const found = await findInstrument(context, desk, { query, verb: 'price' });
      if ('cards' in found) return found.cards;
      const { useCases, caller } = context;
      const { symbol } = found.instrument;
      const [quote, positions, waiting, bots, pivots] = await Promise.all([
        useCases.quote(caller, symbol, desk.account.id),
        useCases.positions(caller, desk.account.id),
        pendingProposals(context),
        useCases.bots(caller, { accountId: desk.account.id }),
        useCases.pivots(caller, symbol, { method: 'classic', accountId: desk.account.id }),
      ]);
      const details = {
        instrument: found.instrument,
        quote: quote.ok ? quote.value : null,
        position: positions.ok ? (positions.value.items.find((item) => item.symbol === symbol) ?? null) : null,
        proposals: waiting.filter((proposal) => proposal.symbol === symbol),
        bots: bots.ok ? bots.value.items : [],
        pivots: pivots.ok ? pivots.value : null,
        isGroup: context.chat.kind === 'group',
      };
      return [priceCard(details, desk.cards)];
    }),
});
