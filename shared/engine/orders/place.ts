import { isTerminal } from '../../domain/order.ts';
import type { Holder, InstrumentId } from '../../domain/ids.ts';
import type { DecimalText } from '../../lib/decimal.ts';
import { err, ok, type Result } from '../../lib/result.ts';
import type { Intent, NewOrder, OrderReason, OrderTerms } from './intent.ts';
import { clientOrderId } from './order-id.ts';
import type { OrderCore } from './ports.ts';
import { compare, isPositive, least, minus, plus } from './quantities.ts';
import { OPEN, UNRESOLVED } from './states.ts';
import { LOOKED_FOR_AFTER_MS, OPEN_WINDOW_MS } from './timing.ts';

export function newOrderId(core: OrderCore): string {
  return core.idPrefix + core.newId();
}

/**
 * Stores an order in the caller's block: the intent, what is set aside for it, the attempt that precedes its send, the
 * news, and the alarm that finds it again whatever happens next. The caller sends in the same turn. A known id places
 * nothing: whatever became of it is its answer.
 */
export function placeOrder(core: OrderCore, order: NewOrder): Result<Intent, OrderReason> {
  const { store, rules } = core;
  const intent = intentOf(core, order);
  const blocked = blockedBy(core, intent);
  if (blocked !== null) return err(blocked);
  if (!store.insertIntent(intent)) return err({ code: 'duplicate-order', values: {} });
  const cost = rules.costOf(intent, intent.quantity);
  if (cost !== null) store.reserve(intent.id, intent.holder, cost);
  if (order.waitsForOpen) awaitOpen(core, intent);
  else recordAttempt(core, intent);
  rules.tell({ type: order.waitsForOpen ? 'order.waiting' : 'order.sent', intent, actor: order.actor, pages: false });
  // What is on its way has the row of its attempt; what waits for the open needs the market's call.
  rules.changed(!order.waitsForOpen);
  return ok(intent);
}

/** Why an order would not be placed now; null: it would. */
export function whyNotPlaced(core: OrderCore, order: NewOrder): OrderReason | null {
  const intent = intentOf(core, order);
  return core.store.intent(intent.id) === null ? blockedBy(core, intent) : { code: 'duplicate-order', values: {} };
}

function blockedBy(core: OrderCore, intent: Intent): OrderReason | null {
  return intent.side === 'buy' ? entryBlocked(core, intent) : exitBlocked(core, intent);
}

function intentOf(core: OrderCore, order: NewOrder): Intent {
  const { id = newOrderId(core), actor, proposalId, waitsForOpen } = order;
  return newIntent(core, order, {
    id,
    coid: clientOrderId(core.prefixes[0], id, order),
    state: waitsForOpen ? 'waiting-for-open' : 'sending',
    proposalId,
    actor: actor === 'clock' ? 'nod' : actor.userId,
  });
}

/** What differs between intents when they begin. */
export type FirstOfIntent = Pick<Intent, 'id' | 'coid' | 'state' | 'proposalId' | 'actor'> &
  Partial<Pick<Intent, 'brokerOrderId' | 'replaces' | 'filledBefore'>>;

/** An intent as it is stored first. All of them are made here, field by field, so that they are alike for the engine too. */
export function newIntent(core: OrderCore, terms: OrderTerms, first: FirstOfIntent): Intent {
  const now = core.now();
  return {
    id: first.id,
    coid: first.coid,
    version: 1,
    state: first.state,
    purpose: terms.purpose,
    holder: terms.holder,
    proposalId: first.proposalId,
    instrumentId: terms.instrumentId,
    side: terms.side,
    type: terms.type,
    timeInForce: terms.timeInForce,
    extendedHours: terms.extendedHours,
    quantity: terms.quantity,
    limitPrice: terms.limitPrice,
    stopPrice: terms.stopPrice,
    targetPrice: terms.targetPrice,
    trailPercent: terms.trailPercent,
    filledQuantity: '0',
    filledValue: '0',
    realized: '0',
    brokerOrderId: first.brokerOrderId ?? null,
    reason: null,
    cancelReason: null,
    replaces: first.replaces ?? null,
    replacedBy: null,
    filledBefore: first.filledBefore ?? '0',
    candidates: null,
    actor: first.actor,
    createdAt: now,
    marketAt: core.marketNow(),
    updatedAt: now,
  };
}

