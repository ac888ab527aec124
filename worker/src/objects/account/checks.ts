import type { SessionKind } from '#shared/domain/account-limits.ts';
import { calendarOf } from '#shared/domain/calendar/market-calendar.ts';
import { sessionKindAt } from '#shared/domain/calendar/session-kind.ts';
import { QUANTITY_UNIT } from '#shared/domain/corporate-action.ts';
import { estimateFees } from '#shared/domain/fees.ts';
import type { Holder } from '#shared/domain/ids.ts';
import type { Currency, Instrument } from '#shared/domain/instrument.ts';
import type { Quote } from '#shared/domain/market.ts';
import { cash } from '#shared/domain/money.ts';
import { profileOf } from '#shared/domain/own-profile.ts';
import type { Horizon } from '#shared/domain/signal.ts';
import type { ReasonView } from '#shared/contract/common.ts';
import type { CheckVerdictView } from '#shared/contract/proposal.ts';
import type { ValidationView } from '#shared/contract/receipt.ts';
import { decimal, sum, toText, type Decimal } from '#shared/lib/decimal.ts';
import { MINUTE_MS, type MarketMs } from '#shared/lib/time.ts';
import { isAmountCode } from '#shared/risk/amount-codes.ts';
import type { CheckInput, CheckVerdict, Mode } from '#shared/risk/check.ts';
import { runChecks, type CheckResult } from '#shared/risk/index.ts';
import { passingOf, passingQuantity } from '#shared/risk/passing.ts';
import { botInvested, findBot, type TradingBot } from './bot-book.ts';
import { heldLines, underWay } from './check-book.ts';
import { closedTrades, dayTrades, unsettled } from './closed-trades.ts';
import type { AccountContext, Present } from './context.ts';
import { nextEarnings } from './earnings.ts';
import { dayBegan } from './home-calendar.ts';
import { investedByHorizon } from './horizons.ts';
import { holdOf, limitsOf, mayTrade, modeOf, readMeta } from './meta.ts';
import { buyingPower, heldPositions, inBase, rateToBase, reserved, valueInBase } from './money-book.ts';
import { equityOf, investedByNod } from './valuation.ts';

/** What an order is to be checked for. */
export interface EntryToCheck {
  readonly instrument: Instrument;
  readonly holder: Holder;
  readonly quantity: string;
  /** Null for a sale at the market. */
  readonly limitPrice: string | null;
  readonly stopPrice: string | null;
  readonly session: 'now' | 'next-open';
  /** `none` for a person's own. */
  readonly horizon: Horizon | 'none';
  readonly moment: 'ask' | 'send';
  /** The question or order itself, so that it is no duplicate of itself. */
  readonly except: string | null;
  readonly isReady: boolean;
}

/** Fees and tax of one side at a price, in the instrument's currency. */
export function feesOf(
  ctx: AccountContext,
  instrument: Instrument,
  side: 'buy' | 'sell',
  quantity: Decimal,
  price: Decimal,
): Decimal {
  const on = calendarOf(instrument.exchange).tradingDayOf(ctx.marketNow());
  const { exchange, kind, multiplier } = instrument;
  return decimal(estimateFees({ exchange, kind, side, quantity, price, multiplier, on }).total);
}

/** Most an entry can take out of cash: cost at its ceiling and fees, in base currency; null when no rate is known. */
export function entryReserve(
  ctx: AccountContext,
  instrument: Instrument,
  quantity: string,
  limitPrice: string,
): string | null {
  const rate = rateToBase(ctx, instrument.currency);
  if (rate === null) return null;
  const cost = decimal(quantity).times(limitPrice).times(instrument.multiplier);
  return inBase(ctx, cost.plus(feesOf(ctx, instrument, 'buy', decimal(quantity), decimal(limitPrice))).times(rate));
}

/** Runs every pre-trade check for an entry on what is known right now. */
export function checkEntry(ctx: AccountContext, entry: EntryToCheck, present: Present): CheckResult {
  return runChecks(entryInput(ctx, entry, present));
}

/** What a person's sale is checked for: `free` is what its holder can still sell. */
export function exitInput(
  ctx: AccountContext,
  { free, ...exit }: EntryToCheck & { readonly free: string },
  present: Present,
): CheckInput {
  const input = entryInput(ctx, exit, present);
  const holdings = [{ holder: exit.holder, quantity: free }];
  return { ...input, intent: 'exit', origin: 'person', side: 'sell', holdings, pending: [] };
}

/** A person may buy parts of a share where the account's own broker trades them; bots size whole lots. */
export function mayBeParts({ spec, broker }: AccountContext, holder: Holder): boolean {
  return holder === 'manual' && spec.connectionId !== undefined && broker.can.fractional;
}

