import { isTerminal } from '../../domain/order.ts';
import { adopt } from './adopt.ts';
import { cancelMany, dispatch } from './dispatch.ts';
import { all, lookUp, wait, type Flow } from './effects.ts';
import {
  beginExit,
  inTheWay,
  isCalledOff,
  makeWay,
  placeExit,
  refOf,
  restOf,
  wishOf,
  type BegunExit,
  type ExitWish,
} from './exits.ts';
import type { Intent } from './intent.ts';
import type { OrderCore } from './ports.ts';
import { reconcile } from './reconcile.ts';

/** How long an exit waits in one go for what reserved its shares: brokers need some 50 ms for it. */
const WAITS_MS = [50, 100, 200, 400, 800] as const;

/**
 * An exit that nothing may delay: what is free is sold at once; what a resting order held back as soon as that has ended,
 * which is waited for. What cannot be sold now is tried again by the alarm. Complete when it returns; answers the (last)
 * order.
 */
export function* exitNow(core: OrderCore, wish: ExitWish): Flow<Intent | null> {
  const begun = core.store.transaction(() => beginExit(core, wish));
  return yield* finishExit(core, wish, begun);
}

/**
 * The rest of several exits that blocks of this turn have begun: what was placed leaves side by side, the broker's book is
 * read once for all of it, and none waits for what holds back another.
 */
export function* finishExits(
  core: OrderCore,
  exits: readonly { readonly wish: ExitWish; readonly begun: BegunExit }[],
): Flow<void> {
  const placed = exits.flatMap(({ begun }) => begun.order?.id ?? []);
  const held = exits.filter(({ begun }) => begun.resting.length > 0);
  const leave = placed.length > 0 ? [dispatch(core, placed)] : [];
  yield* all<unknown>([...leave, ...held.map(({ wish, begun }) => finishRest(core, wish, begun))]);
}

/** The rest of an exit that a block has begun; what that placed leaves in the same turn. */
export function* finishExit(core: OrderCore, wish: ExitWish, begun: BegunExit): Flow<Intent | null> {
  if (begun.order !== null) yield* dispatch(core, [begun.order.id]);
  return yield* finishRest(core, wish, begun);
}

/** Of an exit whose order has left: the part that waits for what reserves its shares. */
function* finishRest(core: OrderCore, wish: ExitWish, begun: BegunExit): Flow<Intent | null> {
  const rest = restOf(wish, begun.order);
  if (begun.resting.length === 0 || rest === null) return latest(core, begun.order);
  yield* cancelMany(core, begun.toCancel);
  yield* waitForEnd(core, begun.resting);
  return latest(core, (yield* sellRest(core, rest)) ?? begun.order);
}

/**
 * The order that an exit which had to wait (its row's `ref`) has become, waited for as the exit itself is; null: none yet,
 * or nothing was left to sell.
 */
export function* orderOfExit(core: OrderCore, ref: string): Flow<Intent | null> {
  const id = wishOf(ref)?.id;
  if (id === undefined) return null;
  for (const ms of WAITS_MS) {
    const order = core.store.intent(id);
    if (order !== null || !core.store.isScheduled('exit', ref)) return order;
    yield* wait(ms);
  }
  return core.store.intent(id);
}

function latest(core: OrderCore, order: Intent | null): Intent | null {
  return order === null ? null : core.store.intent(order.id);
}

function* waitForEnd(core: OrderCore, ids: readonly string[]): Flow<void> {
  for (const ms of WAITS_MS) {
    const open = ids.flatMap((id) => {
      const intent = core.store.intent(id);
      return intent === null || isTerminal(intent.state) ? [] : [intent];
    });
    if (open.length === 0) return;
    yield* wait(ms);
    // Where a broker is not asked by our id its list alone tells.
    let isListNeeded = core.broker.class === 'b';
    for (const { id, coid } of isListNeeded ? [] : open) {
      const answer = yield* lookUp(coid);
      if (answer.kind !== 'found') continue;
      core.store.transaction(() => {
        adopt(core, id, answer.order, answer.legs);
      });
      // It ended there with fills that are not booked here, or as a pair whose legs were not told of: the book has both.
      isListNeeded ||= isTerminal(answer.order.state) && !isTerminal(core.store.intent(id)?.state ?? 'filled');
    }
    if (isListNeeded) yield* reconcile(core);
  }
}

/** The part of an exit that had to wait, once: the row that keeps it goes in the block that places it. */
function* sellRest(core: OrderCore, wish: ExitWish): Flow<Intent | null> {
  const order = core.store.transaction(() => {
    const ref = refOf(wish);
    if (!core.store.isScheduled('exit', ref) || isCalledOff(core, wish)) return null;
    const placed = placeExit(core, wish);
    const rest = restOf(wish, placed);
    const isBlocked = inTheWay(core, wish).length > 0;
    if (placed !== null || !isBlocked) core.store.unschedule('exit', ref);
    if (placed !== null && rest !== null && isBlocked) core.store.schedule('exit', refOf(rest), core.now());
    return placed;
  });
  if (order !== null) yield* dispatch(core, [order.id]);
  return order;
}

/** An exit that waits for what reserves its shares: by the alarm, and right after the block that began it. */
export function* exitAgain(core: OrderCore, ref: string): Flow<void> {
  const wish = wishOf(ref);
  if (wish === null || isCalledOff(core, wish)) {
    core.store.unschedule('exit', ref);
    return;
  }
  const resting = inTheWay(core, wish).map(({ id }) => id);
  yield* cancelMany(
    core,
    core.store.transaction(() => makeWay(core, wish)),
  );
  yield* waitForEnd(core, resting);
  yield* sellRest(core, wish);
}
