import { z } from 'zod';
import { SKIP_REASONS } from '#shared/domain/skip-reasons.ts';
import { changedCard, skipCard } from '../cards/proposal-outcome.ts';
import { errorCard } from '../cards/error.ts';
import { asDecided } from './as-decided.ts';
import { atDesk, drawn } from './asking.ts';
import { chooseProposal } from './choose-proposal.ts';
import { command } from './command.ts';
import { findProposal } from './find-proposal.ts';

/** A person skips. The reason is a place in the list (0: none), or their own words. */
export const reject = command({
  name: 'reject',
  korean: ['넘기기', '넘김', '거절'],
  aliases: [{ word: 'skip' }],
  purpose: 'decide',
  role: 'approve',
  subject: 'proposal',
  inMenu: false,
  inGroups: false,
  args: z.object({
    proposal: z.string().optional(),
    revision: z.coerce.number().int().optional().catch(undefined),
    reason: z.string().max(200).optional(),
  }),
  positional: ['proposal', 'revision', 'reason'],
  run: async (context, { proposal: reference, revision, reason }) => {
    if (reference === undefined) return atDesk(context, (desk) => chooseProposal(context, desk));
    const found = await findProposal(context, reference);
    if ('cards' in found) return found.cards;
    const { proposal } = found;
    if (proposal === null) return atDesk(context, (desk) => chooseProposal(context, desk));
    return drawn(context, context.desk(proposal.accountId), async ({ cards }) => {
      if (proposal.status !== 'pending') return asDecided(context, proposal, cards);
      if (revision !== undefined && proposal.revision !== revision) return [changedCard(proposal, cards)];
      if (reason === undefined) return [skipCard(proposal, cards)];
      const place = /^\d$/.test(reason) ? Number(reason) : null;
      const said = place === null ? reason : SKIP_REASONS[place - 1];
      const { useCases, caller } = context;
      const answer = await useCases.reject(caller, proposal.id, said === undefined ? {} : { reason: said });
      if (answer.ok) return asDecided(context, answer.value, cards);
      const now = await useCases.proposal(caller, proposal.id);
      const outcome = now.ok && now.value.status !== 'pending' ? await asDecided(context, now.value, cards) : [];
      return [errorCard(answer.error, context.reader), ...outcome];
    });
  },
});
