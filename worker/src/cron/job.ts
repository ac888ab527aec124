import type { Timeframe } from '#shared/domain/bar.ts';
import type { AccountId, InstrumentId, MarketId } from '#shared/domain/ids.ts';
import type { Exchange } from '#shared/domain/instrument.ts';
import type { MarketWindow, UpcomingEvent } from '#shared/domain/screen.ts';
import type { DatedSplit } from '#shared/domain/split-adjust.ts';
import type { Frame } from '#shared/lib/frame.ts';
import type { Reason } from '#shared/domain/signal.ts';
import type { MarketMs } from '#shared/lib/time.ts';
import type { AskedAtClose, AtClose } from '#shared/usecases/daily-screens.ts';
import type { AsOf } from '#shared/usecases/measure-screen.ts';
import type { FollowedScreens } from '#shared/screeners/last-bar-states.ts';
import type { ScreenCache } from '#shared/screeners/screen-cache.ts';
import type { AccountFollower } from '../objects/market/market-follower.ts';
import type { AnalysisDesk } from './analysis-desk.ts';
import type { EventBook } from './event-book.ts';
import type { MarketMoment } from '../objects/market/market-rpc.ts';
import type { Follower } from '../objects/market/clock-state.ts';

/** The market that jobs work on, as of its last closed bar. */
export interface JobMarket {
  readonly id: MarketId;
  readonly timeframe: Timeframe;
  readonly exchange: Exchange;
  /** Tradable instruments with their closed bars; null when bars of that timeframe cannot be made here. */
  readonly window: (timeframe: Timeframe) => Promise<MarketWindow | null>;
  /** It makes its companies up, and announces whatever they do. */
  readonly isInvented: boolean;
  /** What its source announces and is still to come; a market that makes nothing up has none. */
  readonly announced: () => ReadonlyMap<InstrumentId, readonly UpcomingEvent[]>;
  readonly nextCloseAt: () => MarketMs | null;
  /** Splits so far, by instrument. */
  readonly splits: () => ReadonlyMap<InstrumentId, readonly DatedSplit[]>;
}

/** What a job may reach. */
export interface JobContext {
  readonly db: D1Database;
  readonly market: JobMarket;
  readonly followers: () => readonly Follower[];
  readonly account: (accountId: AccountId) => AccountFollower;
  /** Screens measured on the last bar, by timeframe; shared by all bots. */
  readonly screens: (timeframe: Timeframe) => ScreenCache;
  /** Screens of people, each with what it knows of the bars before the last. */
  readonly followed: FollowedScreens;
  readonly dailyScreens: (
    as: AsOf,
    atClose: AtClose | null,
  ) => Promise<{ readonly looked: number; readonly found: number }>;
  /** What passes each of these conditions at a close, in their order; null: it cannot be said. */
  readonly screensAtClose: (
    as: AsOf,
    atClose: AtClose | null,
    asked: readonly AskedAtClose[],
  ) => Promise<(readonly InstrumentId[] | null)[]>;
  readonly desk: Pick<AnalysisDesk, 'look' | 'lines' | 'forecasts'>;
  /** Heavy work beside this process; null when nobody answered. */
  readonly beside: (work: string, frame: Frame) => Promise<Frame | null>;
  readonly events: Pick<EventBook, 'at' | 'record' | 'earnings'>;
}

/** One job: runs to its end, may be run twice for one close, answers what to say about it. Throws when it failed. */
export type Job = (context: JobContext, now: MarketMoment) => Promise<Reason>;
