import type { InstrumentId, Holder } from '../domain/ids.ts';
import type { Instrument } from '../domain/instrument.ts';
import type { Horizon } from '../domain/signal.ts';
import type { DecimalText } from '../lib/decimal.ts';
import type { MarketMs } from '../lib/time.ts';
import type { AccountLimits } from './limits.ts';

/** The checks, in the order in which they run and are shown. A name outside this list does not compile. */
export const CHECK_NAMES = [
  'mode',
  'market-open',
  'known-price',
  'block-list',
  'lot-and-tick',
  'exit-quantity',
  'duplicates',
  'opposes-holding',
  'collar',
  'position-size',
  'invested-max',
  'horizon-split',
  'risk-per-trade',
  'buying-power',
  'bot-budget',
  'open-positions',
  'orders-per-day',
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
  | 'quote-too-old'
  | 'blocked-instrument'
  | 'blocked-sector'
  | 'below-lot'
  | 'not-a-lot-multiple'
  | 'not-on-tick'
  | 'exit-above-holding'
  | 'duplicate-order'
  | 'already-held'
  | 'opposes-holding'
  | 'above-collar'
  | 'position-too-large'
  | 'first-trades-size'
  | 'invested-too-much'
  | 'horizon-full'
  | 'risk-too-large'
  | 'stop-not-below-price'
  | 'no-buying-power'
  | 'bot-cash-short'
  | 'bot-ended'
  | 'bot-drawdown'
  | 'too-many-positions'
  | 'too-many-orders'
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
  /** Newest known price and how old it is. */
  readonly quote: { readonly price: number; readonly ageMs: number } | null;

  readonly account: {
    readonly equity: DecimalText | null;
    readonly peakEquity: DecimalText | null;
    /** Equity at the start of the trading day. */
    readonly dayStartEquity: DecimalText | null;
    /** Cash that may be spent, after reservations of working and waiting orders. */
    readonly buyingPower: DecimalText | null;
    /** Entry orders sent since the trading day began. */
    readonly ordersToday: number | null;
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
  } | null;
  /** Quantities of this instrument, by holder; null when the account does not know. */
  readonly holdings: readonly { readonly holder: Holder; readonly quantity: DecimalText }[] | null;
  /** Pending questions and working or waiting orders, without the one being checked. */
  readonly pending: readonly PendingTrade[] | null;
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
