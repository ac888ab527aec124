import type { AccountView, PositionView, TransactionView } from '#shared/contract/account.ts';
import type { BotStatus, BotView, LookView } from '#shared/contract/bot.ts';
import type { OrderView } from '#shared/contract/proposal.ts';
import type { Caller } from '#shared/domain/caller.ts';
import type { Currency, Instrument } from '#shared/domain/instrument.ts';
import { averagePrice, marketValue } from '#shared/domain/position.ts';
import { decimal, sum, toText, type Decimal } from '#shared/lib/decimal.ts';
import { toIso, type MarketMs, type WallMs } from '#shared/lib/time.ts';
import { healthOf, type HeldStops } from '#shared/usecases/connection-health.ts';
import { isSilent } from './absence.ts';
import { roleOf } from './access.ts';
import { allBots, botInvested, unassigned, type TradingBot } from './bot-book.ts';
import type { AccountContext, Present } from './context.ts';
import { headSeq } from './event-log.ts';
import { instrumentOf } from './instruments.ts';
import { firstTradesLeft, limitsLockAt, limitsOf, mayTrade, nameOf, readMeta } from './meta.ts';
import { cashBalances, heldPositions, inBase, rateToBase, reserved, type HeldPosition } from './money-book.ts';
import { OPEN_STATES, type Intent } from './order-book.ts';
import { candidatesOf, differencesOf, modeView, unconfirmedOf } from './order-details.ts';
import { openTroubles } from './troubles.ts';
import { equityOf } from './valuation.ts';

const PRICE_PLACES = 6;

interface Seen {
  readonly caller: Caller;
  readonly isReady: boolean;
}

/** As somebody who was let in sees it. */
export function accountView(ctx: AccountContext, present: Present, how: Seen): AccountView {
  const { spec, sql } = ctx;
  const equity = equityOf(ctx, present);
  const dayStart = readMeta(sql, 'dayStart');
  const peak = readMeta(sql, 'peakEquity');
  const positions = heldPositions(ctx);
  const dayResult = equity !== null && dayStart !== null ? equity.minus(dayStart.equity) : null;
  const isProtected = (position: HeldPosition): boolean => position.heldBy !== 'none';
  const count = (query: string): number => sql.first<{ n: number }>(`SELECT count(*) AS n FROM ${query}`)?.n ?? 0;
  const checkedAt = readMeta(sql, 'brokerCheckedAt');
  const closedAt = readMeta(sql, 'closedAt');
  const stops = {
    atBroker: positions.filter((position) => position.heldBy === 'broker').length,
    atNod: positions.filter((position) => position.heldBy === 'nod').length,
  };
  return {
    id: spec.id,
    name: nameOf(ctx),
    // Taken away in the middle of the call: what is left is to look.
    role: roleOf(ctx, how.caller.userId) ?? 'viewer',
    world: spec.world,
    marketId: spec.marketId,
    broker: spec.broker ?? 'paper',
    connectionId: spec.connectionId ?? null,
    mayTrade: mayTrade(sql),
    health: healthView(ctx, checkedAt, stops),
    differences: differencesOf(ctx),
    firstTrades: firstTradesView(ctx),
    limitsLock: limitsLockView(ctx),
    botSizeFraction: limitsOf(sql).botSizeFractionMax,
    baseCurrency: spec.baseCurrency,
    ...modeView(ctx),
    recovering: !how.isReady,
    cash: Object.fromEntries(cashBalances(ctx).map(({ currency, amount }) => [currency, toText(amount)])) as Record<
      Currency,
      string
    >,
    unassigned: inBase(ctx, unassigned(ctx)),
    reserved: { [spec.baseCurrency]: inBase(ctx, reserved(ctx)) } as Record<Currency, string>,
    equity: equity === null ? null : inBase(ctx, equity),
    dayResult: dayResult === null ? null : inBase(ctx, dayResult),
    dayResultPercent:
      dayResult === null || dayStart === null || decimal(dayStart.equity).lte(0)
        ? null
        : Number(dayResult.div(dayStart.equity).times(100).toFixed(4)),
    realizedPnl: inBase(ctx, realizedInBase(ctx)),
    peakEquity: peak,
    drawdownPercent: equity === null || peak === null ? null : percentBelow(decimal(peak), equity),
    protection: {
      positions: positions.length,
      protected: positions.filter(isProtected).length,
      heldByBroker: stops.atBroker,
      heldByNod: stops.atNod,
    },
    troubles: openTroubles(ctx).map(({ trouble, since }) => ({ trouble, since: toIso(since) })),
    brokerCheckedAt: checkedAt === null ? null : toIso(checkedAt),
    pendingProposals: count("proposal WHERE status = 'pending'"),
    silentBots: allBots(ctx).filter(isSilent).length,
    // What protects a position stands with the position.
    workingOrders: count(`intent WHERE state IN ${OPEN_STATES} AND purpose <> 'protection'`),
    unresolvedOrders: count("intent WHERE state IN ('unknown', 'needs-human')"),
    createdAt: toIso(spec.createdAt),
    closedAt: closedAt === null ? null : toIso(closedAt),
    seq: headSeq(sql),
  };
}

