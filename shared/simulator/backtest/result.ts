import type { AssumptionCode, BarWarningCode, CodedNote, ExitKind } from '../../domain/backtest-codes.ts';
import type { InstrumentId } from '../../domain/ids.ts';
import type { Reason } from '../../domain/signal.ts';

/** One position from its first fill to its last; `exit` null while it is still open at the end. */
export interface Trade {
  /** Place in the input's instruments. */
  readonly position: number;
  readonly instrumentId: InstrumentId;
  readonly side: 'long' | 'short';
  readonly quantity: number;
  readonly entry: {
    readonly at: number;
    readonly step: number;
    readonly price: number;
    readonly reason: Reason | null;
  };
  /** An open trade: the last close, as if sold there without costs. */
  readonly exit: {
    readonly at: number;
    readonly step: number;
    readonly price: number;
    readonly kind: ExitKind;
    readonly reason: Reason | null;
  } | null;
  /** Fees and taxes of both sides. */
  readonly fees: number;
  /** After fees; of an open trade, at the last close. */
  readonly pnl: number;
  /** `pnl` as a fraction of what was put in. */
  readonly returnFraction: number;
}

/** Fractions unless said otherwise; null where there is nothing to divide by. Conventions: `statistics.ts`. */
export interface Statistics {
  readonly startCash: number;
  readonly finalEquity: number;
  readonly peakEquity: number;
  readonly returnFraction: number;
  readonly annualReturn: number | null;
  readonly annualVolatility: number | null;
  readonly sharpe: number | null;
  readonly sortino: number | null;
  readonly calmar: number | null;
  /** Positive: 0.34 is 34 % below the peak. */
  readonly maxDrawdown: number;
  readonly averageDrawdown: number | null;
  /** From a peak until it is passed again, or to the end; in milliseconds of market time. */
  readonly maxDrawdownMs: number;
  readonly averageDrawdownMs: number | null;
  readonly closedTrades: number;
  readonly openTrades: number;
  readonly winRate: number | null;
  readonly bestTrade: number | null;
  readonly worstTrade: number | null;
  readonly averageTrade: number | null;
  readonly averageWin: number | null;
  readonly averageLoss: number | null;
  readonly longestTradeMs: number | null;
  readonly averageTradeMs: number | null;
  readonly profitFactor: number | null;
  readonly expectancy: number | null;
  readonly sqn: number | null;
  readonly exposure: number;
  /** Value traded, both sides, per year, over the mean equity. */
  readonly annualTurnover: number | null;
  readonly fees: number;
  readonly dividends: number;
  /** Buying everything in equal parts where the strategy could first have an opinion, and holding. */
  readonly buyAndHold: number | null;
  /** Kelly's fraction of the trades; null without losses or wins. */
  readonly kelly: number | null;
}

export interface MonthReturn {
  /** `2020-03`. */
  readonly month: string;
  readonly returnFraction: number;
}

/** One entry per bar of the common timeline. */
export interface BacktestCurve {
  /** Opening instant of each bar. */
  readonly t: Float64Array;
  /** What all was worth at its close. How far that was below its peak: `drawdownCurve`. */
  readonly equity: Float64Array;
}

export interface BacktestResult {
  readonly curve: BacktestCurve;
  readonly trades: readonly Trade[];
  readonly statistics: Statistics;
  readonly months: readonly MonthReturn[];
  /** Orders that never filled, by why. */
  readonly unfilled: Readonly<Record<string, number>>;
  /** How it was reckoned. */
  readonly assumptions: readonly CodedNote<AssumptionCode>[];
  /** What is odd about the bars. */
  readonly warnings: readonly CodedNote<BarWarningCode>[];
}
