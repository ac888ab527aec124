import type { Holder } from '../../domain/ids.ts';
import { wantCancelled } from './cancel.ts';
import { cancelMany } from './dispatch.ts';
import { all, type Flow } from './effects.ts';
import { finishExit } from './exit-now.ts';
import { beginExit, isExitWaiting, purposeOf, wishOf, VERIFY_FLAT, type ExitWish } from './exits.ts';
import type { Actor, Intent, OrderReason } from './intent.ts';
import { sellable } from './place.ts';
import type { OrderCore, Unsold } from './ports.ts';
import { isPositive } from './quantities.ts';
import { reconcile } from './reconcile.ts';
import { OPEN, RESTING } from './states.ts';

/*
 * Everything is sold, of the account or of one holder: owed from the block that made the mode stricter until the broker's
 * own book says that nothing is held. One row stands for it: where there is none it was never asked for, is done, or was
 * taken back.
 */

/** Whose: `all` is the account's. */
export type Whose = 'all' | Holder;

/** Looked at again while something can still be done, and while all of it only waits for its market. */
const LOOK_AGAIN_MS = 5_000;
const WAITING_LOOK_AGAIN_MS = 30_000;

/** From here on everything of it shall be sold; in the block that stores the mode. */
export function oweFlat(core: OrderCore, whose: Whose): void {
  core.store.schedule(VERIFY_FLAT, whose, core.now() + LOOK_AGAIN_MS);
}

export function isFlatOwed(core: OrderCore, whose: Whose): boolean {
  return core.store.isScheduled(VERIFY_FLAT, whose);
}

/** An exit for everything that is held; shares that resting orders held back go as soon as those are taken back. */
export function* sellHeld(core: OrderCore, whose: Whose, actor: Actor): Flow<void> {
  const begun = core.store.transaction(() => {
    if (!isFlatOwed(core, whose)) return [];
    return wishesOf(core, whose, actor).map((wish) => ({ wish, exit: beginExit(core, wish) }));
  });
  yield* all(begun.map(({ wish, exit }) => finishExit(core, wish, exit)));
}

/** By the alarm, until the broker's book was read and nothing is held nor may still come. What is left is told. */
export function* verifyFlat(core: OrderCore, whose: Whose): Flow<void> {
  const isRead = yield* reconcile(core);
  const isDone = core.store.transaction(() => {
    if (!isFlatOwed(core, whose)) return true;
    const left = unsoldOf(core, whose, isRead);
    if (!isFlat(left)) return false;
    core.store.unschedule(VERIFY_FLAT, whose);
    core.rules.tellUnsold(whose, null);
    return true;
  });
  if (isDone) return;
  yield* sellHeld(core, whose, 'clock');
  core.store.transaction(() => {
    if (!isFlatOwed(core, whose)) return;
    const left = unsoldOf(core, whose, isRead);
    core.store.schedule(VERIFY_FLAT, whose, core.now() + (isWaiting(left) ? WAITING_LOOK_AGAIN_MS : LOOK_AGAIN_MS));
    core.rules.tellUnsold(whose, left);
  });
}

/** Nothing more of it is sold, in the caller's block: what has not left never does; answers what to end at the broker. */
export function callOff(core: OrderCore, whose: Whose): string[] {
  core.store.unschedule(VERIFY_FLAT, whose);
  const purpose = purposeOf(whose);
  const isMeant = (of: { readonly purpose: string; readonly holder: string }): boolean =>
    of.purpose === purpose && (whose === 'all' || of.holder === whose);
  for (const ref of core.store.scheduled('exit')) {
    const wish = wishOf(ref);
    if (wish !== null && isMeant(wish)) core.store.unschedule('exit', ref);
  }
  const sales = core.store.intentsIn(OPEN).filter((order) => order.side === 'sell' && isMeant(order));
  for (const { id } of sales) wantCancelled(core, id, TAKEN_BACK);
  return sales.filter(isResting).map(({ id }) => id);
}

/** Asks the broker to end what was called off, and puts back what protects the shares that are left. */
export function* endSales(core: OrderCore, ids: readonly string[]): Flow<void> {
  yield* cancelMany(core, ids);
  yield* reconcile(core);
}

const TAKEN_BACK: OrderReason = { code: 'selling-taken-back', values: {} };

function isResting({ state }: Intent): boolean {
  return (RESTING as readonly string[]).includes(state);
}

function wishesOf(core: OrderCore, whose: Whose, actor: Actor): ExitWish[] {
  return (
    core.store
      .holders()
      .filter(({ holder }) => whose === 'all' || holder === whose)
      .filter(({ instrumentId, holder }) => isPositive(core.store.held(instrumentId, holder)))
      // What nobody can name right now, a stranger's, is sold as soon as somebody can.
      .filter(({ instrumentId }) => core.rules.instrument(instrumentId) !== null)
      // What waits for a resting order to end goes on by its own row.
      .filter(({ instrumentId, holder }) => actor !== 'clock' || !isExitWaiting(core, instrumentId, holder))
      .map(({ instrumentId, holder }) => ({ instrumentId, holder, purpose: purposeOf(whose), actor }))
  );
}

/** What is still held, what may still come, and where the broker's book has shares that ours does not. */
function unsoldOf(core: OrderCore, whose: Whose, isRead: boolean): Unsold {
  const { store } = core;
  const positions = store
    .holders()
    .filter(({ holder }) => whose === 'all' || holder === whose)
    .map(({ instrumentId, holder }) => ({
      instrumentId,
      holder,
      quantity: store.held(instrumentId, holder),
      isOnItsWay: !isPositive(sellable(core, instrumentId, holder)),
    }))
    .filter(({ quantity }) => quantity !== '0');
  const isTheirs = ({ holder }: Intent): boolean => whose === 'all' || holder === whose;
  const mayStillBuy = store.intentsIn(OPEN).filter((order) => order.side === 'buy' && isTheirs(order)).length;
  const differs = whose === 'all' && (store.meta('differences') ?? []).some(({ what }) => what === 'position');
  return { positions, mayStillBuy, differs, isRead };
}

function isFlat({ positions, mayStillBuy, differs, isRead }: Unsold): boolean {
  return isRead && !differs && positions.length === 0 && mayStillBuy === 0;
}

function isWaiting({ positions, mayStillBuy, differs, isRead }: Unsold): boolean {
  return isRead && !differs && mayStillBuy === 0 && positions.every(({ isOnItsWay }) => isOnItsWay);
}
