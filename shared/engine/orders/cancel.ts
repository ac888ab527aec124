import { isTerminal } from '../../domain/order.ts';
import { adopt } from './adopt.ts';
import { cancel, type Flow } from './effects.ts';
import type { OrderReason } from './intent.ts';
import type { OrderCore } from './ports.ts';
import { CANCEL_AGAIN_MS } from './timing.ts';

/** An order shall end: stored before the broker is asked, so that it is asked until it has answered. In a block. */
export function wantCancelled(core: OrderCore, id: string, reason: OrderReason): void {
  const intent = core.store.intent(id);
  if (intent === null || isTerminal(intent.state)) return;
  if (intent.cancelReason === null) core.store.updateIntent(id, intent.version, { cancelReason: reason });
  core.store.schedule('resolve-orders', 'all', core.now() + CANCEL_AGAIN_MS, 'keep-earlier');
}

/** Asks the broker once; what it answers decides. Answers whether its book has something to take over. */
export function* askToCancel(core: OrderCore, id: string): Flow<boolean> {
  const intent = core.store.intent(id);
  if (intent === null || isTerminal(intent.state)) return false;
  // What nobody confirmed is resolved first: not found there today, it may still arrive.
  if (intent.state !== 'accepted' && intent.state !== 'partially-filled') return false;
  const answer = yield* cancel(intent.coid, intent.brokerOrderId);
  if (answer.kind === 'cancelled' || answer.kind === 'too-late') {
    core.store.transaction(() => {
      adopt(core, id, answer.order);
    });
  }
  return answer.kind === 'too-late' || (answer.kind === 'cancelled' && isStillOpen(core, id));
}

/** It ended there with fills that are not booked here yet. */
function isStillOpen(core: OrderCore, id: string): boolean {
  const state = core.store.intent(id)?.state;
  return state !== undefined && !isTerminal(state);
}
