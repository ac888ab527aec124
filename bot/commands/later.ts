import { z } from 'zod';
import { LATER_MOMENTS } from '#shared/domain/later-moments.ts';
import { laterCard } from '../cards/proposal-outcome.ts';
import { asDecided } from './as-decided.ts';
import { atDesk, drawn } from './asking.ts';
import { chooseProposal } from './choose-proposal.ts';
import { command } from './command.ts';
import { findProposal } from './find-proposal.ts';
import { nextPending } from './pending.ts';

/**
 * Puts a question aside, shows the next one that waits, and moves its one reminder where it is told to (`moment` is a
 * place in the list). Silence buys nothing.
 */
export const later = command({
  name: 'later',
  korean: ['나중에'],
  aliases: [],
  purpose: 'decide',
  // To look at the next one is reading; to move the reminder of everybody is as much as answering.
  role: ({ moment }) => (moment === undefined ? 'read' : 'approve'),
  subject: 'proposal',
  inMenu: false,
  inGroups: false,
  args: z.object({ proposal: z.string().optional(), revision: z.string().optional(), moment: z.string().optional() }),
  positional: ['proposal', 'revision', 'moment'],
  run: async (context, { proposal: reference, moment: place }) => {
    if (reference === undefined) return atDesk(context, (desk) => chooseProposal(context, desk));
    const found = await findProposal(context, reference);
    if ('cards' in found) return found.cards;
    const { proposal } = found;
    if (proposal === null) return atDesk(context, (desk) => chooseProposal(context, desk));
    return drawn(context, context.desk(proposal.accountId), async ({ cards }) => {
      if (proposal.status !== 'pending') return asDecided(context, proposal, cards);
      const moment = LATER_MOMENTS[Number(place) - 1];
      if (moment === undefined) return [laterCard(proposal, cards), ...(await nextPending(context, proposal.id))];
      const { useCases, caller, reader } = context;
      return drawn(context, useCases.later(caller, proposal.id, { moment, zone: reader.zone }), (moved) => [
        laterCard(moved, cards),
      ]);
    });
  },
});
