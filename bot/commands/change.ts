import { z } from 'zod';
import { decimal } from '#shared/lib/decimal.ts';
import { parseShares } from '#shared/words/typed-amount.ts';
import { changedCard } from '../cards/proposal-outcome.ts';
import { asDecided } from './as-decided.ts';
import { atDesk, drawn } from './asking.ts';
import { chooseProposal } from './choose-proposal.ts';
import { command } from './command.ts';
import { findProposal } from './find-proposal.ts';

/** A smaller size for a proposal: said with it, or asked. */
export const change = command({
  name: 'change',
  korean: ['바꾸기', '변경'],
  aliases: [{ word: 'edit' }],
  purpose: 'decide',
  role: 'approve',
  subject: 'proposal',
  inMenu: false,
  inGroups: false,
  args: z.object({
    proposal: z.string().optional(),
    revision: z.coerce.number().int().optional().catch(undefined),
    quantity: z.string().optional(),
  }),
  positional: ['proposal', 'revision', 'quantity'],
  run: async (context, { proposal: reference, revision, quantity = '' }) => {
    if (reference === undefined) return atDesk(context, (desk) => chooseProposal(context, desk));
    const found = await findProposal(context, reference);
    if ('cards' in found) return found.cards;
    const { proposal } = found;
    if (proposal === null) return atDesk(context, (desk) => chooseProposal(context, desk));
    return drawn(context, context.desk(proposal.accountId), ({ cards }) => {
      if (proposal.status !== 'pending' || proposal.side !== 'buy') return asDecided(context, proposal, cards);
      if (revision !== undefined && revision !== proposal.revision) return [changedCard(proposal, cards)];
      const wanted = parseShares(quantity);
      const isSmaller = wanted !== null && decimal(wanted).lt(proposal.quantity);
      return context.open('change', {
        proposalId: proposal.id,
        revision: proposal.revision,
        ...(isSmaller && { quantity: wanted }),
      });
    });
  },
});
