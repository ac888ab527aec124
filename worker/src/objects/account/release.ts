import { release as releaseFlow, type Gate } from '#shared/engine/orders/release.ts';
import type { OrderReason } from '#shared/engine/orders/intent.ts';
import { nodOfTwo } from '#shared/domain/two-people.ts';
import { decimal, toText } from '#shared/lib/decimal.ts';
import { grants } from './access.ts';
import { blockReason, checkEntry } from './checks.ts';
import type { AccountContext, Present } from './context.ts';
import { horizonOfOrder } from './horizons.ts';
import { instrumentOf } from './instruments.ts';
import type { Intent } from './order-book.ts';
import { findProposal } from './proposals.ts';
import { twoPeopleAbove } from './two-nods.ts';

/** The open an order waited for. Answers whether it was sent. */
export function release(ctx: AccountContext, intentId: string, present: Present): Promise<boolean> {
  return ctx.run(releaseFlow(ctx.orders, intentId, (order) => gateAtOpen(ctx, order, present)));
}

/** Whoever nodded, of two people both; an order by hand is its person's trade. What a bot does alone needs nobody. */
function mayStillNod(ctx: AccountContext, { actor, proposalId }: Intent): boolean {
  if (actor === 'nod') return true;
  if (proposalId === null) return grants(ctx, actor, 'trade');
  const first = findProposal(ctx, proposalId)?.firstNod ?? null;
  return grants(ctx, actor, 'approve') && (first === null || grants(ctx, first.by, 'approve'));
}

/**
 * Where two people have to nod, as the account says now and not as it did when this was nodded to: both did. An order that
 * nobody else was asked about has one at most.
 */
function secondNodMissing(ctx: AccountContext, order: Intent, limitPrice: string): OrderReason | null {
  const { instrumentId, quantity, proposalId, actor } = order;
  const above = twoPeopleAbove(ctx, { instrumentId, quantity, limitPrice });
  if (above === null) return null;
  const first = proposalId === null ? null : (findProposal(ctx, proposalId)?.firstNod ?? null);
  const isSecond = nodOfTwo(first, actor, (userId) => grants(ctx, userId, 'approve')) === 'second';
  return isSecond ? null : { code: 'two-people', values: { amount: above } };
}

/** It goes if the price is within its ceiling, every check passes and whoever nodded may still nod. */
function gateAtOpen(ctx: AccountContext, order: Intent, present: Present): Gate {
  const { instrumentId, limitPrice, stopPrice, holder, quantity, id } = order;
  if (limitPrice === null) return { code: 'unknown', values: {} };
  const quote = present.quotes.get(instrumentId);
  if (quote !== undefined && decimal(quote.price).gt(limitPrice)) {
    return { code: 'opened-above-ceiling', values: { opened: toText(decimal(quote.price)), limit: limitPrice } };
  }
  // Bought there, it would be sold at once.
  if (quote !== undefined && stopPrice !== null && decimal(quote.price).lte(stopPrice)) {
    return { code: 'opened-below-stop', values: { opened: toText(decimal(quote.price)), stop: stopPrice } };
  }
  if (!mayStillNod(ctx, order)) return { code: 'grant-gone', values: {} };
  const oneShort = secondNodMissing(ctx, order, limitPrice);
  if (oneShort !== null) return oneShort;
  const { blockedBy } = checkEntry(
    ctx,
    {
      instrument: instrumentOf(ctx, instrumentId),
      holder,
      quantity,
      limitPrice,
      stopPrice,
      session: 'next-open',
      horizon: horizonOfOrder(ctx, order),
      moment: 'send',
      except: id,
      isReady: ctx.isReady(),
    },
    present,
  );
  return blockedBy === null ? null : blockReason(blockedBy);
}
