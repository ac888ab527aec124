import type { Instrument } from '#shared/domain/instrument.ts';
import { isFlat } from '#shared/domain/position.ts';
import { decimal, toText, type Decimal } from '#shared/lib/decimal.ts';
import { toIso, type MarketMs } from '#shared/lib/time.ts';
import { countTrade } from './bot-book.ts';
import type { AccountContext } from './context.ts';
import { appendEvent } from './event-log.ts';
import { checkStopOuts } from './loss-trips.ts';
import { feesOfOrder, heldPosition, type HeldPosition } from './money-book.ts';
import type { Intent } from './order-book.ts';
import { resultAt } from './result-at.ts';
import { orderView } from './views.ts';

interface Filled {
  readonly instrument: Instrument;
  /** The holder's position before this execution. */
  readonly before: HeldPosition;
  /** How much of it this execution sold. */
  readonly sold: Decimal;
}

/** After a fill is booked and its order shows it: the news. */
export function tellFill(
  ctx: AccountContext,
  order: Intent,
  filled: Filled & { readonly isComplete: boolean; readonly isLate: boolean },
): void {
  const { instrument, isComplete, isLate } = filled;
  const position = heldPosition(ctx, instrument, order.holder);
  const closes = filled.sold.gt(0) && isFlat(position);
  const { stopPrice, targetPrice, plannedLoss, heldBy } = position;
  // Whole shares go under the broker's stop right after this; the fill is told before it is there.
  const isWhole = decimal(position.quantity).round(0, 0).eq(position.quantity);
  const goesToBroker = heldBy === 'nod' && stopPrice !== null && isWhole && ctx.broker.can.protects;
  appendEvent(ctx, {
    type: isComplete ? 'order.filled' : 'order.partly-filled',
    actor: 'clock',
    subject: order.id,
    body: {
      order: orderView(ctx, order),
      plan: order.side === 'buy' ? { stopPrice, targetPrice, plannedLoss, heldBy, goesToBroker } : null,
      realizedPnl: order.side === 'sell' ? order.realized : null,
      // Of all its fills; estimated where the broker charges them later.
      fees: toText(feesOfOrder(ctx, order.id)),
      closesPosition: closes,
      late: isLate,
    },
    // A fill after the end of its order is news whatever its size.
    alerts: isComplete || isLate,
  });
  if (closes) tellClosed(ctx, order, filled);
}

function tellClosed(ctx: AccountContext, exit: Intent, { instrument, before }: Filled): void {
  if (exit.holder !== 'manual' && exit.holder !== 'external') {
    countTrade(ctx, exit.holder, decimal(exit.realized).gt(0));
  }
  const { symbol, nameEn, nameKo, currency } = instrument;
  /** What all that this exit sold would have brought at a planned price. */
  const planned = (price: string | null): string | null => {
    if (price === null) return null;
    const ofTheRest = resultAt(ctx, { instrument, position: before, price: decimal(price) });
    return toText(ofTheRest.times(exit.filledQuantity).div(before.quantity).round(2));
  };
  const order = orderView(ctx, exit);
  appendEvent(ctx, {
    type: 'position.closed',
    actor: 'clock',
    subject: exit.id,
    body: {
      order,
      symbol,
      nameEn,
      nameKo,
      currency,
      quantity: exit.quantity,
      purpose: exit.purpose,
      averagePrice: order.averagePrice,
      stopPrice: before.stopPrice,
      targetPrice: before.targetPrice,
      realizedPnl: exit.realized,
      plannedLoss: planned(before.stopPrice),
      plannedGain: planned(before.targetPrice),
      openedAt: before.openedMarketAt === null ? null : toIso(before.openedMarketAt as MarketMs),
      marketAt: toIso(exit.marketAt as MarketMs),
    },
  });
  checkStopOuts(ctx);
}