/** The way to the broker as it was when it was used last. Nod's own paper broker is a neighbour in the same house. */
function healthView(ctx: AccountContext, checkedAt: number | null, stops: HeldStops): AccountView['health'] {
  const facts = ctx.facts();
  if (facts !== null) return healthOf(facts, ctx.now(), stops);
  const sentence = { code: 'paper-health', values: {} };
  const at = checkedAt === null ? null : toIso(checkedAt as WallMs);
  return { state: 'connected', sentence, mend: null, checkedAt: at, lostSince: null };
}

function firstTradesView({ sql }: AccountContext): AccountView['firstTrades'] {
  const { firstTrades } = limitsOf(sql);
  return firstTrades === null ? null : { left: firstTradesLeft(sql), sizeFraction: firstTrades.sizeFraction };
}

function limitsLockView(ctx: AccountContext): AccountView['limitsLock'] {
  const lock = limitsLockAt(ctx.sql, ctx.marketNow());
  return lock && { reason: lock.reason, until: toIso(lock.until) };
}

/** How far below the peak, in percent; 0 at the peak. */
export function percentBelow(peak: Decimal, now: Decimal): number | null {
  if (peak.lte(0)) return null;
  return Math.max(0, Number(peak.minus(now).div(peak).times(100).toFixed(4)));
}

export function positionViews(ctx: AccountContext, present: Present): PositionView[] {
  const byInstrument = new Map<string, HeldPosition[]>();
  for (const position of heldPositions(ctx)) {
    byInstrument.set(position.instrumentId, [...(byInstrument.get(position.instrumentId) ?? []), position]);
  }
  return [...byInstrument.values()].map((holders) => positionView(ctx, holders, present));
}

export function positionView(ctx: AccountContext, holders: readonly HeldPosition[], present: Present): PositionView {
  const [first] = holders;
  if (first === undefined) throw new Error('a position has a holder');
  const instrument = instrumentOf(ctx, first.instrumentId);
  const quote = present.quotes.get(first.instrumentId) ?? null;
  const total = {
    ...first,
    quantity: toText(sum(holders.map((holder) => decimal(holder.quantity)))),
    cost: toText(sum(holders.map((holder) => decimal(holder.cost)))),
  };
  const value = quote === null ? null : marketValue(total, decimal(quote.price), instrument.multiplier);
  return {
    symbol: instrument.symbol,
    instrumentId: instrument.id,
    nameEn: instrument.nameEn,
    nameKo: instrument.nameKo,
    currency: instrument.currency,
    quantity: total.quantity,
    averagePrice: priceText(averagePrice(total, instrument.multiplier)),
    marketPrice: quote === null ? null : toText(decimal(quote.price)),
    priceAt: quote === null ? null : toIso(quote.at),
    marketValue: value === null ? null : toText(value),
    unrealizedPnl: value === null ? null : toText(value.minus(total.cost)),
    holders: holders.map((holder) => ({
      botId: holder.holder === 'manual' || holder.holder === 'external' ? null : holder.holder,
      holder: holder.holder,
      quantity: holder.quantity,
      averagePrice: priceText(averagePrice(holder, instrument.multiplier)),
      stopPrice: holder.stopPrice,
      targetPrice: holder.targetPrice,
      openedAt: holder.openedMarketAt === null ? null : toIso(holder.openedMarketAt as MarketMs),
      protection: {
        heldBy: holder.heldBy,
        stopPrice: holder.heldBy === 'none' ? null : holder.stopPrice,
        confirmedAt: holder.confirmedAt === null ? null : toIso(holder.confirmedAt as WallMs),
      },
    })),
  };
}

