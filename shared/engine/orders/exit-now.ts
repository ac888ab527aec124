import { isTerminal } from '../../domain/order.ts';
import type { Holder, InstrumentId } from '../../domain/ids.ts';
import { adopt } from './adopt.ts';
import { cancelMany, dispatch } from './dispatch.ts';
import { lookUp, wait, type Flow } from './effects.ts';
import { inTheWay, makeWay, placeExit, type ExitWish } from './exits.ts';
import type { Intent } from './intent.ts';
import type { OrderCore } from './ports.ts';

/** What an exit still has to sell once what reserved the shares is gone: kept, so that a crash does not forget it. */
function refOf({ instrumentId, holder, purpose, quantity = '' }: ExitWish): string {
  return [instrumentId, holder, purpose, quantity].join('|');
}

function wishOf(ref: string): ExitWish | null {
  const [instrumentId, holder, purpose, quantity] = ref.split('|');
  if (instrumentId === undefined || holder === undefined || purpose === undefined) return null;
  return {
    instrumentId: instrumentId as InstrumentId,
    holder: holder as Holder,
    purpose: purpose as ExitWish['purpose'],
    ...(quantity !== undefined && quantity !== '' && { quantity }),
    actor: 'clock',
  };
}

const EXIT_AGAIN_MS = 5_000;
/** How long an exit waits in one go for what reserved its shares: brokers need some 50 ms for it. */
const WAITS_MS = [50, 100, 200, 400, 800] as const;

/**
 * An exit that nothing may delay: what is free is sold at once; what a resting order held back as soon as that has ended,
 * which is waited for. What cannot be sold now is tried again by the alarm. Complete when it returns; answers the (last)
 * order.
 */
export function* exitNow(core: OrderCore, wish: ExitWish): Flow<Intent | null> {
  const first = core.store.transaction(() => {
    const order = placeExit(core, wish);
    const resting = order !== null && order.quantity === wish.quantity ? [] : inTheWay(core, wish);
    const toCancel = resting.length === 0 ? [] : makeWay(core, wish);
    if (resting.length > 0) core.store.schedule('exit', refOf(wish), core.now() + EXIT_AGAIN_MS);
    return { order, resting: resting.map(({ id }) => id), toCancel };
  });
  if (first.order !== null) yield* dispatch(core, [first.order.id]);
  if (first.resting.length === 0) return first.order;
  yield* cancelMany(core, first.toCancel);
  yield* waitForEnd(core, first.resting);
  return (yield* sellRest(core, wish)) ?? first.order;
}

function* waitForEnd(core: OrderCore, ids: readonly string[]): Flow<void> {
  for (const ms of WAITS_MS) {
    const open = ids.flatMap((id) => {
      const intent = core.store.intent(id);
      return intent === null || isTerminal(intent.state) ? [] : [intent];
    });
    if (open.length === 0) return;
    yield* wait(ms);
    for (const { id, coid } of open) {
      const answer = yield* lookUp(coid);
      if (answer.kind !== 'found') continue;
      core.store.transaction(() => {
        adopt(core, id, answer.order);
      });
    }
  }
}

/** The part of an exit that had to wait; while anything still reserves the shares the alarm comes back to it. */
function* sellRest(core: OrderCore, wish: ExitWish): Flow<Intent | null> {
  const order = core.store.transaction(() => {
    const rest = placeExit(core, { ...wish, id: undefined });
    if (inTheWay(core, wish).length === 0) core.store.unschedule('exit', refOf(wish));
    return rest;
  });
  if (order !== null) yield* dispatch(core, [order.id]);
  return order;
}

/** By the alarm: an exit that waited for what reserved its shares. */
export function* exitAgain(core: OrderCore, ref: string): Flow<void> {
  const wish = wishOf(ref);
  if (wish === null) {
    core.store.unschedule('exit', ref);
    return;
  }
  const toCancel = core.store.transaction(() => makeWay(core, wish));
  yield* cancelMany(core, toCancel);
  yield* sellRest(core, wish);
}
