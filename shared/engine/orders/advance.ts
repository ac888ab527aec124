import { isForward, nextOrderState, type OrderEvent } from '../../domain/order.ts';
import type { Intent, OrderReason } from './intent.ts';
import type { OrderCore } from './ports.ts';
import { stored } from './stored.ts';

export interface Change {
  readonly event: OrderEvent;
  readonly reason?: OrderReason | null;
  readonly brokerOrderId?: string | null;
}

/** A step along the table. `changed` is false for a report about an order that keeps its state word. */
export interface Advance {
  readonly intent: Intent;
  readonly changed: boolean;
  /** It came against all expectation, and a person is told. */
  readonly pages: boolean;
}

/**
 * Moves an intent along the transition table, in the caller's block. What is written after an effect reads the row again
 * first: a step that is not forward changes nothing and answers null, so that overlapping reconciles cannot take an order
 * back.
 */
export function advance(core: OrderCore, id: string, change: Change): Advance | null {
  const intent = stored(core, id);
  const step = nextOrderState(intent.state, change.event);
  if (!step.ok) {
    core.log({ event: 'order-event-refused', orderId: id, state: intent.state, orderEvent: change.event });
    return null;
  }
  const { state, changed, pages } = step.value;
  if (changed && !pages && !isForward(intent.state, state)) return null;
  const brokerOrderId = change.brokerOrderId ?? intent.brokerOrderId;
  if (!changed && brokerOrderId === intent.brokerOrderId) return { intent, changed, pages };
  const reason = changed && change.reason !== undefined ? change.reason : intent.reason;
  core.store.updateIntent(id, intent.version, { state, reason, brokerOrderId });
  return { intent: stored(core, id), changed, pages };
}