export function priceText(price: Decimal | null): string | null {
  return price === null ? null : toText(price.round(PRICE_PLACES));
}

export function orderView(ctx: AccountContext, intent: Intent): OrderView {
  const instrument = instrumentOf(ctx, intent.instrumentId);
  const filled = decimal(intent.filledQuantity);
  const isExit = intent.side === 'sell';
  return {
    id: intent.id,
    accountId: ctx.spec.id,
    botId: intent.holder === 'manual' || intent.holder === 'external' ? null : intent.holder,
    holder: intent.holder,
    proposalId: intent.proposalId,
    clientOrderId: intent.coid,
    brokerOrderId: intent.brokerOrderId,
    symbol: instrument.symbol,
    instrumentId: instrument.id,
    nameEn: instrument.nameEn,
    nameKo: instrument.nameKo,
    currency: instrument.currency,
    side: intent.side,
    type: intent.type,
    timeInForce: intent.timeInForce,
    purpose: intent.purpose,
    quantity: intent.quantity,
    limitPrice: intent.limitPrice,
    stopPrice: intent.stopPrice,
    filledQuantity: intent.filledQuantity,
    averagePrice: filled.eq(0) ? null : priceText(decimal(intent.filledValue).div(filled)),
    status: intent.state,
    reason: intent.reason,
    realizedPnl: isExit && filled.gt(0) ? intent.realized : null,
    replaces: intent.replaces,
    replacedBy: intent.replacedBy,
    unconfirmed: unconfirmedOf(ctx, intent),
    candidates: candidatesOf(ctx, intent),
    createdAt: toIso(intent.createdAt as WallMs),
    marketAt: toIso(intent.marketAt as MarketMs),
    updatedAt: toIso(intent.updatedAt as WallMs),
  };
}

export function botView(ctx: AccountContext, bot: TradingBot, present: Present, lookedAt: LookView | null): BotView {
  const { config } = bot;
  const invested = botInvested(ctx, bot.id, present);
  const equity = invested === null ? null : invested.plus(bot.cash);
  const paid = heldPositions(ctx)
    .filter((position) => position.holder === bot.id)
    .map(({ cost, fees, currency }) =>
      decimal(cost)
        .plus(fees)
        .times(rateToBase(ctx, currency) ?? 0),
    );
  const pending = ctx.sql.first<{ n: number }>(
    "SELECT count(*) AS n FROM proposal WHERE status = 'pending' AND bot_id = ?",
    bot.id,
  );
  return {
    id: bot.id,
    accountId: ctx.spec.id,
    portfolioId: config.portfolioId ?? null,
    name: bot.name,
    investmentAmount: config.investmentAmount,
    currency: ctx.spec.baseCurrency,
    riskLevel: config.riskLevel,
    profile: { ...config.profile },
    durationWeeks: config.durationWeeks,
    autonomy: config.autonomy,
    askAbove: config.askAbove ?? null,
    sells: config.sells,
    sizing: config.sizing ?? { method: 'profile' },
    exits: { ...config.exits },
    strategy: config.strategy,
    strategyConfig: { ...config.strategyConfig },
    timeframe: config.timeframe,
    watchlistId: config.watchlistId ?? null,
    missingNames: bot.universe.missingNames === null ? null : [...bot.universe.missingNames],
    instrumentCount: bot.universe.instrumentIds?.length ?? present.market?.instrumentCount ?? 0,
    mode: bot.mode,
    modeReason: bot.modeReason,
    createdAt: toIso(bot.createdAt as WallMs),
    endsAt: toIso(bot.endsMarketAt as MarketMs),
    equity: equity === null ? null : inBase(ctx, equity),
    invested: invested === null ? null : inBase(ctx, invested),
    cashFree: inBase(ctx, decimal(bot.cash).minus(reserved(ctx, bot.id))),
    realizedPnl: inBase(ctx, decimal(bot.realized)),
    unrealizedPnl: invested === null ? null : inBase(ctx, invested.minus(sum(paid))),
    peakEquity: inBase(ctx, decimal(bot.peak)),
    trades: bot.trades,
    wins: bot.wins,
    pendingProposals: pending?.n ?? 0,
    ending: bot.ending && { askedAt: toIso(bot.ending.askedMarketAt as MarketMs), choice: bot.ending.choice },
    silent: silentView(bot),
    lastLook: lookedAt,
  };
}

