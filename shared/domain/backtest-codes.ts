/** How a backtest was reckoned. The words catalogue has a sentence for each code of this file. */
export const ASSUMPTION_CODES = [
  'fills-at-next-open',
  'stop-before-target',
  'fees-of-market',
  'fees-fraction', // percent
  'slippage', // spread, slippage: percent
  'no-slippage',
  'any-volume',
  'volume-share', // percent
  'approved-at-once',
  'stops-raised-at-closes',
  'no-forecast-share',
  'no-account-limits',
  'account-limits',
  'strategy-alone',
  'sized-all-in',
  'sized-units', // units
  'shorts-free',
  'end-left-open',
  'end-closed-at-open',
  'dividends-paid',
  'no-dividends',
] as const;
export type AssumptionCode = (typeof ASSUMPTION_CODES)[number];

/** What is odd about the bars of a symbol. */
export const BAR_WARNING_CODES = [
  'split-not-adjusted', // symbol, day, percent
  'bars-without-volume', // symbol, bars, of
  'bars-missing', // symbol, gaps, days, from
] as const;
export type BarWarningCode = (typeof BAR_WARNING_CODES)[number];

/** Why there is no result. */
export const BACKTEST_REFUSAL_CODES = [
  'no-instruments',
  'bars-invalid', // symbol, bar, day, why
  'no-bars-in-range', // bars
  'windows-longer-than-data', // needed, bars
  'short-not-for-bots',
  'several-currencies',
  'number-out-of-range', // name, value
  'too-many-bars', // bars, limit
  'too-many-tries', // tries, limit, bars
  'nothing-to-try',
  'nothing-to-choose', // tries
  'too-few-trades', // trades, needed
] as const;
export type BacktestRefusalCode = (typeof BACKTEST_REFUSAL_CODES)[number];

/**
 * Why a position ended: `strategy` its own opinion, `trail` and `break-even` a stop that was raised, `time` its holding was
 * over, `end` the last bar, `ruin` no money left.
 */
export const EXIT_KINDS = ['strategy', 'stop', 'target', 'trail', 'break-even', 'time', 'end', 'ruin'] as const;
export type ExitKind = (typeof EXIT_KINDS)[number];

/** Why an order of a backtest never filled, besides the codes of sizes and checks. */
export const UNFILLED_CODES = [
  'opened-above-ceiling',
  'opened-below-stop',
  'open-missed',
  'still-held',
  'no-volume',
  'partly-filled',
  'no-buying-power',
  'split',
  'end',
  'ruin',
] as const;

/** A code with what fills its sentence. */
export interface CodedNote<Code extends string = string> {
  readonly code: Code;
  readonly values: Readonly<Record<string, string | number>>;
}
