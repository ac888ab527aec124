import type { InstrumentId } from '../../domain/ids.ts';
import { isTerminal, isUnresolved } from '../../domain/order.ts';
import { MINUTE_MS, type WallMs } from '../../lib/time.ts';
import type { BrokerOrder, BrokerSnapshot, Execution } from '../../ports/broker.ts';
import { adopt } from './adopt.ts';
import { askToCancel, wantCancelled } from './cancel.ts';
import { trimmed } from './change.ts';
import { compareBooks } from './compare.ts';
import { all, learn, lookUp, snapshot, type Flow } from './effects.ts';
import { bookExecution, countEarlier, intentOfExecution } from './fills.ts';
import { meet, ownerOf } from './foreign.ts';
import type { Intent } from './intent.ts';
import { mayBeOurs } from './match.ts';
import type { OrderCore } from './ports.ts';
import { protectAll } from './protect.ts';
import { resolve, type BookRead } from './resolve.ts';
import { scheduleNext } from './schedule-next.ts';
import { send } from './send.ts';
import { WORKING } from './states.ts';
import { stored } from './stored.ts';
import { LIST_LAG_MS, MARGIN_MS } from './timing.ts';

/** An order seen closed while its fills are not: the next snapshot has them. More rounds wait for the alarm. */
const ROUNDS_MAX = 3;
/** A book that is longer is read on by the alarm. */
const PAGES_MAX = 50;

/**
 * Compares with the broker's own book and takes over what differs: whose orders these are, executions, orders, those that
 * nobody confirmed, positions. The same code runs after a start, a crash, a deploy, news and by the alarm. Runs may
 * overlap: whatever is written after an effect reads the present again and only goes forward. False: the broker is out of
 * reach, or something of its book could not be taken over.
 */
export function* reconcile(core: OrderCore): Flow<boolean> {
  let isComplete = true;
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const read = yield* readBook(core);
    if (read === null) {
      scheduleNext(core);
      return false;
    }
    isComplete = read.isComplete;
    const working = core.store.intentsIn(WORKING);
    const again = yield* all(working.map(({ id }) => follow(core, id, read)));
    const behind = working.filter((_, index) => again[index]);
    if (behind.length > 0 && round < ROUNDS_MAX - 1) continue;
    compareBooks(core, read, behind);
    break;
  }
  scheduleNext(core);
  if (core.broker.can.protects) yield* protectAll(core);
  return isComplete;
}

/** Reads the book page by page and takes over what is new. What cannot be stops nothing else, and is read again. */
function* readBook(core: OrderCore): Flow<BookRead | null> {
  const { store } = core;
  let cursor = store.meta('cursor');
  let isComplete = true;
  let isUpToHere = true;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const askedAt = core.now();
    const listed = yield* snapshot(cursor, sinceOf(core));
    if (listed === null) return null;
    // What nobody can name right now is neither met nor booked, and read again.
    const unheardOf = unheardOfIn(core, listed);
    const isNamed = unheardOf === null || (yield* learn(unheardOf));
    const read = isNamed ? listed : namedPart(core, listed);
    isComplete &&= isNamed;
    isUpToHere &&= isNamed;
    meetStrangers(core, read);
    if (core.broker.class !== 'b' && read.executions.some((one) => isNobodys(core, one, read.orders))) {
      yield* askWhose(core, read);
    }
    const booked = bookAll(core, read, askedAt);
    isComplete &&= booked !== 'failed';
    isUpToHere &&= booked === 'booked';
    for (const order of read.orders) takeOver(core, order, read.orders);
    isComplete &&= movesBooked(core, read);
    // Up to here everything is booked; what is not is read again from where it begins.
    if (isUpToHere && read.cursor !== cursor) store.setMeta('cursor', read.cursor);
    cursor = read.cursor;
    if (!read.isLast) continue;
    if (isComplete) store.setMeta('checkedAt', askedAt);
    if (read.clockSkewMs !== null) store.setMeta('clockSkewMs', read.clockSkewMs);
    return { snapshot: read, askedAt, isComplete };
  }
  return null;
}

/** How far back ended orders matter: since the book was last read, or since the oldest left that nobody confirmed. */
function sinceOf(core: OrderCore): WallMs {
  let since: number = (core.store.meta('checkedAt') ?? core.since) - MINUTE_MS;
  for (const intent of core.store.intentsIn(WORKING)) {
    if (isUnresolved(intent.state)) since = Math.min(since, intent.createdAt - MARGIN_MS);
  }
  return since as WallMs;
}

