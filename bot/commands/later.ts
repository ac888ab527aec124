import { z } from 'zod';
import { laterCard } from '../cards/proposal-outcome.ts';
import { asDecided } from './as-decided.ts';
import { atDesk, drawn } from './asking.ts';
import { chooseProposal } from './choose-proposal.ts';
import { command } from './command.ts';
import { findProposal } from './find-proposal.ts';
import { nextPending } from './pending.ts';

/** Puts a question aside until it closes, and shows the next one that waits. Silence buys nothing. */
export const later = command({
  name: 'later',
  korean: ['나중에'],
  aliases: [],
  purpose: 'decide',
  role: 'read',
  inMenu: false,
  inGroups: false,
  args: z.object({ proposal: z.string().optional(), revision: z.string().optional() }),
  positional: ['proposal', 'revision'],
  run: async (context, { proposal: reference }) => {
    if (reference === undefined) return atDesk(context, (desk) => chooseProposal(context, desk));
    const found = await findProposal(context, reference);
    if ('cards' in found) return found.cards;
    const { proposal } = found;
    if (proposal === null) return atDesk(context, (desk) => chooseProposal(context, desk));
    return drawn(context, context.desk(proposal.accountId), async ({ cards }) =>
      proposal.status === 'pending'
        ? [laterCard(proposal, cards), ...(await nextPending(context, proposal.id))]
        : asDecided(context, proposal, cards),
    );
  },
});
