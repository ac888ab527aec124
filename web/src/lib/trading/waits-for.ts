import type { OrderView } from '#shared/contract/proposal.ts';
import { live } from '../state/live.svelte.ts';
import { ui } from '../state/ui.svelte.ts';

/** Why a working order does not move on a market that Nod itself plays; null where it does, or where nobody knows. */
export function waitsFor({ status }: OrderView): string | null {
  if (!['waiting-for-open', 'accepted', 'partially-filled'].includes(status) || live.market === null) return null;
  const { phase, speed } = live.market;
  if (phase === 'held') return ui.w.orderStory.heldUp;
  return phase === 'standing' || speed === 0 ? ui.w.orderStory.standing : null;
}
