import { end } from './adopt.ts';
import { advance } from './advance.ts';
import { dispatch } from './dispatch.ts';
import type { Flow } from './effects.ts';
import type { Intent, OrderReason } from './intent.ts';
import { entryBlocked, recordAttempt } from './place.ts';
import type { OrderCore } from './ports.ts';
import { stored } from './stored.ts';

/** `hold`: not now, it may be asked again (a quote is missing, the broker is not read yet). */
export type Gate = OrderReason | 'hold' | null;

/**
 * The open an order waited for: it goes if the gate says so (price within its ceiling, every check, the answerer's grant),
 * otherwise nothing is sent and the reason is told. One claim in one block: a second call finds it gone. Answers whether
 * it was sent.
 */
export function* release(core: OrderCore, id: string, gate: (order: Intent) => Gate): Flow<boolean> {
  const goes = core.store.transaction(() => claim(core, id, gate));
  if (goes) yield* dispatch(core, [id]);
  return goes;
}

function claim(core: OrderCore, id: string, gate: (order: Intent) => Gate): boolean {
  const { store, rules } = core;
  const order = store.intent(id);
  if (order?.state !== 'waiting-for-open') return false;
  // What was set aside for this very order is its own to spend while it is checked.
  store.free(id);
  const cost = rules.costOf(order, order.quantity);
  const keep = (): void => {
    if (cost !== null) store.reserve(id, order.holder, cost);
  };
  const answer = gate(order);
  if (answer === 'hold') {
    keep();
    return false;
  }
  const blocked = answer ?? entryBlocked(core, order);
  if (blocked !== null) {
    end(core, id, 'held-back', blocked);
    return false;
  }
  advance(core, id, { event: 'released' });
  keep();
  store.unschedule('release', id);
  store.unschedule('lapse', id);
  recordAttempt(core, order);
  rules.tell({ type: 'order.sent', intent: stored(core, id), actor: 'clock', pages: false });
  rules.changed();
  return true;
}

/** Minutes after the open: what was not released by then is not sent. Also the open that was missed while Nod was off. */
export function lapse(core: OrderCore, id: string): void {
  core.store.transaction(() => {
    core.store.unschedule('lapse', id);
    core.store.unschedule('release', id);
    if (core.store.intent(id)?.state !== 'waiting-for-open') return;
    end(core, id, 'held-back', { code: 'open-missed', values: {} });
  });
}
