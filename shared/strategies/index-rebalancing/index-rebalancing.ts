import { z } from 'zod';
import { TIMEFRAME_MS } from '../../domain/bar.ts';
import { reason } from '../../domain/reason-codes.ts';
import { isKnown, type UpcomingEvent } from '../../domain/screen.ts';
import type { SetupRecord } from '../../domain/signal.ts';
import { roundDigits } from '../../lib/round-digits.ts';
import { DAY_MS, type MarketMs } from '../../lib/time.ts';
import { protectionFor } from '../protection.ts';
import { ATR_PERIOD } from '../signal-of.ts';
import { NO_RECORD, type Opinion, type Strategy, type StrategyView } from '../strategy.ts';

export const indexRebalancingConfig = z.strictObject({
  /** Buys within so many days of the announcement, */
  freshDays: z.number().min(0.1).max(60).default(3).describe('config.index-rebalancing.fresh-days'),
  /** and only if the change is still so many days ahead. */
  daysAhead: z.number().min(0.1).max(60).default(1).describe('config.index-rebalancing.days-ahead'),
});
export type IndexRebalancingConfig = z.infer<typeof indexRebalancingConfig>;
type View = StrategyView<IndexRebalancingConfig>;

const RECENT_BARS = 5;
const FAR_RISE = 0.1;
const ATR = 0;

/**
 * Buys what has been announced to join an index, sells when the change has taken effect: funds that hold the index have
 * to buy in between, and much of the rise is given back afterwards. Sells at once what is announced to leave. Where
 * shorts are allowed, what leaves is sold short until then. (Shleifer 1986; Beneish and Whaley 1996; Chen, Noronha and
 * Singal 2004. The effect has shrunk since: Greenwood and Sammon 2022.)
 */
export const INDEX_REBALANCING: Strategy<IndexRebalancingConfig> = {
  name: 'index-rebalancing',
  configSchema: indexRebalancingConfig,
  screen: () => ({ screener: 'most-traded', config: {} }),
  barsNeeded: () => ATR_PERIOD + 1,
  indicators: () => [{ indicator: 'atr', params: { period: ATR_PERIOD } }],
  horizon: { '1m': 'short', '5m': 'short', '15m': 'short', '1h': 'short', '1d': 'short', '1w': 'short' },
  holdingBars: 5, // a week of daily bars: from the announcement to the change
  decide,
  explain: (view) =>
    view.holding === null
      ? { record: recordOf(view), reasonsFor: view.candidate?.reasons ?? [], reasonsAgainst: against(view) }
      : { record: NO_RECORD, reasonsFor: [], reasonsAgainst: [] },
  miss: () => null,
};

/** The soonest announced change of that kind that is still to come. */
function pending(view: View, kind: UpcomingEvent['kind']): UpcomingEvent | null {
  const { events, marketAt } = view;
  let soonest: UpcomingEvent | null = null;
  for (let i = 0; i < events.length; i += 1) {
    const event = events[i]!; // in range
    if (event.kind !== kind || event.at <= marketAt || !isKnown(event, marketAt)) continue;
    if (soonest === null || event.at < soonest.at) soonest = event;
  }
  return soonest;
}

function isFresh({ marketAt, config }: View, { at, knownAt }: UpcomingEvent): boolean {
  const age = knownAt === undefined ? Infinity : marketAt - knownAt;
  return age <= config.freshDays * DAY_MS && at - marketAt >= config.daysAhead * DAY_MS;
}

function daysTo({ at }: UpcomingEvent, marketAt: MarketMs): number {
  return Math.ceil((at - marketAt) / DAY_MS);
}

function decide(view: View): Opinion | null {
  const { holding, events, marketAt } = view;
  if (Number.isNaN(view.value(ATR))) return null;
  if (holding !== null) {
    const joins = pending(view, 'index-addition');
    const leaves = pending(view, 'index-removal');
    if (holding.side === 'short') {
      return leaves === null ? { side: 'buy', reasons: [reason('in-index-now', {})] } : null;
    }
    if (leaves !== null) return { side: 'sell', reasons: [reason('leaves-index', { days: daysTo(leaves, marketAt) })] };
    return joins === null ? { side: 'sell', reasons: [reason('in-index-now', {})] } : null;
  }
  if (events.length === 0) return null;
  const joins = pending(view, 'index-addition');
  if (joins !== null && isFresh(view, joins)) {
    return {
      side: 'buy',
      reasons: [reason('joins-index', { days: daysTo(joins, marketAt) })],
      ...protectionUntil(view, joins),
    };
  }
  if (!view.mayShort) return null;
  const leaves = pending(view, 'index-removal');
  if (leaves === null || !isFresh(view, leaves)) return null;
  return { side: 'sell', reasons: [reason('leaves-index', { days: daysTo(leaves, marketAt) })] };
}

/**
 * Stop and target for all the bars until the change: what swings add up to grows with the root of their number, and the
 * stop lies one and a half of that away. One bar's swings would stop it out, and it would buy again, day after day.
 */
function protectionUntil(view: View, { at }: UpcomingEvent): Pick<Opinion, 'stopPrice' | 'targetPrice'> {
  const { columns, index, marketAt, timeframe, profile, instrument } = view;
  const bars = Math.max(1, (at - marketAt) / TIMEFRAME_MS[timeframe]);
  const swings = (view.value(ATR) * Math.sqrt(bars)) / 2;
  return protectionFor(columns.c[index]!, swings, { profile, instrument }); // in range: the newest closed bar
}

function against({ columns, index }: View): ReturnType<Strategy['explain']>['reasonsAgainst'] {
  const price = columns.c[index]!; // in range: the newest closed bar
  const before = columns.c[index - RECENT_BARS];
  if (before === undefined || price / before - 1 < FAR_RISE) return [];
  return [reason('rose-far', { percent: roundDigits((price / before - 1) * 100, 0), bars: RECENT_BARS })];
}

/** Past additions of this instrument that are known here: bought at the open after the announcement, sold at the close before the change. */
function recordOf({ columns, index, events, marketAt }: View): SetupRecord {
  const { t, o, c } = columns;
  let wins = 0;
  let total = 0;
  for (const { kind, at, knownAt } of events) {
    if (kind !== 'index-addition' || at > marketAt || knownAt === undefined) continue;
    const entry = t.findIndex((opensAt) => opensAt >= knownAt);
    let exit = t.findIndex((opensAt) => opensAt >= at) - 1;
    if (exit < 0) exit = index;
    if (entry < 0 || exit < entry || exit > index) continue;
    total += 1;
    if (c[exit]! > o[entry]!) wins += 1; // in range, as above
  }
  return { wins, total };
}
