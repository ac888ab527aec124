import type { ErrorCode } from '#shared/contract/errors.ts';
import type { ApproveProposal, ProposalView } from '#shared/contract/proposal.ts';
import { link, type Card } from '../cards/card.ts';
import { errorCard } from '../cards/error.ts';
import { changedCard, decidedCard } from '../cards/proposal-outcome.ts';
import { asDecided } from './as-decided.ts';
import type { CommandContext, Desk } from './command.ts';

/** Errors after which the proposal itself says best how it stands. */
const LOOK_AGAIN: ReadonlySet<ErrorCode> = new Set([
  'already-decided',
  'hash-mismatch',
  'proposal-lapsed',
  'price-moved',
  'check-denied',
]);

/** The nod: names the hash of what was shown, and shows what the stored order says of it. */
export async function approveProposal(
  context: CommandContext,
  proposal: ProposalView,
  edit?: NonNullable<ApproveProposal['edit']>,
): Promise<readonly Card[]> {
  const { useCases, caller, reader } = context;
  const desk = await context.desk(proposal.accountId);
  if (!desk.ok) return [errorCard(desk.error, reader)];
  const { cards } = desk.value;
  const input = { hash: proposal.hash, ...(edit !== undefined && { edit }) };
  const answer = await useCases.approve(caller, proposal.id, input);
  if (!answer.ok) {
    // It stays open here; the person proves themself on its own page.
    if (answer.error.code === 'step-up-required')
      return [errorCard(answer.error, reader, [link(context.words.chat.openApp, `/decide/${proposal.id}`)])];
    return LOOK_AGAIN.has(answer.error.code)
      ? [errorCard(answer.error, reader), ...(await asItStands(context, desk.value, proposal.id))]
      : [errorCard(answer.error, reader)];
  }
  const { proposal: decided, order } = answer.value;
  // A changed size may come back as a new question; a fill is told by its own message, with its stop.
  return [decidedCard(decided, cards, { order: order?.status === 'filled' ? null : order })];
}

/** The proposal as it stands after somebody or something else was faster. */
async function asItStands(context: CommandContext, desk: Desk, proposalId: string): Promise<readonly Card[]> {
  const found = await context.useCases.proposal(context.caller, proposalId);
  if (!found.ok) return [];
  const isOpen = found.value.status === 'pending';
  return isOpen ? [changedCard(found.value, desk.cards)] : asDecided(context, found.value, desk.cards);
}