/** Instruments that nobody here has heard of: the market is asked about them. Null: none. */
function unheardOfIn(core: OrderCore, { executions, orders }: BrokerSnapshot): InstrumentId[] | null {
  const isNew = ({ instrumentId }: Pick<Execution, 'instrumentId'>): boolean =>
    core.rules.instrument(instrumentId) === null;
  if (!executions.some(isNew) && !orders.some(isNew)) return null;
  const ids = [...executions, ...orders].filter(isNew).map(({ instrumentId }) => instrumentId);
  return [...new Set(ids)];
}

function namedPart(core: OrderCore, read: BrokerSnapshot): BrokerSnapshot {
  const isKnown = ({ instrumentId }: Pick<Execution, 'instrumentId'>): boolean =>
    core.rules.instrument(instrumentId) !== null;
  return { ...read, executions: read.executions.filter(isKnown), orders: read.orders.filter(isKnown) };
}

/** Orders that were not placed here, before anything of them is booked. */
function meetStrangers(core: OrderCore, { orders }: BrokerSnapshot): void {
  // A leg is known by its parent: parents first.
  for (const order of orders) if (order.parentId === null) introduce(core, order);
  for (const order of orders) {
    if (order.parentId !== null && !isUnmet(core, rootOf(order, orders))) introduce(core, order);
  }
}

/** The same of those that the list no longer shows: their fills tell of them. */
function* askWhose(core: OrderCore, { executions, orders }: BrokerSnapshot): Flow<void> {
  const asked = new Set<string>();
  for (const execution of executions) {
    const { clientOrderId } = execution;
    if (asked.has(clientOrderId) || !isNobodys(core, execution, orders)) continue;
    asked.add(clientOrderId);
    const answer = yield* lookUp(clientOrderId);
    if (answer.kind === 'found') introduce(core, answer.order);
  }
}

/** A fill that is not booked, of an order that nobody here has seen and the list does not show. */
function isNobodys(core: OrderCore, execution: Execution, orders: readonly BrokerOrder[]): boolean {
  const { id, brokerOrderId } = execution;
  if (core.store.seenOrder(brokerOrderId) !== null) return false;
  if (intentOfExecution(core, execution) !== null || core.store.knowsExecution(id)) return false;
  return !orders.some((order) => order.brokerOrderId === brokerOrderId);
}

function introduce(core: OrderCore, order: BrokerOrder): void {
  // Also an own one that nobody adopted yet: its legs are known by it.
  if ((core.store.seenOrder(order.brokerOrderId)?.intentId ?? null) !== null) return;
  const owner = ownerOf(core, order);
  core.store.transaction(() => {
    if (owner === null) meet(core, order);
    else core.store.saveSeen(order, owner.id);
  });
}

/** False: something could not be booked, and is read again. */
function movesBooked(core: OrderCore, { moves }: BrokerSnapshot): boolean {
  if (moves === null) return true;
  try {
    core.store.transaction(() => {
      core.rules.bookMoves(moves);
    });
    return true;
  } catch (error) {
    core.log({ event: 'cash-not-booked', error: String(error) });
    return false;
  }
}

type Taken = 'booked' | 'waits' | 'failed';

/** `waits`: something may belong to an order of ours that nobody has confirmed, and is booked once that is known. */
function bookAll(core: OrderCore, { executions, orders }: BrokerSnapshot, askedAt: WallMs): Taken {
  let came: Taken = 'booked';
  for (const execution of executions) {
    // One that is booked already is somebody’s; that it is not booked again is `bookExecution`’s to see.
    const isBooked = core.store.knowsExecution(execution.id);
    if (!isBooked && execution.at < core.since && countEarlier(core, execution)) continue;
    if (!isBooked && isNobodysYet(core, execution, { orders, askedAt })) {
      if (came === 'booked') came = 'waits';
      continue;
    }
    try {
      core.store.transaction(() => {
        bookExecution(core, execution);
      });
    } catch (error) {
      came = 'failed';
      core.log({ event: 'execution-not-booked', execution: execution.id, error: String(error) });
    }
  }
  return came;
}