/** In a replay a bar proves a session; between two bars of a day the calendar knows. */
function isOpenNow(entry: EntryToCheck, present: Present): boolean | null {
  const { market } = present;
  if (market === null) return null;
  if (market.world === 'demo') return true;
  if (market.world === 'replay' && (market.phase === 'open' || market.phase === 'range')) return true;
  // A broker's calendar overrides the rule.
  if (market.isOpen !== undefined) return market.isOpen;
  return calendarOf(entry.instrument.exchange).isOpen(market.marketAt);
}

/** In a market that is played every bar is a session's own; with real prices the calendar tells, and a broker's overrides it. */
function sessionKindNow(
  { instrument: { exchange } }: EntryToCheck,
  { market }: Present,
): SessionKind | 'closed' | null {
  if (market === null) return null;
  if (market.world === 'demo' || market.world === 'replay') return 'regular';
  return sessionKindAt(calendarOf(exchange), exchange, market.marketAt);
}

/**
 * Nobody stops trading in a market that is played. With real prices no feed here tells of halts; a stock that has just
 * been traded is not halted, and of any other nobody knows.
 */
function isHaltedNow(quote: Quote | undefined, { market }: Present, freshMs: number): boolean | null {
  if (market === null) return null;
  if (market.world === 'demo' || market.world === 'replay') return false;
  return quote !== undefined && market.marketAt - quote.at <= freshMs ? false : null;
}

export function entryInput(ctx: AccountContext, entry: EntryToCheck, present: Present): CheckInput {
  const { instrument, holder } = entry;
  const rate = rateToBase(ctx, instrument.currency);
  const quote = present.quotes.get(instrument.id);
  const bot = findBot(ctx, holder);
  const quantity = decimal(entry.quantity);
  const positions = heldPositions(ctx);
  const fees = (side: 'buy' | 'sell', price: string): string =>
    toText(feesOf(ctx, instrument, side, quantity, decimal(price)).times(rate ?? 0));
  const here = positions.filter((position) => position.instrumentId === instrument.id);
  const values = here.map((position) => valueInBase(ctx, position, instrument, present));
  const { pending, lines } = underWay(ctx, entry.except);
  const limits = limitsOf(ctx.sql);
  const others = new Set(
    [...positions.map((position) => position.instrumentId), ...pending.map((trade) => trade.instrumentId)].filter(
      (id) => id !== instrument.id,
    ),
  );
  return {
    intent: 'entry',
    origin: bot === null ? 'person' : 'strategy',
    moment: entry.moment,
    session: entry.session,
    marketAt: ctx.marketNow(),
    instrument: mayBeParts(ctx, holder) ? { ...instrument, lotSize: QUANTITY_UNIT } : instrument,
    holder,
    side: 'buy',
    horizon: entry.horizon,
    quantity: entry.quantity,
    limitPrice: entry.limitPrice,
    stopPrice: entry.stopPrice,
    fees:
      rate === null || entry.limitPrice === null
        ? null
        : { buy: fees('buy', entry.limitPrice), sell: fees('sell', entry.stopPrice ?? entry.limitPrice) },
    rate: text(rate),
    modes: {
      global: readMeta(ctx.sql, 'globalMode') ?? 'active',
      account: accountMode(ctx),
      bot: bot?.mode ?? null,
    },
    mayTrade: mayTrade(ctx.sql),
    isReady: entry.isReady,
    isMarketOpen: isOpenNow(entry, present),
    opensAt: null,
    sessionKind: sessionKindNow(entry, present),
    isHalted: isHaltedNow(quote, present, limits.quoteAgeMaxMs),
    quote: quote === undefined ? null : { price: quote.price, ageMs: Math.max(0, ctx.marketNow() - quote.at) },
    previousClose: quote?.previousClose ?? null,
    spread: null,
    earnings: nextEarnings(instrument, present, ctx.marketNow()),
    past: present.past,
    account: {
      ...accountState(ctx, present, entry.except),
      otherPositions: others.size,
      positionValue: values.includes(null) ? null : toText(sum(values.filter((value) => value !== null))),
    },
    bot: bot === null ? null : botInput(ctx, bot, present),
    holdings: here.map((position) => ({ holder: position.holder, quantity: position.quantity })),
    pending,
    book: [...heldLines(ctx, positions, present), ...lines],
    closed: closedTrades(ctx),
    lastEqualOrderAt: lastEqualOrder(ctx, entry),
    limits,
  };
}

