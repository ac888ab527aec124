import { end } from './adopt.ts';
import { askToCancel, wantCancelled } from './cancel.ts';
import { all, type Flow } from './effects.ts';
import type { Actor, OrderReason } from './intent.ts';
import type { OrderCore } from './ports.ts';
import { reconcile } from './reconcile.ts';
import { send } from './send.ts';

/** Sends what a block decided to send, in its turn, side by side, and takes over what comes of it at once. */
export function* dispatch(core: OrderCore, intentIds: readonly string[]): Flow<void> {
  const news = yield* all(intentIds.map((id) => send(core, id)));
  if (news.includes(true)) yield* reconcile(core);
}

/** Ends an order: here when it has not left, else by asking the broker until it has answered. */
export function* cancelOrder(core: OrderCore, id: string, reason: OrderReason, actor: Actor): Flow<void> {
  const isAtBroker = core.store.transaction(() => {
    if (core.store.intent(id)?.state === 'waiting-for-open') {
      end(core, id, 'cancelled', reason, actor);
      return false;
    }
    wantCancelled(core, id, reason);
    return true;
  });
  if (isAtBroker) yield* cancelMany(core, [id]);
}

/** The same for orders whose end is wanted already, side by side. What is not confirmed every reconcile asks again. */
export function* cancelMany(core: OrderCore, ids: readonly string[]): Flow<void> {
  if (ids.length === 0) return;
  const news = yield* all(ids.map((id) => askToCancel(core, id)));
  if (news.includes(true)) yield* reconcile(core);
}
