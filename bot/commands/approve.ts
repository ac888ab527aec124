import { z } from 'zod';
import { changedCard } from '../cards/proposal-outcome.ts';
import { approveProposal } from './approving.ts';
import { asDecided } from './as-decided.ts';
import { atDesk, drawn } from './asking.ts';
import { chooseProposal } from './choose-proposal.ts';
import { command } from './command.ts';
import { findProposal, isProposalId } from './find-proposal.ts';

const HALF = 'half';

/**
 * A button names id and revision: what was on the card. Without both nobody has said what was seen, so the question is
 * shown instead: `/approve NVDA 1` may well mean one share.
 */
export const approve = command({
  name: 'approve',
  korean: ['승인'],
  aliases: [{ word: 'nod' }, { word: HALF, args: ([id = '', revision = '']) => [id, revision, HALF] }],
  purpose: 'decide',
  role: 'approve',
  subject: 'proposal',
  inMenu: false,
  inGroups: false,
  args: z.object({
    proposal: z.string().optional(),
    revision: z.coerce.number().int().optional().catch(undefined),
    part: z.string().optional(),
  }),
  positional: ['proposal', 'revision', 'part'],
  run: async (context, { proposal: reference, revision, part }) => {
    if (reference === undefined || reference === '') return atDesk(context, (desk) => chooseProposal(context, desk));
    const found = await findProposal(context, reference);
    if ('cards' in found) return found.cards;
    const { proposal } = found;
    if (proposal === null) return atDesk(context, (desk) => chooseProposal(context, desk));
    return drawn(context, context.desk(proposal.accountId), ({ cards }) => {
      const isSeen = isProposalId(reference) && revision !== undefined;
      if (proposal.status !== 'pending' || !isSeen) return asDecided(context, proposal, cards);
      if (proposal.revision !== revision) return [changedCard(proposal, cards)];
      const { half } = proposal.sizing;
      if (part !== HALF) return approveProposal(context, proposal);
      return half === null
        ? [changedCard(proposal, cards)]
        : approveProposal(context, proposal, { quantity: half.quantity });
    });
  },
});
