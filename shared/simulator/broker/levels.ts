import type { PriceLevel } from '../../domain/market.ts';
import type { Book } from './book.ts';
import type { BookOrder } from './book-store.ts';
import { isNowOrNever, isStop, rankOf } from './trade.ts';

const RATCHET = '~';
/** A trailing stop looks up again after the price has come this part of its trail further. */
const RATCHET_PART = 0.1;

/** The prices at which working orders want to be offered a trade, as a market's levels; their ids name the orders. */
export function bookLevels({ store }: Book): PriceLevel[] {
  return store.working().flatMap((order) => {
    if (order.isHeld || order.pending === 'new') return [];
    return order.type === 'trailing-stop' && !order.isTriggered ? trailLevels(order) : [levelOf(order)];
  });
}

/** The client order id of the order a level belongs to. */
export function orderOfLevel(levelId: string): string {
  const [id = levelId] = levelId.split(RATCHET);
  return id;
}

/** Market and immediate orders trade at the next open; what rests also inside a range. */
function levelOf(order: BookOrder): PriceLevel {
  const { clientOrderId: id, instrumentId, side, type, limitPrice, stopPrice } = order;
  const level = { id, instrumentId, rank: rankOf(order) };
  if (isStop(order) && stopPrice !== null) {
    return { ...level, kind: side === 'sell' ? 'at-or-below' : 'at-or-above', price: Number(stopPrice) };
  }
  const rests = (type === 'limit' || type === 'stop-limit') && limitPrice !== null && !isNowOrNever(order);
  if (!rests) return { ...level, kind: 'open', price: null, rank: 1 };
  return { ...level, kind: side === 'buy' ? 'at-or-below' : 'at-or-above', price: Number(limitPrice) };
}

/** Where a trailing stop is hit, and where it moves on. Before its first price it only asks for one. */
function trailLevels(order: BookOrder): PriceLevel[] {
  const { clientOrderId: id, instrumentId, side, stopPrice, highWater } = order;
  if (stopPrice === null || highWater === null) return [{ id, instrumentId, rank: 0, kind: 'open', price: null }];
  const best = Number(highWater);
  const next = best + (best - Number(stopPrice)) * RATCHET_PART;
  return [
    { id, instrumentId, rank: 0, kind: side === 'sell' ? 'at-or-below' : 'at-or-above', price: Number(stopPrice) },
    {
      id: `${id}${RATCHET}${highWater}`,
      instrumentId,
      rank: 2,
      kind: side === 'sell' ? 'at-or-above' : 'at-or-below',
      price: next,
    },
  ];
}