/** The order that a leg hangs on; an order of its own is its own. */
function rootOf(order: BrokerOrder, orders: readonly BrokerOrder[]): BrokerOrder {
  return orders.find(({ brokerOrderId }) => brokerOrderId === order.parentId) ?? order;
}

/** It may be ours and nobody knows yet: its legs are nobody's either. */
function isUnmet(core: OrderCore, order: BrokerOrder): boolean {
  return order.parentId === null && core.store.seenOrder(order.brokerOrderId) === null;
}

function isNobodysYet(
  core: OrderCore,
  execution: Execution,
  { orders, askedAt }: { orders: readonly BrokerOrder[]; askedAt: WallMs },
): boolean {
  if (intentOfExecution(core, execution) !== null) return false;
  const order = orders.find(({ brokerOrderId }) => brokerOrderId === execution.brokerOrderId);
  // A list shows a fill before its order: whose it is (a leg's, a stranger's) is known a moment later. The list is as
  // old as its question, however long the broker was asked about something else meanwhile.
  const isHidden = order === undefined && core.store.seenOrder(execution.brokerOrderId) === null;
  if (isHidden && askedAt - execution.at < LIST_LAG_MS + MARGIN_MS) return true;
  if (core.broker.class === 'a') return false;
  if (order !== undefined) return mayBeOurs(core, rootOf(order, orders));
  return core.store
    .intentsIn(WORKING)
    .some(
      ({ instrumentId, side, state }) =>
        instrumentId === execution.instrumentId && side === execution.side && isUnresolved(state),
    );
}

/** What the list says of an order that is ours. */
function takeOver(core: OrderCore, order: BrokerOrder, orders: readonly BrokerOrder[]): void {
  const intent = ownerOf(core, order);
  if (intent === null || order.parentId !== null || isAsKnown(intent, order)) return;
  core.store.transaction(() => {
    const legs = orders.filter(({ parentId }) => parentId === order.brokerOrderId);
    adopt(core, intent.id, order, legs);
    // Said to have never arrived, and there after all: not wanted any more.
    if (intent.state === 'not-sent') {
      wantCancelled(core, intent.id, { code: 'never-reached-broker', values: {} });
    }
  });
}

function isAsKnown(intent: Intent, order: BrokerOrder): boolean {
  if (intent.brokerOrderId !== order.brokerOrderId || intent.state === 'not-sent') return false;
  return intent.state === order.state || isTerminal(intent.state);
}

/** One order against the broker's list; answers whether another look at the book is worth it now. */
function* follow(core: OrderCore, id: string, read: BookRead): Flow<boolean> {
  const intent = core.store.intent(id);
  if (intent === null || isTerminal(intent.state) || core.inFlight.has(id)) return false;
  if (isUnresolved(intent.state)) return yield* resolve(core, id, read);
  const listed = read.snapshot.orders.find(({ brokerOrderId }) => brokerOrderId === intent.brokerOrderId);
  if (listed === undefined && core.broker.class !== 'b') return yield* askAfter(core, intent);
  // It ended there, and its last fills are still to come.
  if (listed !== undefined && isTerminal(listed.state)) return true;
  if (intent.replaces !== null) yield* trim(core, id);
  return (core.store.intent(id)?.cancelReason ?? null) !== null && (yield* askToCancel(core, id));
}

/** A change and a fill crossed on their way: together they would be more than was asked for. */
function* trim(core: OrderCore, id: string): Flow<void> {
  const step = core.store.transaction(() => {
    return trimmed(core, stored(core, id));
  });
  if (step !== null && 'send' in step) yield* send(core, step.send);
}

/** Confirmed, and not in the list: asked for by itself. Not found means nothing: lists and look-ups lag. */
function* askAfter(core: OrderCore, intent: Intent): Flow<boolean> {
  const answer = yield* lookUp(intent.coid);
  if (answer.kind !== 'found') return false;
  core.store.transaction(() => {
    // A pair that was placed long ago and has ended is in no list any more: its legs are told of here or nowhere.
    adopt(core, intent.id, answer.order, answer.legs);
  });
  const after = stored(core, intent.id);
  if (isTerminal(after.state)) return false;
  if (isTerminal(answer.order.state)) return true;
  return after.cancelReason !== null && (yield* askToCancel(core, intent.id));
}
