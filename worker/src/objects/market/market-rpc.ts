import type { AccountId, InstrumentId } from '#shared/domain/ids.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import type { LevelHit, MarketState, PriceLevel, Quote } from '#shared/domain/market.ts';
import type { MarketMs, WallMs } from '#shared/lib/time.ts';

/** Who registered levels: an account (stops, targets, waiting orders) or its paper broker (resting orders). */
export interface LevelOwner {
  readonly kind: 'account' | 'paper-broker';
  readonly accountId: AccountId;
}

/** What other objects and the API may ask of a market. */
export interface MarketRpc {
  state(): Promise<MarketState>;
  instruments(): Promise<Instrument[]>;
  /** Quotes as of this moment of the step; an unknown instrument is left out. */
  quotes(instrumentIds: readonly InstrumentId[]): Promise<Quote[]>;
  /** Replaces all levels of this owner; held for 5 minutes of wall time, renewed by calling again. */
  setLevels(owner: LevelOwner, levels: readonly PriceLevel[]): Promise<void>;
  /** An account follows the market while it has active bots, levels or questions; the clock stands until a bot is active. */
  follow(accountId: AccountId, following: { activeBots: number; openQuestions: number }): Promise<void>;
  /** Transport of a replayed or generated market. `untilProposal` runs without pace until the next question. */
  control(change: { speed?: number; paused?: boolean; noWait?: boolean; untilProposal?: boolean }): Promise<MarketState>;
  /** Somebody has a question on a visible screen: the hold lasts up to 10 minutes instead of 30 s. */
  watched(until: WallMs): Promise<void>;
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
