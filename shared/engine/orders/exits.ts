import type { Holder, InstrumentId } from '../../domain/ids.ts';
import type { OrderPurpose } from '../../domain/order-purpose.ts';
import type { OrderType, TimeInForce } from '../../domain/order-terms.ts';
import type { DecimalText } from '../../lib/decimal.ts';
import { wantCancelled } from './cancel.ts';
import type { Actor, Intent, OrderReason } from './intent.ts';
import { placeOrder, sellable } from './place.ts';
import type { OrderCore } from './ports.ts';
import { isPositive, isWhole, least, minus } from './quantities.ts';
import { OPEN, RESTING } from './states.ts';
import { CANCEL_AGAIN_MS } from './timing.ts';

export interface ExitWish {
  readonly instrumentId: InstrumentId;
  readonly holder: Holder;
  /** Absent: all of it. */
  readonly quantity?: DecimalText | undefined;
  readonly limitPrice?: DecimalText | undefined;
  readonly stopPrice?: DecimalText | undefined;
  /** Of a `protection`. */
  readonly targetPrice?: DecimalText | null | undefined;
  readonly trailPercent?: DecimalText | undefined;
  /** Absent: as the prices say. */
  readonly type?: OrderType | undefined;
  readonly timeInForce?: TimeInForce | undefined;
  readonly extendedHours?: boolean | undefined;
  readonly purpose: Exclude<OrderPurpose, 'entry' | 'external'>;
  readonly actor: Actor;
  readonly proposalId?: string | undefined;
  readonly id?: string | undefined;
}

/**
 * Stores an exit, in the caller's block, to be sent in the same turn. No limit, mode or missing input stands in its way;
 * only the quantity is bound: a second exit beside an unconfirmed one would sell twice. Null when nothing is left to sell.
 */
export function placeExit(core: OrderCore, wish: ExitWish): Intent | null {
  const free = sellable(core, wish.instrumentId, wish.holder);
  const quantity = wish.quantity === undefined ? free : least(wish.quantity, free);
  if (!isPositive(quantity)) return null;
  const type = typeOf(wish);
  const placed = placeOrder(core, {
    id: wish.id,
    purpose: wish.purpose,
    holder: wish.holder,
    proposalId: wish.proposalId ?? null,
    instrumentId: wish.instrumentId,
    side: 'sell',
    type,
    // Brokers trade parts of a share for the day only: an exit of them with no end would be refused for ever.
    timeInForce: wish.timeInForce ?? (type === 'limit' || !isWhole(quantity) ? 'day' : 'gtc'),
    extendedHours: wish.extendedHours ?? false,
    quantity,
    limitPrice: wish.limitPrice ?? null,
    stopPrice: wish.stopPrice ?? null,
    targetPrice: wish.targetPrice ?? null,
    trailPercent: wish.trailPercent ?? null,
    actor: wish.actor,
    waitsForOpen: false,
  });
  return placed.ok ? placed.value : null;
}

/** The row that is there while everything is to be sold, of the account (`all`) or of one holder (`sell-everything.ts`). */
export const VERIFY_FLAT = 'verify-flat';

/** What everything is sold for: of the account, or of one holder that ends. */
export function purposeOf(whose: string): 'panic' | 'end' {
  return whose === 'all' ? 'panic' : 'end';
}

/** Whether it was asked for as a part of selling everything, which was taken back or is done since. */
export function isCalledOff(core: OrderCore, { purpose, holder }: ExitWish): boolean {
  if (purpose !== 'panic' && purpose !== 'end') return false;
  return !core.store.isScheduled(VERIFY_FLAT, purpose === 'panic' ? 'all' : holder);
}

const MAKES_WAY: OrderReason = { code: 'protection-first', values: {} };
const PROTECTIVE: ReadonlySet<OrderPurpose> = new Set(['stop', 'target', 'panic', 'end']);

/**
 * Sales of these shares that rest at the broker and reserve them there: what protects always makes way; a person's own
 * resting order only for protection; what sells as this exit does is a part of it, and stays.
 */
export function inTheWay(core: OrderCore, wish: ExitWish): Intent[] {
  return core.store
    .intentsOf(wish.instrumentId, wish.holder, OPEN)
    .filter(
      (order) =>
        order.side === 'sell' &&
        (order.purpose === 'protection' ||
          (PROTECTIVE.has(wish.purpose) && order.type !== 'market' && !isPartOf(wish, order))),
    );
}

function typeOf({ type, limitPrice }: ExitWish): OrderType {
  return type ?? (limitPrice === undefined ? 'market' : 'limit');
}

function isPartOf(wish: ExitWish, { purpose, type, limitPrice, stopPrice, trailPercent }: Intent): boolean {
  return (
    purpose === wish.purpose &&
    type === typeOf(wish) &&
    limitPrice === (wish.limitPrice ?? null) &&
    stopPrice === (wish.stopPrice ?? null) &&
    trailPercent === (wish.trailPercent ?? null)
  );
}

/** Takes back what rests on these shares, in the caller's block; answers what to end at the broker. */
export function makeWay(core: OrderCore, wish: ExitWish): string[] {
  const resting = inTheWay(core, wish);
  for (const { id } of resting) wantCancelled(core, id, MAKES_WAY);
  return resting.filter(({ state }) => (RESTING as readonly string[]).includes(state)).map(({ id }) => id);
}

/** An exit that has begun: what is sent now, and what it waits for. */
export interface BegunExit {
  readonly order: Intent | null;
  /** What reserves the rest of the shares; all of it shall end. */
  readonly resting: readonly string[];
  readonly toCancel: readonly string[];
}

/**
 * The first part of an exit, in the caller's block: what is free is placed; for what resting orders hold back a row is
 * kept, so that neither a crash nor a silent broker forgets it.
 */
export function beginExit(core: OrderCore, wish: ExitWish): BegunExit {
  const order = placeExit(core, wish);
  const rest = restOf(wish, order);
  const resting = rest === null ? [] : inTheWay(core, wish);
  if (rest === null || resting.length === 0) return { order, resting: [], toCancel: [] };
  core.store.schedule('exit', refOf(rest), core.now() + CANCEL_AGAIN_MS);
  return { order, resting: resting.map(({ id }) => id), toCancel: makeWay(core, wish) };
}

/** What is left of a wish after an order of it was placed; null: nothing. */
export function restOf(wish: ExitWish, order: Intent | null): ExitWish | null {
  if (order === null) return wish;
  if (wish.quantity === undefined) return { ...wish, id: undefined };
  const quantity = minus(wish.quantity, order.quantity);
  return isPositive(quantity) ? { ...wish, id: undefined, quantity } : null;
}

/** An exit that waits, as its row keeps it. */
export function refOf({ instrumentId, holder, ...wish }: ExitWish): string {
  return `${instrumentId}|${holder}|${JSON.stringify(wish)}`;
}

export function wishOf(ref: string): ExitWish | null {
  const [instrumentId = '', holder = ''] = ref.split('|', 2);
  const body = ref.slice(instrumentId.length + holder.length + 2);
  if (body === '') return null;
  const wish = JSON.parse(body) as Omit<ExitWish, 'instrumentId' | 'holder'>;
  return { ...wish, instrumentId: instrumentId as InstrumentId, holder: holder as Holder };
}

/** Whether an exit of these shares waits for what protects them to end: until then it is not put back. */
export function isExitWaiting(core: OrderCore, instrumentId: InstrumentId, holder: Holder): boolean {
  return core.store.isScheduled('exit', `${instrumentId}|${holder}|`);
}
