import type { AccountId } from '#shared/domain/ids.ts';
import type { MarketMs, WallMs } from '#shared/lib/time.ts';
import type { HoldState } from './hold.ts';

/** Where the clock is. `step` bars have closed; in `open` and `range` the next one is under way. */
export interface ClockState {
  readonly step: number;
  readonly moment: 'between' | 'open' | 'range' | 'close';
  readonly marketAt: MarketMs;
  readonly speed: number;
  readonly paused: boolean;
  readonly noWait: boolean;
  readonly untilQuestion: boolean;
  readonly hold: HoldState;
  readonly watchedUntil: WallMs;
}

export interface Follower {
  readonly accountId: AccountId;
  readonly activeBots: number;
  readonly openQuestions: number;
}
