import type { SessionKind } from '../domain/account-limits.ts';
import type { InstrumentId, Holder } from '../domain/ids.ts';
import type { Instrument } from '../domain/instrument.ts';
import type { Horizon } from '../domain/signal.ts';
import type { DecimalText } from '../lib/decimal.ts';
import type { MarketMs, TradingDay } from '../lib/time.ts';
import type { AccountLimits } from './limits.ts';
import type { PastPrices } from './past-prices.ts';

/** The checks, in the order in which they run and are shown. A name outside this list does not compile. */
export const CHECK_NAMES = [
  'mode',
  'market-open',
  'session-kind',
  'halted',
  'known-price',
  'spread',
  'block-list',
  'allow-list',
  'earnings',
  'short-sale',
  'lot-and-tick',
  'price-limit',
  'minimum-price',
  'exit-quantity',
  'duplicates',
  'opposes-holding',
  'collar',
  'liquidity',
  'position-size',
  'position-amount',
  'invested-max',
  'horizon-split',
  'exposure-gross',
  'exposure-net',
  'sector-exposure',
  'correlation',
  'risk-per-trade',
  'portfolio-heat',
  'buying-power',
  'settled-cash',
  'bot-budget',
  'open-positions',
  'orders-per-day',
  'orders-per-minute',
  'day-trades',
  'cooldown',
  'stop-out-guard',
  'low-performer',
  'consecutive-losses',
  'daily-loss',
  'drawdown',
] as const;
export type CheckName = (typeof CHECK_NAMES)[number];

/** Why a check denies: codes of the words catalogue. */
export type DenyCode =
  | 'mode-reducing'
  | 'mode-halted'
  | 'account-may-not-trade'
  | 'recovering'
  | 'market-closed'
  | 'session-kind-not-allowed'
  | 'instrument-halted'
  | 'quote-too-old'
  | 'spread-too-wide'
  | 'blocked-instrument'
  | 'blocked-until'
  | 'before-earnings'
  | 'earnings-unknown'
  | 'blocked-sector'
  | 'not-on-allow-list'
  | 'short-not-allowed'
  | 'below-lot'
  | 'not-a-lot-multiple'
  | 'not-on-tick'
  | 'outside-price-limit'
  | 'price-too-low'
  | 'exit-above-holding'
  | 'duplicate-order'
  | 'already-held'
  | 'opposes-holding'
  | 'above-collar'
  | 'traded-too-little'
  | 'order-too-large-for-market'
  | 'position-too-large'
  | 'position-amount-too-large'
  | 'first-trades-size'
  | 'invested-too-much'
  | 'horizon-full'
  | 'gross-exposure-too-large'
  | 'net-exposure-too-large'
  | 'sector-unknown'
  | 'sector-too-large'
  | 'funds-too-large'
  | 'too-correlated'
  | 'too-correlated-with-all'
  | 'risk-too-large'
  | 'stop-not-below-price'
  | 'heat-too-large'
  | 'no-buying-power'
  | 'cash-not-settled'
  | 'bot-cash-short'
  | 'bot-position-too-large'
  | 'bot-ended'
  | 'bot-drawdown'
  | 'too-many-positions'
  | 'too-many-orders'
  | 'too-many-orders-in-a-minute'
  | 'too-many-day-trades'
  | 'stopped-out-lately'
  | 'too-many-stop-outs'
  | 'lost-lately'
  | 'losses-in-a-row'
  | 'daily-loss-reached'
  | 'drawdown-reached';

export type CheckValues = Readonly<Record<string, number | string>>;

/**
 * What a check says. `deny` names the code and the numbers: `has`, `limit` and, where another size would do,
 * `passes` (the quantity that would). `unknown` names the fields of `CheckInput` nobody could fill.
 */
export type CheckAnswer =
  | { readonly answer: 'pass' }
  | { readonly answer: 'deny'; readonly code: DenyCode; readonly values: CheckValues }
  | { readonly answer: 'unknown'; readonly code: 'unknown'; readonly missing: readonly string[] };

export type CheckVerdict = { readonly check: CheckName } & CheckAnswer;

export type Mode = 'active' | 'reducing' | 'halted';
export const STRICTNESS: Readonly<Record<Mode, number>> = { active: 0, reducing: 1, halted: 2 };

/** A question that waits or an order that works, of any holder of the account; never the one being checked. */
export interface PendingTrade {
  readonly instrumentId: InstrumentId;
  readonly side: 'buy' | 'sell';
  readonly quantity: DecimalText;
  readonly holder: Holder;
  /** What of its cost is not yet in positions and cash, in account currency; null when unknown. */
  readonly openCost: DecimalText | null;
  /** How long it is usually held; `none` for a person's own trade and what is placed outside Nod. */
  readonly horizon: Horizon | 'none';
}

/** Something held, or what a working or waiting order may still buy; one line for each holder. */
export interface BookLine {
  readonly instrument: Instrument;
  readonly holder: Holder;
  /** At the last price, or what of the order's cost is not spent yet; negative when short. Account currency; null when unknown. */
  readonly value: DecimalText | null;
  readonly hasStop: boolean;
  /** What of it goes if its stop is hit, `0` without one; null when unknown. */
  readonly lossAtStop: DecimalText | null;
}

/** A trade that is over. */
export interface ClosedTrade {
  readonly instrumentId: InstrumentId;
  /** In account currency, after fees and tax. */
  readonly result: DecimalText;
  readonly isStopOut: boolean;
  /** Trading days of its exchange since: 0 is today. */
  readonly sessionsAgo: number;
}

/**
 * Everything the checks look at, gathered by the account before they run. `null` always means "unknown". Money is
 * in the account's currency, prices are in the instrument's; `rate` joins them.
 */