function silentView(bot: TradingBot): BotView['silent'] {
  const { silent, unanswered } = bot.absence;
  return silent === null || !isSilent(bot) ? null : { why: silent.why, since: toIso(silent.since), unanswered };
}

export function botStatus(
  ctx: AccountContext,
  bot: TradingBot,
  present: Present,
  lookedAt: LookView | null,
): BotStatus {
  const view = botView(ctx, bot, present, lookedAt);
  const result = view.equity === null ? null : decimal(view.equity).minus(view.investmentAmount);
  return {
    botId: bot.id,
    mode: bot.mode,
    roi: result === null ? null : Number(result.div(view.investmentAmount).times(100).toFixed(4)),
    winRate: bot.trades === 0 ? null : bot.wins / bot.trades,
    profitLoss: result === null ? null : toText(result),
    trades: bot.trades,
    openPositions: heldPositions(ctx).filter((position) => position.holder === bot.id).length,
    nextLookAt: lookedAt?.nextLookAt ?? null,
  };
}

interface BookingRow {
  id: string;
  type: TransactionView['type'];
  holder: string;
  market_at: number;
  instrument_id: string | null;
  quantity: string | null;
  price: string | null;
  amount: string;
  currency: Currency;
  realized: string | null;
  order_id: string | null;
}

export function transactionView(ctx: AccountContext, row: BookingRow): TransactionView {
  const entries = ctx.sql.all<TransactionView['entries'][number]>(
    'SELECT account, amount, currency FROM ledger WHERE booking_id = ? ORDER BY n',
    row.id,
  );
  const instrument: Instrument | null = row.instrument_id === null ? null : instrumentOf(ctx, row.instrument_id);
  const rate = row.realized === null ? null : rateToBase(ctx, row.currency);
  return {
    id: row.id,
    botId: row.holder === 'manual' || row.holder === 'external' ? null : row.holder,
    type: row.type,
    at: toIso(row.market_at as MarketMs),
    symbol: instrument?.symbol ?? null,
    quantity: row.quantity,
    price: row.price,
    amount: row.amount,
    currency: row.currency,
    realizedPnl: row.realized,
    realizedInBase: rate && inBase(ctx, rate.times(row.realized ?? 0)),
    orderId: row.order_id,
    entries: entries.map((entry) => ({
      account: readable(entry.account, instrument),
      amount: entry.amount,
      currency: entry.currency,
    })),
  };
}

/** Ledger accounts of positions are keyed by instrument id; people read its symbol. */
function readable(account: string, instrument: Instrument | null): string {
  return account.startsWith('positions:') && instrument !== null ? `positions:${instrument.symbol}` : account;
}

function realizedInBase(ctx: AccountContext): Decimal {
  const rows = ctx.sql.all<{ currency: Currency; amount: string }>(
    "SELECT currency, amount FROM balance WHERE account = 'realised'",
  );
  return sum(
    rows.map((row) =>
      decimal(row.amount)
        .neg()
        .times(rateToBase(ctx, row.currency) ?? 0),
    ),
  );
}
