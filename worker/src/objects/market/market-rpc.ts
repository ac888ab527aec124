import type { BrokerName } from '#shared/contract/connection.ts';
import type { Timeframe } from '#shared/domain/bar.ts';
import type { EarningsOf } from '#shared/domain/earnings.ts';
import type { AccountId, InstrumentId, MarketId } from '#shared/domain/ids.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import type { LevelHit, MarketGlance, MarketState, PriceLevel, Quote } from '#shared/domain/market.ts';
import type { PastOf } from '#shared/risk/past-prices.ts';
import type { MarketMs, WallMs } from '#shared/lib/time.ts';

/** Who registered levels: an account (stops, targets, waiting orders) or its paper broker (resting orders). */
export interface LevelOwner {
  readonly kind: 'account' | 'paper-broker';
  readonly accountId: AccountId;
}

/** What a market is made of, and how fast it runs. */
export interface MarketBoot {
  readonly id: MarketId;
  readonly source:
    | { readonly kind: 'generated'; readonly seed: number }
    /** Bars that were imported into this market before. */
    | { readonly kind: 'replay'; readonly timeframe: Timeframe }
    /** Real prices over one connection; its world is what the broker reports of the connection's account. */
    | {
        readonly kind: 'live';
        readonly vendor: BrokerName;
        readonly connectionId: string;
        readonly world: 'paper' | 'live';
      };
  readonly speed?: number;
  readonly noWait?: boolean;
}

/** What other objects and the API may ask of a market. */
export interface MarketRpc {
  /** Makes the market, or takes up one that is there (its source stays); a given pace replaces the old one. */
  boot(boot: MarketBoot): Promise<MarketState>;
  state(): Promise<MarketState>;
  /**
   * What it knows. A live market knows what somebody asked for: `names` (symbols or ids) are looked up first where they
   * are new to it; others leave them aside.
   */
  instruments(names?: readonly string[]): Promise<Instrument[]>;
  /** Sees to it that bars of these are in the bars object as far as they have closed; only a live market fetches any. */
  loadBars(query: { instrumentIds: readonly InstrumentId[]; timeframe: Timeframe }): Promise<void>;
  /** Quotes as of this moment of the step; an unknown instrument is left out. */
  quotes(instrumentIds: readonly InstrumentId[]): Promise<Quote[]>;
  /** Past prices of these as of the last close, for limits; what there is none of is left out. */
  past(instrumentIds: readonly InstrumentId[]): Promise<PastOf[]>;
  /**
   * When these next report, from memory alone: it stands before an order. What nobody here would know of is left
   * out; null while nothing was read yet.
   */
  earnings(instrumentIds: readonly InstrumentId[]): Promise<EarningsOf[] | null>;
  /**
   * What an order can trade at right now: the open while it lasts, inside the range the level that was reached; null
   * whenever the market gives no price, also for what has no bar in this step. Never a price of another moment.
   */
  tradable(instrumentId: InstrumentId): Promise<Pick<Quote, 'price' | 'at'> | null>;
  /** Replaces all levels of this owner; held for 5 minutes of wall time, renewed by calling again. */
  setLevels(owner: LevelOwner, levels: readonly PriceLevel[]): Promise<void>;
  /** An account follows the market while it has active bots, levels or questions; the clock stands until a bot is active. */
  follow(accountId: AccountId, following: { activeBots: number; openQuestions: number }): Promise<void>;
  /** Transport of a replayed or generated market. `untilProposal` runs without pace until the next question. */
  control(change: {
    speed?: number;
    paused?: boolean;
    noWait?: boolean;
    untilProposal?: boolean;
  }): Promise<MarketState>;
  /** Somebody has a question on a visible screen: the hold lasts up to 10 minutes instead of 30 s. */
  watched(until: WallMs): Promise<void>;
  /** A bot that was just made looks at the last closed bar at once. */
  lookNow(accountId: AccountId, botId: string): Promise<void>;
  /** Runs a job on the last closed bar because somebody asked for it. False: there is no such job. */
  runJob(name: string): Promise<boolean>;
  /** Schedules were edited: read them again before the next close. */
  jobsChanged(): Promise<void>;
  /**
   * Where it stands while it ought to go on: a mark that changes with every step forward, and the last close. Null:
   * nothing is to be done right now, or it stands because somebody wants it to.
   */
  owes(): Promise<{ readonly mark: string; readonly closeAt: MarketMs } | null>;
  /** When the next bar will have closed; null at the end of the data. */
  nextCloseAt(): Promise<MarketMs | null>;
  /** Splits so far, for reading raw bars as they are today (`adjustForSplits`). */
  splits(): Promise<{ instrumentId: InstrumentId; at: number; ratio: number }[]>;
  /** The minute cron's watchdog: sets an alarm that was lost. */
  wake(): Promise<void>;
}

/** A market as its object shows it to others. */
export interface MarketDoor extends MarketRpc {
  /** `state` and `quotes` in one question: an order waits for it. */
  glance(instrumentIds: readonly InstrumentId[]): Promise<MarketGlance>;
  /** `state` and `tradable` in one question: Nod's own broker asks it before it takes an order. */
  venue(instrumentId: InstrumentId): Promise<MarketVenue>;
}

export interface MarketVenue {
  readonly state: MarketState;
  readonly tradable: Pick<Quote, 'price' | 'at'> | null;
}

/** What the market calls in an account (and, for `onLevels`, in a paper broker). Each call is awaited: the clock never overtakes the work it caused. */
export interface MarketFollower {
  /** Levels reached at the open or inside the range, worst for the holder first. */
  onLevels(hits: readonly LevelHit[], now: MarketMoment): Promise<void>;
}

/** Where the clock is when somebody is called. `step` grows by one per bar; with `moment` it names a call uniquely. */
export interface MarketMoment {
  readonly step: number;
  readonly moment: 'open' | 'range' | 'close';
  readonly marketAt: MarketMs;
}
