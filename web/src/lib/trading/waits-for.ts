import type { OrderView } from '#shared/contract/proposal.ts';
import { live } from '../state/live.svelte.ts';
import { ui } from '../state/ui.svelte.ts';

/**
 * Why a working order does not move on a market that Nod itself plays; null where it does, or where nobody knows. The
 * market holds a moment longer than the last question (`open` ones are of others): that is nobody's turn.
 */
export function waitsFor({ status }: OrderView, open: readonly unknown[]): string | null {
  if (!['waiting-for-open', 'accepted', 'partially-filled'].includes(status) || live.market === null) return null;
  const { phase, speed } = live.market;
  if (phase === 'held') return open.length > 0 ? ui.w.orderStory.heldUp : null;
  return phase === 'standing' || speed === 0 ? ui.w.orderStory.standing : null;
}
