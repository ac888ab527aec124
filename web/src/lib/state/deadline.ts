import type { ProposalView } from '#shared/contract/proposal.ts';
import { live } from './live.svelte.ts';
import { now } from './now.svelte.ts';

export interface Deadline {
  /** Wall milliseconds after which it cannot be answered. */
  readonly end: number;
  readonly leftMs: number;
  /** The clock of a replayed or generated market stands still for this question, and goes on doing so while it is read. */
  readonly marketWaits: boolean;
}

/** Until when a question can be answered. A market that holds for it moves the end along while it is on a screen. */
export function deadlineOf(proposal: ProposalView): Deadline {
  const market = live.market;
  const hold = market?.phase === 'held' && market.holdUntil !== null ? Date.parse(market.holdUntil) : null;
  const end = Math.max(Date.parse(proposal.answerBy), hold ?? 0);
  return { end, leftMs: Math.max(0, end - now.ms), marketWaits: hold !== null && proposal.session === 'now' };
}