/** The attempt that precedes a send, stored first, so that what may reach the broker is always known before. */
export function recordAttempt(core: OrderCore, { id }: Pick<Intent, 'id'>): void {
  core.store.schedule('resolve-orders', 'all', core.now() + LOOKED_FOR_AFTER_MS, 'keep-earlier');
  core.store.addAttempt(id);
}

function awaitOpen(core: OrderCore, intent: Intent): void {
  const opensAt = core.rules.opensAt(intent);
  if (opensAt === null) return;
  core.store.schedule('release', intent.id, opensAt);
  core.store.schedule('lapse', intent.id, opensAt + OPEN_WINDOW_MS);
}

/** Why an entry may not be placed or leave now; looked at again before every byte of it. */
export function entryBlocked(core: OrderCore, order: Intent): OrderReason | null {
  if (!core.isReady()) return { code: 'recovering', values: {} };
  if (onlyTakesAway(core, order)) return null;
  const unsettled = unsettledBeside(core, order);
  if (unsettled !== null) return unsettled;
  return entryUnwanted(core, order);
}

/** The part of it that holds for a repeat of the same order too. */
export function entryUnwanted(core: OrderCore, order: Intent): OrderReason | null {
  if (core.isReady() && onlyTakesAway(core, order)) return null;
  const mode = core.store.mode(order.holder);
  if (mode !== 'active') return { code: mode === 'halted' ? 'mode-halted' : 'mode-reducing', values: {} };
  return core.rules.entryBlocked(order);
}

/**
 * It asks for no more than the order it is to replace had open then, at no higher price. Once the book is read, what holds
 * purchases back does not hold it: the larger one would go on meanwhile.
 */
function onlyTakesAway(core: OrderCore, order: Intent): boolean {
  const old = order.replaces === null ? null : core.store.intent(order.replaces);
  if (old === null || order.limitPrice === null || old.limitPrice === null) return false;
  const wasOpen = minus(old.quantity, order.filledBefore);
  return compare(order.quantity, wasOpen) <= 0 && compare(order.limitPrice, old.limitPrice) <= 0;
}

/** Beside an order nobody could settle nothing is bought of the same; beside an unconfirmed equal one it would be twice. */
function unsettledBeside(core: OrderCore, order: Intent): OrderReason | null {
  for (const other of core.store.intentsIn(UNRESOLVED)) {
    if (other.id === order.id || other.instrumentId !== order.instrumentId) continue;
    if (other.state === 'needs-human') return { code: 'unsettled-order', values: { order: other.id } };
    const isEqual = other.side === order.side && other.quantity === order.quantity && other.holder === order.holder;
    if (isEqual) return { code: 'duplicate-order', values: { order: other.id } };
  }
  return null;
}

/** An exit is bound by nothing but what its holder has left to sell: more would sell twice. */
function exitBlocked(core: OrderCore, { instrumentId, holder, quantity }: Intent): OrderReason | null {
  const free = sellable(core, instrumentId, holder);
  return compare(quantity, free) > 0 ? { code: 'exit-above-holding', values: { has: quantity, limit: free } } : null;
}

/** What a holder can still sell: confirmed as held, less what is on its way out or may be. */
export function sellable(core: OrderCore, instrumentId: InstrumentId, holder: Holder): DecimalText {
  const free = minus(core.store.held(instrumentId, holder), onTheWayOut(core, instrumentId, holder));
  return isPositive(free) ? free : '0';
}

/** Working and unconfirmed sales. An order and the one that is to replace it sell the same shares: the larger counts. */
function onTheWayOut(core: OrderCore, instrumentId: InstrumentId, holder: Holder): DecimalText {
  let total = '0';
  for (const intent of core.store.intentsOf(instrumentId, holder, OPEN)) {
    if (intent.side !== 'sell') continue;
    const rest = openQuantity(intent);
    const old = intent.replaces === null ? null : core.store.intent(intent.replaces);
    const shared = old === null || isTerminal(old.state) ? '0' : least(rest, openQuantity(old));
    total = plus(total, minus(rest, shared));
  }
  return total;
}

export function openQuantity({ quantity, filledQuantity }: Intent): DecimalText {
  return minus(quantity, filledQuantity);
}