export interface CheckInput {
  /** An entry raises exposure, an exit lowers it. */
  readonly intent: 'entry' | 'exit';
  /** Whose idea it is: `protection` is a stop, target or trailing stop. */
  readonly origin: 'strategy' | 'person' | 'protection';
  /** `ask`: a question is raised, answered or re-checked; `send`: an order is about to leave. */
  readonly moment: 'ask' | 'send';
  readonly session: 'now' | 'next-open';
  readonly marketAt: MarketMs;
  readonly instrument: Instrument;
  readonly holder: Holder;
  readonly side: 'buy' | 'sell';
  readonly horizon: Horizon | 'none';
  readonly quantity: DecimalText;
  /** Most a buy pays (least a sell gets) per unit; null on an exit at the market. */
  readonly limitPrice: DecimalText | null;
  /** Stop of an entry; null when it has none: then the whole amount is at risk. */
  readonly stopPrice: DecimalText | null;
  /** Fees and tax of buying, and of selling at the stop, for this quantity, in account currency. */
  readonly fees: { readonly buy: DecimalText; readonly sell: DecimalText } | null;
  /** Account currency for one unit of the instrument's; `1` when equal. */
  readonly rate: DecimalText | null;

  /** The strictest of the three counts; the bot's is not read when `bot` below is null. */
  readonly modes: { readonly global: Mode | null; readonly account: Mode | null; readonly bot: Mode | null };
  /** The person's switch of this account, beside its mode. */
  readonly mayTrade: boolean;
  /** False while the account is RECOVERING. */
  readonly isReady: boolean | null;
  /** Whether the instrument's exchange is in session; `opensAt` only tells. */
  readonly isMarketOpen: boolean | null;
  readonly opensAt: MarketMs | null;
  /** Where the exchange is in its day; `closed` outside of everything. */
  readonly sessionKind: SessionKind | 'closed' | null;
  /** Whether trading in it is stopped. */
  readonly isHalted: boolean | null;
  /** Newest known price and how old it is. */
  readonly quote: { readonly price: number; readonly ageMs: number } | null;
  /** Close of the trading day before, as it was traded; read only where the exchange has daily price limits. */
  readonly previousClose: number | null;
  /** Ask less bid as a fraction of their middle; null where the feed gives neither, as invented and past prices do. */
  readonly spread: number | null;
  /**
   * When this company next reports, as far as anybody has announced it: the day in its exchange's zone, and in how many of
   * its sessions that is (0 is today). `none`: nothing is announced by whoever would know; `no-source`: nobody here would
   * know. Read only where a limit asks.
   */
  readonly earnings: { readonly day: TradingDay; readonly sessionsAhead: number } | 'none' | 'no-source' | null;
  /** Past prices by instrument: of this one and of everything in `book`. */
  readonly past: ReadonlyMap<InstrumentId, PastPrices> | null;

  readonly account: {
    readonly equity: DecimalText | null;
    readonly peakEquity: DecimalText | null;
    /** Equity at the start of the trading day. */
    readonly dayStartEquity: DecimalText | null;
    /** Cash that may be spent, after reservations of working and waiting orders. */
    readonly buyingPower: DecimalText | null;
    /** Entry orders sent since the trading day began. */
    readonly ordersToday: number | null;
    /** The same of the last minute of market time. */
    readonly ordersLastMinute: number | null;
    /** Proceeds of sales that have not settled; read only where cash has to be. */
    readonly unsettled: DecimalText | null;
    /** Instruments bought and sold on the same day, in the last five sessions; read only where they are limited. */
    readonly dayTrades: number | null;
    /** Different instruments held or being bought, without this one. */
    readonly otherPositions: number | null;
    /** Value of this instrument over all holders at the last price. */
    readonly positionValue: DecimalText | null;
    /** Value of everything that bots and people hold through Nod, at the last prices. */
    readonly invested: DecimalText | null;
    /** The part of it that bots hold, by how long; read only where the limits split by it. */
    readonly byHorizon: Readonly<Record<Horizon, DecimalText>> | null;
  };
  /** Null for a trade of a person's own. */
  readonly bot: {
    /** Left of its own money, after its reservations. */
    readonly cash: DecimalText | null;
    /** Its cash and holdings at the last price, and the most they ever were. */
    readonly value: DecimalText | null;
    readonly peakValue: DecimalText | null;
    readonly endsAt: MarketMs | null;
    /** Most it may have in one instrument, by its profile. */
    readonly positionMax: DecimalText | null;
  } | null;
  /** Quantities of this instrument, by holder; null when the account does not know. */
  readonly holdings: readonly { readonly holder: Holder; readonly quantity: DecimalText }[] | null;
  /** Pending questions and working or waiting orders, without the one being checked. */
  readonly pending: readonly PendingTrade[] | null;
  /** All holdings and working or waiting entries of the account, without the one being checked. */
  readonly book: readonly BookLine[] | null;
  /** Trades that closed through Nod, newest first, as far back as any limit looks. */
  readonly closed: readonly ClosedTrade[] | null;
  /** When this holder last sent an equal order (instrument, side, quantity); `never` when it did not. */
  readonly lastEqualOrderAt: MarketMs | 'never' | null;
  readonly limits: AccountLimits;
}

/** One check. `appliesTo` says whether exits are bound by it too. */
export interface Check {
  readonly appliesTo: 'entry' | 'exit' | 'both';
  readonly run: (input: CheckInput) => CheckAnswer;
}

export const PASS: CheckAnswer = { answer: 'pass' };

export function deny(code: DenyCode, values: CheckValues = {}): CheckAnswer {
  return { answer: 'deny', code, values };
}

export function unknown(...missing: string[]): CheckAnswer {
  return { answer: 'unknown', code: 'unknown', missing };
}
