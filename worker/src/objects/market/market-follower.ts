import type { LookReport, LookingBot } from '#shared/domain/signal.ts';
import type { Judgement, OwedNod } from '../account/nods.ts';
import type { BriefFacts } from '../account/briefs.ts';
import type { AlertToJudge, JudgedAlert } from '../account/own-alerts.ts';
import type { MarketFollower, MarketMoment } from './market-rpc.ts';
import type { SplitNews } from './lock-step-clock.ts';

/**
 * What the market and its jobs call in an account. Every call is awaited, and after a crash repeated with the same
 * `MarketMoment`: a follower that has done the work of a moment does nothing the second time.
 */
export interface AccountFollower extends MarketFollower {
  /** The bots that look at the close `now`: active ones whose timeframe has just closed. */
  botsToLook(now: MarketMoment): Promise<LookingBot[]>;
  /** What those bots saw, in the order of `botsToLook`. */
  look(reports: readonly LookReport[], now: MarketMoment): Promise<void>;
  /** Trailing stops, expiries, drawdown guards: everything about open positions that a close may change. */
  monitor(now: MarketMoment): Promise<void>;
  /** The account's value of the market day that ended with `now`. */
  snapshot(now: MarketMoment): Promise<void>;
  /** Questions that later bars can still decide, and what the bars made of them. */
  owedNods(now: MarketMoment): Promise<OwedNod[]>;
  judgeNods(judged: readonly Judgement[], now: MarketMoment): Promise<void>;
  /** Says what is due to be said before or after a market day, each once. */
  brief(facts: BriefFacts, now: MarketMoment): Promise<void>;
  /** What people want to be told of at a closed bar, and what the bar made of it. */
  alertsToJudge(now: MarketMoment): Promise<AlertToJudge[]>;
  judgeAlerts(judged: readonly JudgedAlert[], now: MarketMoment): Promise<void>;
  /** The hold after the close `now` is over (also when there was none): questions for this gap can no longer be answered. */
  holdEnded(now: MarketMoment): Promise<void>;
  /**
   * Splits in force from the open that follows, before any level is told: quantities, stops, targets and resting orders
   * are in old shares. The account passes it on to its paper broker.
   */
  onSplits(splits: readonly SplitNews[], now: MarketMoment): Promise<void>;
}
