import { groupCardForEvent } from '#bot/alerts/told-group.ts';
import { groupAskingCard, groupOutcomeCard } from '#bot/cards/proposal-group.ts';
import type { EventView } from '#shared/contract/account.ts';
import type { Group } from '#shared/usecases/group-port.ts';
import { callerOf } from './caller-of.ts';
import { desk, found, type ChatCardDeps, type ChatCards, type DrawnCard } from './chat-cards.ts';

/**
 * The same cards for a group, drawn with the eyes of whoever turned it on and without amounts. They throw where an account
 * does not answer: asked again later.
 */
export interface GroupCards {
  ofEvent(group: Group, event: EventView): Promise<DrawnCard | null>;
  /** How a proposal of the group's account stands now; null: gone, or another account's. */
  standing(group: Group, subject: string): ReturnType<ChatCards['standing']>;
}

export function groupCards(deps: ChatCardDeps): GroupCards {
  return {
    ofEvent: async ({ userId, accountId }, event) => {
      const there = event.accountId === accountId ? await desk(deps, callerOf(userId), accountId) : null;
      const card = there === null ? null : groupCardForEvent(event, there.context);
      return there === null || card === null ? null : { card, language: there.language };
    },
    standing: async ({ userId, accountId }, subject) => {
      const { useCases, users } = deps;
      const caller = callerOf(userId);
      const proposal = found(await useCases.proposal(caller, subject));
      if (proposal === null || proposal.accountId !== accountId) return null;
      const there = await desk(deps, caller, proposal.accountId);
      if (there === null) return null;
      const { context, language } = there;
      const isOpen = proposal.status === 'pending';
      if (isOpen) return { card: groupAskingCard(proposal, context), language, isOpen, isPutOff: false };
      const [by, order] = await Promise.all([
        proposal.decidedBy === null ? null : users.find(proposal.decidedBy),
        proposal.orderId === null ? null : useCases.order(caller, proposal.orderId),
      ]);
      const outcome = { by: by?.name ?? null, order: order?.ok === true ? order.value : null };
      return { card: groupOutcomeCard(proposal, context, outcome), language, isOpen, isPutOff: false };
    },
  };
}
