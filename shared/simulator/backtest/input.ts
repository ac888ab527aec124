import type { BacktestRefusalCode, CodedNote } from '../../domain/backtest-codes.ts';
import type { BarColumns, Timeframe } from '../../domain/bar.ts';
import type { BotSizing } from '../../domain/bot-sizing.ts';
import type { ExitPlan } from '../../domain/exit-plan.ts';
import type { Instrument } from '../../domain/instrument.ts';
import { FORECAST_MODELS } from '../../analysis/forecast.ts';
import { forecastColumn, type RecordedForecast } from '../../analysis/forecast-columns.ts';
import type { OwnProfile } from '../../domain/own-profile.ts';
import type { RiskLevel } from '../../domain/risk-profile.ts';
import type { UpcomingEvent } from '../../domain/screen.ts';
import { adjustForSplits, type DatedSplit } from '../../domain/split-adjust.ts';
import { ColumnStore } from '../../indicators/column-store.ts';
import type { AccountLimits } from '../../risk/limits.ts';
import type { Strategy, StrategyConfig } from '../../strategies/strategy.ts';

/** Cash paid per share to whoever holds it when the bar at `at` opens, in the instrument's currency. */
export interface DatedDividend {
  readonly at: number;
  readonly perShare: number;
}

/** One instrument's past: bars as they were traded, oldest first, and what happened to its shares. */
export interface BacktestInstrument {
  readonly instrument: Instrument;
  readonly bars: BarColumns;
  /** Empty for bars that come adjusted for splits: then money uses those prices too. */
  readonly splits?: readonly DatedSplit[];
  readonly dividends?: readonly DatedDividend[];
  readonly events?: readonly UpcomingEvent[];
  /** As they were recorded when they were made, oldest first. */
  readonly forecasts?: readonly RecordedForecast[];
  /**
   * Indicator columns over the split-adjusted bars. Hand the same store to several runs over the same bars, as a grid
   * does, and each column is computed once; absent, the run makes its own.
   */
  readonly store?: ColumnStore;
}

/** The store of one instrument: its bars, adjusted for splits, and what was recorded of them. */
export function storeOf({ bars, splits = [], forecasts = [] }: BacktestInstrument): ColumnStore {
  return new ColumnStore(adjustForSplits(bars, splits), {
    forecast: forecastColumn(forecasts, FORECAST_MODELS.length),
  });
}

/** Fractions of the price unless said otherwise. */
export interface Costs {
  /** A fraction of each fill, unrounded; or the fee and tax table of the instrument's market, rounded as it says. */
  readonly commission: { readonly kind: 'fraction'; readonly perSide: number } | { readonly kind: 'market' };
  /** Between bid and ask; each fill at an open or a stop pays half of it. */
  readonly spread: number;
  /** What such a fill is worse besides. A target is a limit and has none. */
  readonly slippage: number;
  /** Most that is filled of one bar's volume; null: everything. */
  readonly volumeShareMax: number | null;
}

export const NO_COSTS: Costs = {
  commission: { kind: 'fraction', perSide: 0 },
  spread: 0,
  slippage: 0,
  volumeShareMax: null,
};

/**
 * How an opinion becomes an order.
 *
 * `all-in` (all equity in whole lots, shared equally by the instruments) and `units` show the bare strategy: every
 * instrument on every bar, no screen, no limits, no stop but the strategy's own, sized at the fill.
 *
 * `bot` is the live engine: the strategy's screen, the profile's stop, target and size, a ceiling, the pre-trade
 * checks; every proposal is approved at once.
 */
export type Sizing =
  | { readonly kind: 'all-in' }
  | { readonly kind: 'units'; readonly units: number }
  | {
      readonly kind: 'bot';
      readonly riskLevel: RiskLevel;
      /** Its own numbers instead of the level's. */
      readonly profile?: OwnProfile | undefined;
      /** The bot's own way to a size; absent: as large as its profile and the limits let it be. */
      readonly method?: BotSizing | undefined;
      /** What raises its stops and ends its time; absent: nothing does. */
      readonly exits?: ExitPlan | undefined;
      /** Of the account the bot belongs to; null: only the bot's own rules hold. */
      readonly limits: AccountLimits | null;
      /** Money of the account beside the bot's: what limits are a share of. */
      readonly otherCash: number;
    };

export interface BacktestInput {
  readonly instruments: readonly BacktestInstrument[];
  readonly timeframe: Timeframe;
  readonly strategy: Strategy;
  /** As the strategy's own schema made it. */
  readonly config: StrategyConfig;
  /** What it begins with (for `bot`: its amount), in the instruments' one currency. */
  readonly cash: number;
  /** Opening instants of the first and last bar that count; null: all there are. Bars before `from` warm indicators up. */
  readonly from: number | null;
  readonly to: number | null;
  readonly sizing: Sizing;
  readonly costs: Costs;
  /** Opens short positions too, reversing where the strategy turns. Not for `bot`. */
  readonly mayShort: boolean;
  /** What is open on the last bar: left as it is, at its last close, or closed at the last open. */
  readonly atEnd: 'left' | 'closed';
}

/** Why there is no result: a code of the words catalogue and what fills it. */
export type BacktestRefusal = CodedNote<BacktestRefusalCode>;
