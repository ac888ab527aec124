import type { Execution } from '../../ports/broker.ts';
import { takePlace } from './adopt.ts';
import { isTerminal } from '../../domain/order.ts';
import { advance } from './advance.ts';
import type { Intent } from './intent.ts';
import type { OrderCore } from './ports.ts';
import { compare, minus, plus } from './quantities.ts';
import { WORKING } from './states.ts';
import { timesText } from '../../lib/quick-decimal.ts';

/** Whose order an execution belongs to: by our id, else by what was seen of the broker's (a leg, an adopted order). */
export function intentOfExecution(core: OrderCore, execution: Execution): Intent | null {
  const byOurs = core.store.intentByCoid(execution.clientOrderId);
  if (byOurs !== null) return byOurs;
  const seen = core.store.seenOrder(execution.brokerOrderId)?.intentId ?? null;
  return seen === null ? namedByFill(core, execution.brokerOrderId) : core.store.intent(seen);
}

/** An order that was heard of by a fill alone, at a broker whose lists forget our ids. */
export function namedByFill(core: OrderCore, brokerOrderId: string): Intent | null {
  if (core.broker.class !== 'a-star') return null;
  return core.store.intentsIn(WORKING).find((intent) => intent.brokerOrderId === brokerOrderId) ?? null;
}

/**
 * Books one execution, once: money, position, order and news in the caller's block. An execution always wins over what
 * was believed; it never waits for the broker's acknowledgement of its order.
 */
export function bookExecution(core: OrderCore, execution: Execution): void {
  const { store, rules } = core;
  // Only read: what is reported again and again costs no commit.
  if (store.knowsExecution(execution.id)) return;
  const intent = intentOfExecution(core, execution);
  store.insertExecution(execution, intent?.id ?? null);
  const booked = rules.book(execution, intent);
  if (intent === null) {
    booked.tell(null, { isComplete: false, isLate: false });
    return;
  }
  const filledQuantity = plus(intent.filledQuantity, execution.quantity);
  store.updateIntent(intent.id, intent.version, {
    filledQuantity,
    // A fill may be the first that is heard of it.
    brokerOrderId: intent.brokerOrderId ?? (execution.clientOrderId === intent.coid ? execution.brokerOrderId : null),
    filledValue: valueWith(intent, execution),
    realized: plus(intent.realized, booked.realized),
  });
  takePlace(core, intent.id);
  const isComplete = compare(filledQuantity, intent.quantity) >= 0;
  const step = advance(core, intent.id, { event: isComplete ? 'fill' : 'partial-fill' });
  const isLate = step?.pages ?? false;
  const order = store.intent(intent.id) ?? intent;
  keepAside(core, order, isTerminal(order.state));
  booked.tell(order, { isComplete, isLate });
  // What was sold needs watching no more; what was bought does, whatever becomes of this call.
  rules.changed(execution.side === 'sell');
}

/**
 * A fill from before this account began is not booked: its money and shares were there already. An order placed elsewhere
 * that goes on has that much less to fill. False: it is an order of ours, which cannot have filled before there was one:
 * the clock was wrong, and the fill is real.
 */
export function countEarlier(core: OrderCore, execution: Execution): boolean {
  const intent = intentOfExecution(core, execution);
  if (intent !== null && intent.holder !== 'external') return false;
  if (intent !== null) core.store.transaction(() => countFor(core, execution, intent));
  return true;
}

function countFor(core: OrderCore, execution: Execution, intent: Intent): void {
  const { store, rules } = core;
  if (!store.insertExecution(execution, intent.id)) return;
  const filledQuantity = plus(intent.filledQuantity, execution.quantity);
  store.updateIntent(intent.id, intent.version, { filledQuantity, filledValue: valueWith(intent, execution) });
  advance(core, intent.id, { event: compare(filledQuantity, intent.quantity) >= 0 ? 'fill' : 'partial-fill' });
  const order = store.intent(intent.id) ?? intent;
  keepAside(core, order, isTerminal(order.state));
  rules.changed();
}

function valueWith({ filledValue }: Intent, { quantity, price }: Execution): string {
  return plus(filledValue, timesText(quantity, price));
}

/** What an entry may still cost stays set aside; the rest of it is free again. */
function keepAside(core: OrderCore, order: Intent, isOver: boolean): void {
  if (order.side !== 'buy') return;
  const cost = isOver ? null : core.rules.costOf(order, minus(order.quantity, order.filledQuantity));
  if (cost === null) core.store.free(order.id);
  else core.store.reserve(order.id, order.holder, cost);
}
