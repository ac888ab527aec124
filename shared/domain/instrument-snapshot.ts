import type { Horizon } from './signal.ts';
import type { Timeframe } from './bar.ts';

/** What is written of an instrument at the end of a market day, once. Prices in its currency, as traded on that day; instants are market milliseconds. */
export interface InstrumentSnapshot {
  /** Of the bars that indicators and checks were measured on. */
  readonly timeframe: Timeframe;
  readonly overview: {
    readonly open: number;
    readonly high: number;
    readonly low: number;
    readonly close: number;
    readonly volume: number;
    readonly change: number | null;
    readonly volumeTimes: number | null;
    readonly volumeDays: number;
    readonly turnover: number;
    /** Indices it is in; null where no list of any is known. */
    readonly indices: readonly string[] | null;
  };
  readonly technical: Readonly<Record<string, number | null>>;
  /** Ratios at the close, one per `FUNDAMENTAL_FIELDS`; null where nothing was reported. */
  readonly fundamental: Readonly<Record<string, number | null>> | null;
  readonly bullFlag: {
    readonly poleBars: number;
    readonly flagBars: number;
    readonly rise: number;
    readonly givenBack: number;
  } | null;
  /** Null where nobody records earnings. */
  readonly earnings: { readonly last: number | null; readonly next: number | null } | null;
  readonly horizon: Horizon;
  readonly levels: { readonly stop: number; readonly target: number } | null;
  readonly checks: readonly {
    readonly code: string;
    readonly passed: boolean;
    readonly values: Readonly<Record<string, number>>;
  }[];
  /** The rules for joining an index it is not in; null where it is, where none are known, or nothing was reported. */
  readonly eligibility: {
    readonly index: string;
    readonly asOf: string;
    readonly checks: readonly {
      readonly code: string;
      readonly passed: boolean | null;
      readonly values: Readonly<Record<string, number>>;
    }[];
  } | null;
  /** The target that stands after this day. */
  readonly standing: {
    readonly target: number;
    readonly stop: number;
    readonly setOn: string;
    readonly days: number;
  } | null;
}
