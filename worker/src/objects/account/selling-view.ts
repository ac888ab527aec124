import type { SellingView } from '#shared/contract/selling.ts';
import type { ReasonView } from '#shared/contract/common.ts';
import { calendarOf } from '#shared/domain/calendar/market-calendar.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import { isFlatOwed } from '#shared/engine/orders/sell-everything.ts';
import { decimal, sum, toText, type Decimal } from '#shared/lib/decimal.ts';
import { toIso, type MarketMs } from '#shared/lib/time.ts';
import { feesOf } from './checks.ts';
import type { AccountContext, Present } from './context.ts';
import { instrumentOf } from './instruments.ts';
import { modeOf } from './meta.ts';
import { SELL_EVERYTHING } from './modes.ts';
import { heldPositions, inBase, rateToBase } from './money-book.ts';
import { intentsIn, OPEN_STATES } from './order-book.ts';
import { pendingProposals } from './proposals.ts';
import { positionViews } from './views.ts';

/** What selling everything would sell now or later, and about how much it brings. */
export function sellingView(ctx: AccountContext, present: Present): SellingView {
  const held = heldPositions(ctx);
  const positions = positionViews(ctx, present).map((position) => {
    const instrument = instrumentOf(ctx, position.instrumentId);
    const { symbol, instrumentId, nameEn, nameKo, currency, quantity, marketPrice, priceAt } = position;
    const worth = position.marketValue === null ? null : decimal(position.marketValue);
    const fees =
      marketPrice === null ? decimal(0) : feesOf(ctx, instrument, 'sell', decimal(quantity), decimal(marketPrice));
    const { waits, at } = whenSold(ctx, instrument, present);
    const gain = position.unrealizedPnl;
    const bought = sum(held.filter((one) => one.instrumentId === instrumentId).map((one) => decimal(one.fees)));
    return {
      ...{ symbol, instrumentId, nameEn, nameKo, currency, quantity, marketPrice, priceAt },
      brings: worth === null ? null : toText(worth.minus(fees)),
      gain: gain === null ? null : toText(decimal(gain).minus(bought).minus(fees)),
      waits,
      soldAt: at === null ? null : toIso(at),
    };
  });
  const total = (of: (position: (typeof positions)[number]) => string | null): string | null => {
    const all = positions.map((position) => {
      const [amount, rate] = [of(position), rateToBase(ctx, position.currency)];
      return amount === null || rate === null ? null : decimal(amount).times(rate);
    });
    return all.includes(null) ? null : inBase(ctx, sum(all as Decimal[]));
  };
  const entries = intentsIn(ctx, OPEN_STATES).filter(({ side, holder }) => side === 'buy' && holder !== 'external');
  return {
    accountId: ctx.spec.id,
    state: stateOf(ctx),
    currency: ctx.spec.baseCurrency,
    positions,
    brings: total(({ brings }) => brings),
    gain: total(({ gain }) => gain),
    cancels: entries.length,
    takesBack: pendingProposals(ctx).filter(({ side }) => side === 'buy').length,
  };
}

function stateOf(ctx: AccountContext): SellingView['state'] {
  if (isFlatOwed(ctx.orders, 'all')) return 'selling';
  const isSold = modeOf(ctx.sql).reason === SELL_EVERYTHING && heldPositions(ctx).length === 0;
  return isSold ? 'sold' : 'not-asked';
}

/**
 * Whether its market takes a sale now, and if not when it opens. In a market that is played the next bar does. Without
 * the present the calendar alone tells.
 */
export function whenSold(
  ctx: AccountContext,
  { id, exchange }: Instrument,
  present: Present | null,
): { waits: ReasonView | null; at: MarketMs | null } {
  const { world } = ctx.spec;
  const unresolved = intentsIn(ctx, UNRESOLVED).some((order) => order.instrumentId === id && order.side === 'sell');
  if (unresolved) return { waits: { code: 'sale-not-confirmed', values: {} }, at: null };
  if (world === 'demo' || world === 'replay') return { waits: null, at: null };
  const calendar = calendarOf(exchange);
  const now = ctx.marketNow();
  // A broker's calendar overrides the rule.
  if (present?.market?.isOpen ?? calendar.isOpen(now)) return { waits: null, at: null };
  return { waits: { code: 'waits-for-market', values: {} }, at: calendar.nextOpen(now) };
}

const UNRESOLVED = "('unknown', 'needs-human')" as typeof OPEN_STATES;
