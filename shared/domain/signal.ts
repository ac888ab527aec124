import type { MarketMs } from '../lib/time.ts';
import type { Timeframe } from './bar.ts';
import type { BotId, InstrumentId } from './ids.ts';
import type { OwnProfile } from './own-profile.ts';
import type { RiskLevel } from './risk-profile.ts';

export const HORIZONS = ['short', 'mid', 'long'] as const;
export type Horizon = (typeof HORIZONS)[number];

/**
 * One reason, as a code of the words catalogue and the numbers that fill it, e.g.
 * `{ code: 'fast-over-slow', values: { fast: 20, slow: 50 } }`. Numbers, never sentences.
 */
export interface Reason {
  readonly code: string;
  readonly values: Readonly<Record<string, number | string>>;
}

/** What happened after the same setup before, on this instrument's own stored bars. */
export interface SetupRecord {
  readonly wins: number;
  readonly total: number;
}

/** A forecast's share in a purchase, as `analysis/forecast-share.ts` reckons it: only ever less, only ever nearer. */
export interface ForecastChange {
  readonly chanceUp: number;
  readonly bars: number;
  readonly sizeFraction: number;
  readonly stopPrice: number | null;
  readonly targetPrice: number | null;
}

/** A strategy's opinion about one instrument at one close. Not yet sized, checked or asked. */
export interface Signal {
  readonly instrumentId: InstrumentId;
  readonly side: 'buy' | 'sell';
  /** Larger is better; ranks buys of one look. */
  readonly score: number;
  /** Close of the bar it was made on, in the instrument's currency. */
  readonly price: number;
  /** Stop and target as prices; null on a sell. The profile's percentages cap them (`engine/size`). */
  readonly stopPrice: number | null;
  readonly targetPrice: number | null;
  readonly horizon: Horizon;
  /** Average true range of 14 bars, in price; null when history is short. */
  readonly atr: number | null;
  /** Largest adverse overnight (or bar to bar) move in up to two years, as a fraction (0.12); null when history is short. */
  readonly gapFraction: number | null;
  readonly reasonsFor: readonly Reason[];
  readonly reasonsAgainst: readonly Reason[];
  readonly record: SetupRecord;
  /** What its forecasts were worth here, or why none has a part; absent where nobody asked. */
  readonly forecast?: Reason;
  /** What they change of the purchase; absent: nothing. */
  readonly forecastShare?: ForecastChange;
  /** 1-based place among `of` candidates of the screen. */
  readonly rank: { readonly place: number; readonly of: number };
}

/** A strategy's own numbers; a combination also has parts with numbers of their own. */
export type ConfigValue = number | string | boolean | readonly StrategyConfig[] | StrategyConfig;
export interface StrategyConfig {
  readonly [field: string]: ConfigValue;
}

/** What a strategy may know of a bot and of what it holds. */
export interface LookingBot {
  readonly botId: BotId;
  readonly strategy: string;
  readonly strategyConfig: StrategyConfig;
  readonly riskLevel: RiskLevel;
  /** Its own numbers instead of the level's. */
  readonly profile?: OwnProfile | undefined;
  readonly timeframe: Timeframe;
  /** Instruments it may buy; null is the whole market. */
  readonly instrumentIds: readonly InstrumentId[] | null;
  readonly holdings: readonly {
    readonly instrumentId: InstrumentId;
    readonly quantity: number;
    readonly averagePrice: number;
    readonly openedAt: MarketMs;
    /** Opening time of the newest bar that its bot's plan has counted; null: none yet. */
    readonly seenBarAt?: number | null;
  }[];
  /** A plan watches what it holds: the look says what the bars did to it. */
  readonly watches?: boolean;
}

/** What closed bars did to a holding since they were counted last. */
export interface HeldBars {
  readonly instrumentId: InstrumentId;
  /** As the look was told: whoever counts it has the same, or it is of another holding. */
  readonly openedAt: MarketMs;
  readonly seenBarAt: number | null;
  readonly barAt: number;
  readonly bars: number;
  /** Highest price of those bars; null without any. */
  readonly high: number | null;
  /** Average true range of 14 bars; null when history is short. */
  readonly atr: number | null;
}

/** One look of one bot at one close: what it saw, what came of it. Stored as one line, also when nothing came of it. */
export interface LookReport {
  readonly botId: BotId;
  readonly marketAt: MarketMs;
  readonly looked: number;
  /** How many were left after each filter of the screen, in order, e.g. `{ code: 'uptrend', count: 14 }`. */
  readonly funnel: readonly { readonly code: string; readonly count: number }[];
  /** The best that did not pass, and the filter it failed: has, needs. */
  readonly closest: {
    readonly instrumentId: InstrumentId;
    readonly code: string;
    readonly has: number;
    readonly needs: number;
  } | null;
  /** Sells of what it holds and buys in order of rank. */
  readonly signals: readonly Signal[];
  /** Of what it holds, where a plan watches that. */
  readonly held?: readonly HeldBars[];
  /** When this bot looks next; null when nobody knows. */
  readonly nextLookAt: MarketMs | null;
}