/** What the checks look at of the account as a whole, without the order being checked (`except`). */
export function accountState(
  ctx: AccountContext,
  present: Present,
  except: string | null = null,
): Omit<CheckInput['account'], 'otherPositions' | 'positionValue'> {
  const positions = heldPositions(ctx);
  const limits = limitsOf(ctx.sql);
  const equity = text(equityOf(ctx, present, positions));
  return {
    equity,
    peakEquity: readMeta(ctx.sql, 'peakEquity') ?? equity,
    dayStartEquity: readMeta(ctx.sql, 'dayStart')?.equity ?? equity,
    buyingPower: toText(buyingPower(ctx)),
    ordersToday: ordersToday(ctx, except),
    ordersLastMinute: entriesSince(ctx, ctx.marketNow() - MINUTE_MS + 1, except),
    unsettled: limits.settledCashOnly ? unsettled(ctx) : null,
    dayTrades: limits.dayTradesMax === null ? null : dayTrades(ctx),
    invested: text(investedByNod(ctx, present, positions)),
    byHorizon: investedByHorizon(ctx, present, positions),
  };
}

function text(amount: Decimal | null): string | null {
  return amount === null ? null : toText(amount);
}

function botInput(ctx: AccountContext, bot: TradingBot, present: Present): CheckInput['bot'] {
  const invested = botInvested(ctx, bot.id, present);
  return {
    cash: toText(decimal(bot.cash).minus(reserved(ctx, bot.id))),
    value: invested === null ? null : toText(invested.plus(bot.cash)),
    peakValue: bot.peak,
    endsAt: bot.endsMarketAt as MarketMs,
    positionMax: toText(
      decimal(bot.config.investmentAmount).times(profileOf(bot.config.riskLevel, bot.config.profile).positionMax),
    ),
  };
}

/** Entries that left, or wait to leave, since the market day began, without the one being checked. */
function ordersToday(ctx: AccountContext, except: string | null): number {
  return entriesSince(ctx, dayBegan(ctx), except);
}

function entriesSince(ctx: AccountContext, since: number, except: string | null): number {
  const row = ctx.sql.first<{ n: number }>(
    `SELECT count(*) AS n FROM intent WHERE side = 'buy' AND market_at >= ? AND id <> ?
       AND state NOT IN ('not-sent', 'rejected', 'cancelled', 'expired')`,
    since,
    except ?? '',
  );
  return row?.n ?? 0;
}

function lastEqualOrder(ctx: AccountContext, entry: EntryToCheck): MarketMs | 'never' {
  const row = ctx.sql.first<{ at: number | null }>(
    `SELECT max(market_at) AS at FROM intent WHERE side = 'buy' AND instrument_id = ? AND holder = ? AND quantity = ? AND id <> ?
       AND state NOT IN ('not-sent', 'rejected', 'cancelled', 'expired')`,
    entry.instrument.id,
    entry.holder,
    entry.quantity,
    entry.except ?? '',
  );
  return (row?.at ?? 'never') as MarketMs | 'never';
}

/** What every check says to an order that nobody placed. */
export function validationView(
  { spec }: Pick<AccountContext, 'spec'>,
  input: CheckInput,
): Omit<ValidationView, 'money' | 'fx'> {
  const { allowed, verdicts } = runChecks(input);
  const checks = verdicts.map((verdict) => {
    const { reason, ...view } = verdictView(verdict);
    return { ...view, reason: reason && inUnits(reason, spec.baseCurrency), passes: passingOf(verdict) };
  });
  return { allowed, checks, passingQuantity: passingQuantity(input) };
}

export function verdictViews(verdicts: readonly CheckVerdict[]): CheckVerdictView[] {
  return verdicts.map(verdictView);
}

/** Its own, or that something stops buying by itself, or that it was closed. */
function accountMode({ sql }: AccountContext): Mode {
  const { mode } = modeOf(sql);
  const isStopped = holdOf(sql) !== null || readMeta(sql, 'closedAt') !== null;
  return mode === 'active' && isStopped ? 'reducing' : mode;
}

/** Amounts of a reason in the currency's unit: what is compared exactly need not be read to the last place. */
function inUnits({ code, values }: ReasonView, currency: Currency): ReasonView {
  if (!isAmountCode(code)) return { code, values };
  const rounded = Object.entries(values).map(([key, value]) => [
    key,
    AMOUNTS.has(key) && typeof value === 'string' ? toText(cash(decimal(value), currency)) : value,
  ]);
  return { code, values: Object.fromEntries(rounded) as ReasonView['values'] };
}

const AMOUNTS: ReadonlySet<string> = new Set(['has', 'limit', 'from', 'peak']);

function verdictView(verdict: CheckVerdict): CheckVerdictView {
  return { check: verdict.check, verdict: verdict.answer, reason: blockReason(verdict) };
}

/** A verdict as a reason of the words catalogue; null for a pass. */
export function blockReason(verdict: CheckVerdict): CheckVerdictView['reason'] {
  switch (verdict.answer) {
    case 'pass':
      return null;
    case 'deny':
      return { code: verdict.code, values: { ...verdict.values } };
    case 'unknown':
      return { code: 'unknown', values: { check: verdict.check, missing: verdict.missing.join(', ') } };
  }
}
