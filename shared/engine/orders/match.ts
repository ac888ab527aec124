import { isUnresolved } from '../../domain/order.ts';
import type { BrokerOrder } from '../../ports/broker.ts';
import type { Attempts, OrderCore } from './ports.ts';
import type { Intent } from './intent.ts';
import { isOurs } from './order-id.ts';
import { requestOf } from './request.ts';
import { WORKING } from './states.ts';
import { FLIGHT_MAX_MS, MARGIN_MS } from './timing.ts';

/*
 * Brokers that do not know our ids: an order of theirs is taken for ours only when everything about it fits and nothing
 * else does. A loose match adopts a stranger's order.
 */

/** Orders of the broker's list that could be this one: same terms, placed while it was on its way, nobody's yet. */
export function candidatesFor(
  core: OrderCore,
  intent: Intent,
  { orders, attempts }: { orders: readonly BrokerOrder[]; attempts: Attempts },
): BrokerOrder[] {
  const from = attempts.firstAt - MARGIN_MS;
  const until = attempts.lastAt + FLIGHT_MAX_MS + MARGIN_MS;
  return orders.filter(
    (order) =>
      order.submittedAt >= from &&
      order.submittedAt <= until &&
      order.parentId === null &&
      hasTerms(core, order, intent) &&
      isUnclaimed(core, order, intent),
  );
}

function hasTerms(core: OrderCore, order: BrokerOrder, intent: Intent): boolean {
  if (order.instrumentId !== intent.instrumentId || order.side !== intent.side) return false;
  const asked = requestOf(core, intent);
  return (
    order.quantity === asked.quantity &&
    order.type === asked.type &&
    order.limitPrice === asked.limitPrice &&
    // Where a trailing stop stands is the broker's to say.
    (order.stopPrice === asked.stopPrice || asked.type === 'trailing-stop') &&
    order.timeInForce === asked.timeInForce
  );
}

function isUnclaimed(core: OrderCore, order: BrokerOrder, intent: Intent): boolean {
  const claimed = core.store.seenOrder(order.brokerOrderId)?.intentId ?? null;
  if (claimed !== null) return claimed === intent.id;
  const named = core.store.intentByCoid(order.clientOrderId);
  if (named !== null) return named.id === intent.id;
  return !isOurs(core.prefixes, order.clientOrderId);
}

/** Another of ours that nobody confirmed and that an order of theirs fits just as well: then none of both is certain. */
export function hasRival(core: OrderCore, intent: Intent, order: BrokerOrder): boolean {
  return core.store
    .intentsIn(WORKING)
    .some((other) => other.id !== intent.id && isUnresolved(other.state) && hasTerms(core, order, other));
}

/** Whether an order that nobody here knows may be one of ours that is still unconfirmed: then it is nobody's yet. */
export function mayBeOurs(core: OrderCore, order: BrokerOrder): boolean {
  if (core.broker.class === 'a') return false;
  return core.store
    .intentsIn(WORKING)
    .some((intent) => isUnresolved(intent.state) && hasTerms(core, order, intent) && isUnclaimed(core, order, intent));
}
