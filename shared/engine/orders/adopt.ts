import { isTerminal } from '../../domain/order.ts';
import type { BrokerOrder } from '../../ports/broker.ts';
import { advance } from './advance.ts';
import type { Actor, Intent, OrderReason } from './intent.ts';
import type { OrderCore, OrderNewsType } from './ports.ts';
import { compare, minus, plus } from './quantities.ts';
import { RECONCILE_EVERY_MS } from './timing.ts';

/**
 * Takes over what the broker says of an order, in the caller's block. Fills come as executions, never from here. `legs`
 * are those listed with it; absent where only the order itself was seen.
 */
export function adopt(core: OrderCore, intentId: string, order: BrokerOrder, legs?: readonly BrokerOrder[]): void {
  const { store, rules } = core;
  store.saveSeen(order, intentId);
  // A leg tells of its fills by executions; the order it belongs to tells of the end.
  if (order.parentId !== null) return;
  store.markAttempt(intentId, 'answered');
  store.schedule('reconcile', 'all', core.now() + RECONCILE_EVERY_MS, 'keep-earlier');
  if (order.state === 'rejected') {
    end(core, intentId, 'rejected', refusedBy(order));
    return;
  }
  const step = advance(core, intentId, { event: 'accepted', brokerOrderId: order.brokerOrderId });
  if (step?.changed) {
    rules.tell({ type: 'order.accepted', intent: step.intent, actor: 'clock', pages: step.pages });
    if (step.intent.purpose === 'protection') {
      rules.protectedBy(step.intent.instrumentId, step.intent.holder, 'broker');
    }
    rules.changed(step.intent.purpose !== 'protection');
  }
  const intent = store.intent(intentId);
  if (intent === null || isTerminal(intent.state)) return;
  // Its last fills are known to the broker only: the next page of executions brings them, then it ends.
  const filled = filledThere(intent, order, legs);
  if (filled === null || compare(intent.filledQuantity, filled) < 0) return;
  if (order.state === 'cancelled') end(core, intentId, 'cancelled', refusedBy(order) ?? intent.cancelReason);
  else if (order.state === 'expired') end(core, intentId, 'expired', refusedBy(order) ?? lapsed(intent));
  else if (order.state === 'replaced') giveWay(core, intentId);
}

/**
 * What the broker filled of it. Of two exits the one that trades ends the other, so that an ended pair may have sold: that
 * is known only together with its legs. Null: not known.
 */
function filledThere(intent: Intent, order: BrokerOrder, legs?: readonly BrokerOrder[]): string | null {
  const isPair = intent.purpose === 'protection' && intent.targetPrice !== null;
  if (!isPair || order.state === 'replaced') return order.filledQuantity;
  if (legs === undefined || legs.some(({ state }) => state === 'accepted' || state === 'partially-filled')) return null;
  return legs.reduce((total, leg) => plus(total, leg.filledQuantity), order.filledQuantity);
}

/** What has filled of a replacement proves that it is in force. That the broker took the request alone does not. */
export function takePlace(core: OrderCore, intentId: string): void {
  const replaced = core.store.intent(intentId)?.replaces ?? null;
  if (replaced !== null) giveWay(core, replaced);
}

/** An order is no more, whatever it still reports of earlier fills: what was set aside is for the one in its place. */
function giveWay(core: OrderCore, intentId: string): void {
  const old = end(core, intentId, 'replaced', null);
  const next = old === null || old.replacedBy === null ? null : core.store.intent(old.replacedBy);
  if (next === null || isTerminal(next.state)) return;
  const cost = core.rules.costOf(next, minus(next.quantity, next.filledQuantity));
  if (cost !== null) core.store.reserve(next.id, next.holder, cost);
}

function refusedBy({ reason }: BrokerOrder): OrderReason | null {
  if (reason === null) return null;
  return reason === 'split' ? { code: 'split', values: {} } : refused(reason);
}

export function refused(words: string): OrderReason {
  return { code: 'broker-refused', values: { words } };
}

/** An immediate buy lapses only because nothing could be had at its limit. */
function lapsed(intent: Intent): OrderReason | null {
  return intent.timeInForce === 'ioc' ? { code: 'opened-above-ceiling', values: {} } : null;
}

const END_NEWS = {
  cancelled: 'order.cancelled',
  expired: 'order.expired',
  rejected: 'order.rejected',
  replaced: 'order.replaced',
  'held-back': 'order.not-sent',
} as const satisfies Record<string, OrderNewsType>;

/** Ends an order that will not fill any further: frees what was set aside, tells why. Null: it had ended already. */
export function end(
  core: OrderCore,
  intentId: string,
  event: keyof typeof END_NEWS,
  reason: OrderReason | null,
  actor: Actor = 'clock',
): Intent | null {
  const { store, rules } = core;
  const step = advance(core, intentId, reason === null ? { event } : { event, reason });
  if (step === null || !step.changed) return null;
  const { intent } = step;
  // The answer to what is on its way decides about the money; what has ended by itself needs none.
  if (isTerminal(intent.state)) store.free(intentId);
  store.unschedule('release', intentId);
  store.unschedule('lapse', intentId);
  rules.tell({ type: END_NEWS[event], intent, actor, pages: step.pages });
  if (intent.side === 'sell') exitEnded(core, intent, event);
  rules.changed();
  return intent;
}

function exitEnded(core: OrderCore, exit: Intent, event: keyof typeof END_NEWS): void {
  if (exit.purpose === 'protection' && event !== 'replaced') {
    core.rules.protectedBy(exit.instrumentId, exit.holder, 'nod');
  }
  // A split ends orders in old shares: they are sent again in new ones.
  const isBlocked = event === 'rejected' || event === 'expired';
  if (isBlocked && exit.reason?.code !== 'split') core.rules.exitBlocked(exit);
}
