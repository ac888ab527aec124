import type { BrokerOrder } from '../../ports/broker.ts';
import { adopt } from './adopt.ts';
import { namedByFill } from './fills.ts';
import type { Intent } from './intent.ts';
import { mayBeOurs } from './match.ts';
import { isOurs } from './order-id.ts';
import { newIntent, newOrderId } from './place.ts';
import type { OrderCore } from './ports.ts';
import { isPositive } from './quantities.ts';
import { tripped } from './stop-buying.ts';

/** Whose order of the broker's list this is; null: nobody's here. */
export function ownerOf(core: OrderCore, order: BrokerOrder): Intent | null {
  const { store } = core;
  const byOurs = store.intentByCoid(order.clientOrderId);
  if (byOurs !== null) return byOurs;
  const seen = store.seenOrder(order.brokerOrderId)?.intentId ?? null;
  if (seen !== null) return store.intent(seen);
  const heardOf = namedByFill(core, order.brokerOrderId);
  if (heardOf !== null) return heardOf;
  // A leg belongs to whoever placed the order it hangs on.
  const parent = order.parentId === null ? null : (store.seenOrder(order.parentId)?.intentId ?? null);
  return parent === null ? null : store.intent(parent);
}

/**
 * An order that was not placed here, in one block. Placed outside Nod it is adopted as `external` and counts in risk.
 * Under our own prefix it means that somebody else writes in this state's name (a copied state, a restored backup):
 * buying stops in whichever copy sees it. What may be one of ours that nobody confirmed stays nobody's for now.
 */
export function meet(core: OrderCore, order: BrokerOrder): void {
  const { store, rules } = core;
  if (store.seenOrder(order.brokerOrderId) !== null || mayBeOurs(core, order)) return;
  if (isOurs(core.prefixes, order.clientOrderId)) {
    const about = { clientOrderId: order.clientOrderId, brokerOrderId: order.brokerOrderId };
    if (rules.trip('foreign-writer', order.brokerOrderId, about)) tripped(core);
  }
  const isOver = order.state !== 'accepted' && order.state !== 'partially-filled';
  const isNothing = isOver && !isPositive(order.filledQuantity);
  const isHistory = isOver && order.submittedAt < core.since;
  if (isNothing || isHistory || rules.instrument(order.instrumentId) === null) {
    store.saveSeen(order, null);
    return;
  }
  const external = externalIntent(core, order);
  if (!store.insertIntent(external)) return;
  store.saveSeen(order, external.id);
  const cost = rules.costOf(external, external.quantity);
  if (cost !== null && !isOver) store.reserve(external.id, external.holder, cost);
  rules.tell({ type: 'order.adopted', intent: external, actor: 'clock', pages: false });
  adopt(core, external.id, order);
}

function externalIntent(core: OrderCore, order: BrokerOrder): Intent {
  const terms = {
    purpose: 'external',
    holder: 'external',
    instrumentId: order.instrumentId,
    side: order.side,
    type: order.type,
    timeInForce: order.timeInForce,
    extendedHours: false,
    quantity: order.quantity,
    limitPrice: order.limitPrice,
    stopPrice: order.stopPrice,
    targetPrice: null,
    trailPercent: null,
  } as const;
  return newIntent(core, terms, {
    id: newOrderId(core),
    coid: order.clientOrderId,
    state: 'accepted',
    proposalId: null,
    actor: 'external',
    brokerOrderId: order.brokerOrderId,
  });
}
