import type { ProposalView } from '#shared/contract/proposal.ts';

/** Waiting questions, the best candidate of its look first, then the oldest. */
export function bestFirst(proposals: readonly ProposalView[]): ProposalView[] {
  const place = ({ rationale }: ProposalView): number => rationale.rank?.place ?? Number.MAX_SAFE_INTEGER;
  return [...proposals].sort((a, b) => place(a) - place(b) || a.createdAt.localeCompare(b.createdAt));
}
