import { MINUTE_MS } from '../../lib/time.ts';
import { isUnresolved } from '../../domain/order.ts';
import type { Holder, InstrumentId } from '../../domain/ids.ts';
import { askToCancel, wantCancelled } from './cancel.ts';
import { all, type Flow } from './effects.ts';
import { isExitWaiting, placeExit } from './exits.ts';
import type { Intent } from './intent.ts';
import { openQuantity, sellable } from './place.ts';
import type { OrderCore, Protection } from './ports.ts';
import { compare, least, isPositive, plus } from './quantities.ts';
import { placeReplacement } from './change.ts';
import { send } from './send.ts';
import { OPEN, REFUSED } from './states.ts';

/** Every holder's shares have at the broker what they shall have, where the broker can hold it. */
export function* protectAll(core: OrderCore): Flow<void> {
  const { store, rules } = core;
  const resting = store.intentsIn(OPEN).filter(isProtection);
  // Of many holders most want nothing and have nothing: they are not looked at one by one.
  const concerned = store
    .holders()
    .filter(
      ({ instrumentId, holder }) =>
        resting.some((order) => order.instrumentId === instrumentId && order.holder === holder) ||
        rules.protection(instrumentId, holder) !== null,
    );
  yield* all(concerned.map(({ instrumentId, holder }) => protect(core, instrumentId, holder)));
}

function isProtection({ purpose, side }: Intent): boolean {
  return purpose === 'protection' && side === 'sell';
}

/**
 * What rests at the broker for a holder follows what it holds and what its plan says: placed after a fill, grown with the
 * next, moved with the stop, taken back when nothing is left. An exit that is on its way comes first.
 */
export function* protect(core: OrderCore, instrumentId: InstrumentId, holder: Holder): Flow<void> {
  if (!core.broker.can.protects) return;
  // What is taken back is placed anew in the same go.
  for (let step = 0; step < STEPS_MAX; step += 1) {
    const next = core.store.transaction(() => nextStep(core, instrumentId, holder));
    if (next === null) return;
    if (next.kind === 'send') yield* send(core, next.id);
    else yield* askToCancel(core, next.id);
  }
}

const STEPS_MAX = 3;
const REFUSED_AGAIN_MS = 5 * MINUTE_MS;

type Step = { readonly kind: 'send' | 'cancel'; readonly id: string } | null;

function nextStep(core: OrderCore, instrumentId: InstrumentId, holder: Holder): Step {
  if (isExitWaiting(core, instrumentId, holder)) return null;
  const wanted = core.rules.protection(instrumentId, holder);
  const live = core.store.intentsOf(instrumentId, holder, OPEN).filter(isProtection);
  const [only] = live;
  // Two of a chain, or one nobody confirmed: what becomes of it is known soon.
  if (live.length > 1 || (only !== undefined && isUnresolved(only.state))) return null;
  if (only === undefined) return wanted === null ? null : place(core, { instrumentId, holder, wanted });
  if (only.cancelReason !== null) return null;
  if (wanted === null) return takeBack(core, only);
  return isAsWanted(core, only, wanted) ? null : move(core, only, wanted);
}

function place(
  core: OrderCore,
  { instrumentId, holder, wanted }: { instrumentId: InstrumentId; holder: Holder; wanted: Protection },
): Step {
  const { stopPrice, targetPrice, quantity } = wanted;
  if (wasRefusedLately(core, { instrumentId, holder, wanted })) return null;
  const order = placeExit(core, {
    instrumentId,
    holder,
    quantity,
    stopPrice,
    targetPrice,
    type: targetPrice === null ? 'stop' : 'limit',
    timeInForce: 'gtc',
    purpose: 'protection',
    actor: 'clock',
  });
  return order && { kind: 'send', id: order.id };
}

/** The broker did not take the very same order: it is asked again after a while, and Nod watches meanwhile. */
function wasRefusedLately(
  core: OrderCore,
  { instrumentId, holder, wanted }: { instrumentId: InstrumentId; holder: Holder; wanted: Protection },
): boolean {
  return core.store
    .intentsOf(instrumentId, holder, REFUSED)
    .some(
      (old) =>
        old.purpose === 'protection' &&
        old.updatedAt > core.now() - REFUSED_AGAIN_MS &&
        old.quantity === wanted.quantity &&
        old.stopPrice === wanted.stopPrice &&
        old.targetPrice === wanted.targetPrice,
    );
}

function isAsWanted(core: OrderCore, live: Intent, wanted: Protection): boolean {
  if (live.stopPrice !== wanted.stopPrice || live.targetPrice !== wanted.targetPrice) return false;
  return compare(openQuantity(live), quantityFor(core, live, wanted)) === 0;
}

/** Shares that another exit already sells are not protected twice. */
function quantityFor(core: OrderCore, live: Intent, { quantity }: Protection): string {
  return least(quantity, plus(sellable(core, live.instrumentId, live.holder), openQuantity(live)));
}

function move(core: OrderCore, live: Intent, wanted: Protection): Step {
  const rest = quantityFor(core, live, wanted);
  if (!isPositive(rest)) return takeBack(core, live);
  // A broker changes the legs of a pair one by one, and a half-changed pair protects nobody: it is placed anew.
  const isSameKind = live.targetPrice === null && wanted.targetPrice === null;
  const change = { quantity: plus(rest, live.filledQuantity), stopPrice: wanted.stopPrice };
  const placed =
    isSameKind && !wasRefused(core, live) ? placeReplacement(core, { id: live.id, change, actor: 'clock' }) : null;
  return placed?.ok === true ? { kind: 'send', id: placed.value.id } : takeBack(core, live);
}

/** The broker did not take a change of this order: it is ended and placed anew. */
function wasRefused(core: OrderCore, live: Intent): boolean {
  const next = live.replacedBy === null ? null : core.store.intent(live.replacedBy);
  return next !== null && (next.state === 'rejected' || next.state === 'not-sent');
}

function takeBack(core: OrderCore, live: Intent): Step {
  wantCancelled(core, live.id, { code: 'protection-moved', values: {} });
  return { kind: 'cancel', id: live.id };
}
