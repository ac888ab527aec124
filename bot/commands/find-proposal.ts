import type { ProposalView } from '#shared/contract/proposal.ts';
import type { Card } from '../cards/card.ts';
import { errorCard } from '../cards/error.ts';
import type { CommandContext } from './command.ts';

const PENDING_MAX = 50;

/** Open proposals of all accounts, the one that closes first at the front. */
export async function pendingProposals(context: CommandContext): Promise<readonly ProposalView[]> {
  const { useCases, caller } = context;
  const page = await useCases.proposals(caller, { status: 'pending', limit: PENDING_MAX });
  const items = page.ok ? page.value.items : [];
  return [...items].sort((a, b) => Date.parse(a.answerBy) - Date.parse(b.answerBy));
}

export function isProposalId(text: string): boolean {
  return text.startsWith('p_');
}

/** By its id, or the open one about a stock; null where there is none. */
export async function findProposal(
  context: CommandContext,
  reference: string,
): Promise<{ readonly proposal: ProposalView | null } | { readonly cards: readonly Card[] }> {
  if (isProposalId(reference)) {
    const found = await context.useCases.proposal(context.caller, reference);
    return found.ok ? { proposal: found.value } : { cards: [errorCard(found.error, context.reader)] };
  }
  const wanted = reference.toLowerCase();
  const pending = await pendingProposals(context);
  const match = pending.find(({ symbol, nameEn, nameKo }) =>
    [symbol, nameEn, nameKo].some((name) => name.toLowerCase() === wanted),
  );
  return { proposal: match ?? null };
}
