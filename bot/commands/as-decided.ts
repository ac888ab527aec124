import type { ProposalView } from '#shared/contract/proposal.ts';
import type { Card } from '../cards/card.ts';
import type { CardContext } from '../cards/context.ts';
import { lateCard } from '../cards/proposal-outcome.ts';
import type { CommandContext } from './command.ts';

/** How a question stands: a tap on an old card says who was faster, and what happened, by its order where there is one. */
export async function asDecided(
  { useCases, caller }: CommandContext,
  proposal: ProposalView,
  cards: CardContext,
): Promise<readonly Card[]> {
  const order = proposal.orderId === null ? null : await useCases.order(caller, proposal.orderId);
  return [lateCard(proposal, cards, { order: order?.ok === true ? order.value : null })];
}
