import { isUnresolved } from '../../domain/order.ts';
import { invariant } from '../../lib/invariant.ts';
import { replace, submit, type Flow } from './effects.ts';
import type { Intent } from './intent.ts';
import { entryUnwanted } from './place.ts';
import type { OrderCore } from './ports.ts';
import { requestOf } from './request.ts';
import { settle } from './settle.ts';
import { stored } from './stored.ts';

/**
 * The one place from which an order leaves. The intent and its attempt are stored; whatever happens here, a later
 * reconcile finds them and asks the broker by the same id. Answers whether the broker's book has something to take over.
 */
export function* send(core: OrderCore, id: string): Flow<boolean> {
  const intent = core.store.intent(id);
  if (intent === null || core.inFlight.has(id)) return false;
  // What a person has to settle never leaves by itself.
  if (intent.state !== 'sending' && intent.state !== 'unknown') return false;
  core.inFlight.add(id);
  try {
    const answer =
      intent.replaces === null
        ? yield* submit(id, requestOf(core, intent))
        : yield* change(core, intent, stored(core, intent.replaces));
    return core.store.transaction(() => settle(core, id, answer));
  } finally {
    core.inFlight.delete(id);
  }
}

function* change(core: OrderCore, intent: Intent, old: Intent) {
  invariant(old.brokerOrderId, "only a confirmed order is changed: it has the broker's id");
  const { clientOrderId, type, limitPrice, stopPrice } = requestOf(core, intent);
  return yield* replace(intent.id, {
    replaces: { clientOrderId: old.coid, brokerOrderId: old.brokerOrderId },
    clientOrderId,
    quantity: intent.quantity,
    limitPrice,
    stopPrice,
    trail: type === 'trailing-stop' ? intent.trailPercent : null,
  });
}

/** Asked right before the first byte leaves, after whatever the broker's port had to wait for. */
export function isWanted(core: OrderCore, id: string): boolean {
  const intent = core.store.intent(id);
  if (intent === null || !isUnresolved(intent.state) || intent.cancelReason !== null) return false;
  return intent.side === 'sell' || entryUnwanted(core, intent) === null;
}
