import type {
  ApproveProposal,
  ApproveResult,
  ProposalView,
  PutOffProposal,
  RejectProposal,
} from '#shared/contract/proposal.ts';
import { api } from '../api/client.ts';
import { asApiError, type ApiError } from '../api/error.ts';
import { routes } from '../api/routes.ts';
import { invalidate, keep } from '../state/query.svelte.ts';
import { withStepUp } from '../state/step-up.svelte.ts';
import { act } from './act.ts';

/** What became of a tap: the server's words, never our guess. */
export type Decision =
  | { readonly kind: 'decided'; readonly proposal: ProposalView; readonly orderId: string | null }
  /** The first of two nods: the question stays open for another person. */
  | { readonly kind: 'waits'; readonly proposal: ProposalView }
  /** The same question in a new revision: it has to be read again. */
  | { readonly kind: 'revised'; readonly proposal: ProposalView }
  | { readonly kind: 'failed'; readonly error: ApiError };

const CHANGES = ['/accounts', '/bots', '/proposals'];

export async function approve(proposal: ProposalView, edit?: ApproveProposal['edit']): Promise<Decision> {
  const input: ApproveProposal = { hash: proposal.hash, ...(edit && { edit }) };
  return decide(proposal.id, async () => {
    const result = await withStepUp(() => api.post<ApproveResult>(routes.approve(proposal.id), input));
    return { proposal: result.proposal, orderId: result.order?.id ?? result.proposal.orderId };
  });
}

export async function skip(proposal: ProposalView, reason?: RejectProposal['reason']): Promise<Decision> {
  return decide(proposal.id, async () => ({
    proposal: await api.post<ProposalView>(routes.reject(proposal.id), reason === undefined ? {} : { reason }),
    orderId: null,
  }));
}

/** Later: its one reminder moves; null when it was refused, and that was said. */
export async function putOff(proposal: ProposalView, input: PutOffProposal): Promise<ProposalView | null> {
  const moved = await act(() => api.post<ProposalView>(routes.later(proposal.id), input), { changes: CHANGES });
  if (moved !== null) keep(routes.proposal(proposal.id), moved);
  return moved;
}

async function decide(
  id: string,
  call: () => Promise<{ proposal: ProposalView; orderId: string | null }>,
): Promise<Decision> {
  try {
    const { proposal, orderId } = await call();
    keep(routes.proposal(id), proposal);
    if (proposal.status !== 'pending') return { kind: 'decided', proposal, orderId };
    return { kind: (proposal.twoPeople?.first ?? null) === null ? 'revised' : 'waits', proposal };
  } catch (thrown) {
    const error = asApiError(thrown);
    // Somebody was quicker, or the question changed: show how it stands now, with the reason.
    const now = await api.get<ProposalView>(routes.proposal(id)).catch(() => null);
    if (now) keep(routes.proposal(id), now);
    // What became of it is the answer to the tap; it must not go from the list without a word.
    if (now !== null && now.status !== 'pending') return { kind: 'decided', proposal: now, orderId: now.orderId };
    return { kind: 'failed', error };
  } finally {
    invalidate(...CHANGES);
  }
}
