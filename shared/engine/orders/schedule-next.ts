import { isUnresolved } from '../../domain/order.ts';
import type { OrderCore } from './ports.ts';
import { WORKING } from './states.ts';
import { tripped } from './stop-buying.ts';
import {
  LOOKED_FOR_AFTER_MS,
  RECONCILE_EVERY_MS,
  RESOLVE_EVERY_MS,
  RESOLVE_SLOWEST_MS,
  UNCONFIRMED_MAX_MS,
} from './timing.ts';

/**
 * Keeps asking while anything is unconfirmed, unwanted or working; slower the longer it takes, never giving up. What
 * nobody confirms for two minutes stops buying.
 */
export function scheduleNext(core: OrderCore): void {
  const { store, rules } = core;
  store.transaction(() => {
    const working = store.intentsIn(WORKING);
    let pause = Infinity;
    for (const intent of working) {
      const isOpen = intent.state !== 'needs-human' && isUnresolved(intent.state);
      if (isOpen && core.now() - intent.createdAt > UNCONFIRMED_MAX_MS) {
        if (rules.trip('unconfirmed-order', intent.id, { order: intent.id })) tripped(core);
      }
      if (!isUnresolved(intent.state) && intent.cancelReason === null) continue;
      // What is on its way in this very instance answers by itself; the row is for the next instance.
      const slower = Math.max(RESOLVE_EVERY_MS, (core.now() - intent.updatedAt) / 2);
      pause = Math.min(
        pause,
        core.inFlight.has(intent.id) ? LOOKED_FOR_AFTER_MS : Math.min(RESOLVE_SLOWEST_MS, slower),
      );
    }
    if (pause === Infinity) store.unschedule('resolve-orders', 'all');
    // Whole milliseconds: a half of an odd number cannot be stored.
    else store.schedule('resolve-orders', 'all', core.now() + Math.ceil(pause));
    const differs = store.meta('differences')?.some((found) => !found.isTold) ?? false;
    const isBusy = working.length > 0 || (rules.idleReconcileMs !== null && store.heldByInstrument().size > 0);
    if (isBusy)
      store.schedule('reconcile', 'all', core.now() + RECONCILE_EVERY_MS, differs ? 'keep-earlier' : undefined);
    else if (differs) store.schedule('reconcile', 'all', core.now() + RECONCILE_EVERY_MS, 'keep-earlier');
    else if (rules.idleReconcileMs !== null) store.schedule('reconcile', 'all', core.now() + rules.idleReconcileMs);
    else store.unschedule('reconcile', 'all');
  });
}
