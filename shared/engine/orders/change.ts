import { isTerminal, isReplaceable } from '../../domain/order.ts';
import type { DecimalText } from '../../lib/decimal.ts';
import { invariant } from '../../lib/invariant.ts';
import { err, ok, type Result } from '../../lib/result.ts';
import { wantCancelled } from './cancel.ts';
import type { Actor, Intent, OrderReason } from './intent.ts';
import { clientOrderId, nextInChain } from './order-id.ts';
import { entryBlocked, newIntent, openQuantity, recordAttempt, sellable } from './place.ts';
import type { OrderCore } from './ports.ts';
import { compare, isPositive, minus, plus } from './quantities.ts';

/** What is to be different about a working order; the rest stays. */
export interface OrderChange {
  /** Of the whole order, with what has filled already. */
  readonly quantity?: DecimalText | undefined;
  readonly limitPrice?: DecimalText | undefined;
  readonly stopPrice?: DecimalText | undefined;
}

export interface NotReplaced {
  readonly code: 'not-replaced';
  readonly reason: OrderReason;
}

/**
 * The replacement as an order of its own, in the caller's block: the same chain, the next revision, a new id at the
 * broker. Until it is accepted both may fill: the larger of the two is set aside and counts.
 */
export function placeReplacement(
  core: OrderCore,
  { id, change, actor }: { id: string; change: OrderChange; actor: Actor },
): Result<Intent, NotReplaced> {
  const { store, rules } = core;
  const old = store.intent(id);
  const no = (code: string): Result<Intent, NotReplaced> =>
    err({ code: 'not-replaced', reason: { code, values: { status: old?.state ?? 'unknown' } } });
  if (old === null || !core.broker.can.replace || core.broker.class === 'b') return no('cannot-replace');
  if (!isReplaceable(old.state) || old.brokerOrderId === null || old.cancelReason !== null) return no('not-working');
  if (isBeingReplaced(core, old)) return no('being-replaced');
  const next = replacementOf(core, old, { change, actor });
  if (!isPositive(next.quantity)) return no('below-filled');
  if (next.side === 'sell' && !isWithinHolding(core, old, next)) return no('exit-above-holding');
  const blocked = next.side === 'buy' ? entryBlocked(core, next) : null;
  if (blocked !== null) return err({ code: 'not-replaced', reason: blocked });
  invariant(store.insertIntent(next), 'the next id of a chain is free');
  store.updateIntent(old.id, old.version, { replacedBy: next.id });
  const extra = extraCost(core, old, next);
  if (extra !== null) store.reserve(next.id, next.holder, extra);
  recordAttempt(core, next);
  rules.tell({ type: 'order.sent', intent: next, actor, pages: false });
  rules.changed();
  return ok(next);
}

function replacementOf(core: OrderCore, old: Intent, { change, actor }: { change: OrderChange; actor: Actor }): Intent {
  const id = nextFreeInChain(core, old.id);
  const terms = {
    ...old,
    quantity: minus(change.quantity ?? old.quantity, old.filledQuantity),
    limitPrice: change.limitPrice ?? old.limitPrice,
    stopPrice: change.stopPrice ?? old.stopPrice,
  };
  return newIntent(core, terms, {
    id,
    coid: clientOrderId(core.prefixes[0], id, old),
    state: 'sending',
    proposalId: old.proposalId,
    actor: actor === 'clock' ? 'nod' : actor.userId,
    replaces: old.id,
    filledBefore: old.filledQuantity,
  });
}

/** A change that the broker refused has used its revision up. */
function nextFreeInChain(core: OrderCore, id: string): string {
  let next = nextInChain(id);
  while (core.store.intent(next) !== null) next = nextInChain(next);
  return next;
}

export function isBeingReplaced(core: OrderCore, old: Intent): boolean {
  const next = old.replacedBy === null ? null : core.store.intent(old.replacedBy);
  return next !== null && !isTerminal(next.state);
}

/** A sale may grow by what its holder has left beside it. */
function isWithinHolding(core: OrderCore, old: Intent, next: Intent): boolean {
  const free = plus(sellable(core, old.instrumentId, old.holder), openQuantity(old));
  return compare(next.quantity, free) <= 0;
}

/** What the new order may cost beyond what is set aside for the old one; null: no more. */
function extraCost(core: OrderCore, old: Intent, next: Intent): DecimalText | null {
  const { rules } = core;
  const cost = rules.costOf(next, next.quantity);
  if (cost === null) return null;
  const extra = minus(cost, rules.costOf(old, openQuantity(old)) ?? '0');
  return isPositive(extra) ? extra : null;
}

/**
 * Fills of the old order that were under way when the new one was stored come on top of it: that much the new one is made
 * smaller. In the caller's block; answers the change to be sent, or the order to be cancelled when nothing is left or
 * nothing can be changed now.
 */
export function trimmed(
  core: OrderCore,
  intent: Intent,
): { readonly send: string } | { readonly cancel: string } | null {
  const old = core.store.intent(intent.replaces ?? '');
  if (old === null || !isReplaceable(intent.state) || isBeingReplaced(core, intent)) return null;
  const excess = minus(old.filledQuantity, intent.filledBefore);
  if (!isPositive(excess) || intent.cancelReason !== null) return null;
  const quantity = minus(intent.quantity, excess);
  if (compare(quantity, intent.filledQuantity) <= 0) {
    wantCancelled(core, intent.id, { code: 'filled-meanwhile', values: {} });
    return { cancel: intent.id };
  }
  const placed = placeReplacement(core, { id: intent.id, change: { quantity }, actor: 'clock' });
  if (placed.ok) return { send: placed.value.id };
  if (intent.side === 'sell') return null;
  // What cannot be made smaller now ends: it would fill in full meanwhile.
  wantCancelled(core, intent.id, { code: 'filled-meanwhile', values: {} });
  return { cancel: intent.id };
}
