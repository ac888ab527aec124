import type { RiskView } from '#shared/contract/risk.ts';
import type { Currency } from '#shared/domain/instrument.ts';
import { decimal, toText } from '#shared/lib/decimal.ts';
import { toIso, type MarketMs } from '#shared/lib/time.ts';
import type { BookLine } from '#shared/risk/check.ts';
import { correlationMatrix, togetherOf } from '#shared/risk/correlations.ts';
import { below, drawdownCurve, thinned, type DrawdownPoint, type MoneyMove } from '#shared/risk/drawdown-curve.ts';
import { usageOf } from '#shared/risk/measures.ts';
import { countsBars, LEAST_COMMON_RETURNS, PAST_RETURNS } from '#shared/risk/past-prices.ts';
import { exposureBySector } from '#shared/risk/sectors.ts';
import type { UsageInput } from '#shared/risk/usage.ts';
import { heldLines, underWay } from './check-book.ts';
import { accountState } from './checks.ts';
import { closedTrades, dayTrades } from './closed-trades.ts';
import type { AccountContext, Present } from './context.ts';
import { instrumentOf } from './instruments.ts';
import { limitsView } from './limits.ts';
import { limitsOf } from './meta.ts';
import { heldPositions, inBase, marketDay, rateToBase, type HeldPosition } from './money-book.ts';

/** Instruments of the matrix: more nobody reads. */
const MATRIX_MAX = 30;
const CURVE_MAX = 300;

/** How far every limit is used, and what stands behind it: the same numbers wherever people look. Writes nothing. */
export function riskView(ctx: AccountContext, present: Present): RiskView {
  const shown = limitsView(ctx);
  // As they bind: the first trades, what the world asks where nobody set it, and blocks that have not ended.
  const { unconfirmedFractionMax, blockedUntil } = shown;
  const limits = { ...limitsOf(ctx.sql), unconfirmedFractionMax, blockedUntil };
  const account = accountState(ctx, present);
  const positions = heldPositions(ctx);
  const { pending, lines } = underWay(ctx, null);
  const book = [...heldLines(ctx, positions, present), ...lines];
  const usage = usageOf({
    currency: ctx.spec.baseCurrency,
    limits,
    account: { ...account, dayTrades: dayTrades(ctx) },
    book,
    pending,
    positions: new Set([...positions, ...pending].map(({ instrumentId }) => instrumentId)).size,
    tradeLosses: [...positions.map((position) => tradeLoss(ctx, position)), ...lines.map(orderLoss)].filter(
      ({ holder }) => holder !== 'external',
    ),
    closed: closedTrades(ctx),
    past: present.past,
  });
  return {
    ...shown,
    accountId: ctx.spec.id,
    currency: ctx.spec.baseCurrency,
    marketAt: present.market === null ? null : toIso(present.market.marketAt),
    equity: account.equity === null ? null : inBase(ctx, decimal(account.equity)),
    usage: usage.map((one) => ({ ...one, about: [...one.about], missing: [...one.missing] })),
    correlation: correlationView(ctx, book, present),
    exposure: exposureBySector(book, limits).map(({ kind, sector, value, symbols }) => ({
      kind,
      sector,
      value: value === null ? null : inBase(ctx, decimal(value)),
      fraction: shareOf(value, account.equity),
      limit: kind === 'funds' ? limits.fundFractionMax : limits.sectorFractionMax,
      symbols: [...symbols],
    })),
    drawdown: curve(ctx, account).map(({ at, ...point }) => ({ at: toIso(at), ...point })),
  };
}

type TradeLoss = UsageInput['tradeLosses'][number] & Pick<BookLine, 'holder'>;

/** What a holding would lose at its stop of what was paid for it; the whole without one. */
function tradeLoss(ctx: AccountContext, position: HeldPosition): TradeLoss {
  const { holder, stopPrice, quantity, cost } = position;
  const instrument = instrumentOf(ctx, position.instrumentId);
  const rate = rateToBase(ctx, instrument.currency);
  const { symbol } = instrument;
  if (rate === null) return { symbol, holder, loss: null };
  const back = decimal(stopPrice ?? 0)
    .times(quantity)
    .times(instrument.multiplier);
  const loss = decimal(cost).minus(back).times(rate);
  // Above what was paid a stop keeps a gain.
  return { symbol, holder, loss: loss.lt(0) ? '0' : toText(loss) };
}

function orderLoss({ instrument, holder, value, hasStop, lossAtStop }: BookLine): TradeLoss {
  return { symbol: instrument.symbol, holder, loss: hasStop ? lossAtStop : value };
}

function correlationView(ctx: AccountContext, book: readonly BookLine[], { past }: Present): RiskView['correlation'] {
  const all = togetherOf(book);
  const held = all.slice(0, MATRIX_MAX);
  return {
    instruments: held.map(({ instrument, value }) => ({
      instrumentId: instrument.id,
      symbol: instrument.symbol,
      nameEn: instrument.nameEn,
      nameKo: instrument.nameKo,
      value: value === null ? null : inBase(ctx, decimal(value)),
    })),
    matrix: correlationMatrix(held, past).map((row) =>
      row.map((pair) => (pair === null ? null : Number(pair.toFixed(4)))),
    ),
    returns: PAST_RETURNS,
    leastCommon: LEAST_COMMON_RETURNS,
    countsBars: held.some(({ instrument }) => countsBars(instrument.exchange)),
    more: all.length - held.length,
  };
}

function shareOf(value: string | null, equity: string | null): number | null {
  if (value === null || equity === null || decimal(equity).lte(0)) return null;
  return Number(decimal(value).div(equity).toFixed(6));
}

/** The value at the end of each day, and now: measured from the mark that the limit itself is measured from. */
function curve(
  ctx: AccountContext,
  { equity, peakEquity }: { readonly equity: string | null; readonly peakEquity: string | null },
): DrawdownPoint[] {
  const days = ctx.sql.all<{ at: MarketMs; equity: string }>(
    'SELECT market_at AS at, equity FROM snapshot WHERE day <> ? ORDER BY day',
    marketDay(ctx),
  );
  const past = drawdownCurve(days, moneyMoves(ctx));
  if (equity === null || peakEquity === null) return thinned(past, CURVE_MAX);
  const value = inBase(ctx, decimal(equity));
  const peak = decimal(peakEquity).lt(value) ? value : peakEquity;
  const now = { at: ctx.marketNow(), equity: value, peak, drawdown: below(peak, value) };
  return thinned([...past, now], CURVE_MAX);
}

function moneyMoves(ctx: AccountContext): MoneyMove[] {
  const rows = ctx.sql.all<{ at: MarketMs; type: string; amount: string; currency: Currency }>(
    "SELECT market_at AS at, type, amount, currency FROM booking WHERE type IN ('deposit', 'withdrawal') ORDER BY number",
  );
  return rows.map(({ at, type, amount, currency }) => {
    const moved = decimal(amount)
      .abs()
      .times(rateToBase(ctx, currency) ?? 0);
    return { at, amount: toText(type === 'deposit' ? moved : moved.neg()) };
  });
}
