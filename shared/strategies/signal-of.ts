import { supportAndResistance, type TurnLevel } from '../analysis/pivots/levels.ts';
import type { BarColumns } from '../domain/bar.ts';
import { reason } from '../domain/reason-codes.ts';
import type { Reason, Signal } from '../domain/signal.ts';
import { atrAt, volumeMultipleAt } from '../indicators/last-bar.ts';
import { roundDigits } from '../lib/round-digits.ts';
import { largestGap } from './gap.ts';
import { protectionFor } from './protection.ts';
import { eventReasons, recordReason, tradingReasons } from './reasons-against.ts';
import type { Opinion, Strategy, StrategyView } from './strategy.ts';

export const ATR_PERIOD = 14;
/** Bars over which a price counts as still rising. */
const RECENT_BARS = 5;

/** An opinion with everything a proposal must carry: protection, worst gap, record, and reasons of both sides. */
export function signalOf<Config>(strategy: Strategy<Config>, view: StrategyView<Config>, opinion: Opinion): Signal {
  return view.holding === null ? buySignal(strategy, view, opinion) : sellSignal(strategy, view, opinion);
}

/**
 * Stop and target of an entry at the newest close, and its average true range: what sizing needs of an opinion.
 * `scale` makes traded prices of adjusted ones: in a backtest money uses what was traded on that day.
 */
export function protectionOf<Config>(
  view: Pick<StrategyView<Config>, 'columns' | 'index' | 'instrument' | 'profile'>,
  { stopPrice, targetPrice }: Opinion,
  scale = 1,
): { readonly price: number; readonly atr: number | null; readonly stopPrice: number; readonly targetPrice: number } {
  const { columns, index, instrument, profile } = view;
  const price = columns.c[index]! * scale; // in range: the newest closed bar
  const range = atrAt(columns, index, ATR_PERIOD);
  const atr = range === null ? null : range * scale;
  const usual = protectionFor(price, atr, { profile, instrument });
  return {
    price,
    atr,
    stopPrice: stopPrice === undefined ? usual.stopPrice : stopPrice * scale,
    targetPrice: targetPrice === undefined ? usual.targetPrice : targetPrice * scale,
  };
}

function buySignal<Config>(strategy: Strategy<Config>, view: StrategyView<Config>, opinion: Opinion): Signal {
  const { columns, index, instrument, candidate, marketAt, timeframe } = view;
  const { reasonsFor, reasonsAgainst, record } = strategy.explain(view, opinion);
  const { holdingBars } = strategy;
  const { price, atr, stopPrice, targetPrice } = protectionOf(view, opinion);
  const volumeTimes = volumeMultipleAt(columns.v, index, { recent: 1, usual: 20 });
  const past = recordReason(record, index + 1);
  const place = candidate?.place ?? 1;
  const of = candidate?.of ?? 1;
  const turned = turnReasons(view, { price, stopPrice, targetPrice });
  const rank = candidate === null ? [] : [reason('rank', { place, of, looked: candidate.looked })];
  return {
    instrumentId: instrument.id,
    side: 'buy',
    score: candidate?.score ?? 0,
    price,
    stopPrice,
    targetPrice,
    horizon: strategy.horizon[timeframe],
    atr,
    gapFraction: largestGap(columns, index),
    reasonsFor: [
      ...opinion.reasons,
      ...reasonsFor,
      ...turned.reasonsFor,
      ...rank,
      ...(past.side === 'for' ? [past.reason] : []),
    ],
    reasonsAgainst: [
      ...eventReasons(view.events, { marketAt, timeframe, holdingBars }),
      ...reasonsAgainst,
      ...turned.reasonsAgainst,
      ...tradingReasons({ volumeTimes, stopDistance: price - stopPrice, atr }),
      ...(past.side === 'against' ? [past.reason] : []),
    ],
    record,
    rank: { place, of },
  };
}

/** Prices at which it turned before, where they lie inside what is planned: over the stop, under the target. */
function turnReasons(
  { columns, index }: Pick<StrategyView<unknown>, 'columns' | 'index'>,
  plan: { readonly price: number; readonly stopPrice: number; readonly targetPrice: number },
): { reasonsFor: Reason[]; reasonsAgainst: Reason[] } {
  const { price, stopPrice, targetPrice } = plan;
  const { support, resistance } = supportAndResistance(columns, index);
  const [below] = support;
  const [above] = resistance;
  const told = ({ price: level, touches }: TurnLevel) => ({
    percent: roundDigits(Math.abs(level / price - 1) * 100, 1),
    turns: touches,
  });
  return {
    reasonsFor: below !== undefined && below.price > stopPrice ? [reason('support-below', told(below))] : [],
    reasonsAgainst: above !== undefined && above.price < targetPrice ? [reason('resistance-above', told(above))] : [],
  };
}

/** An exit that is only an opinion: why, and what speaks against giving the position up now. */
function sellSignal<Config>(strategy: Strategy<Config>, view: StrategyView<Config>, opinion: Opinion): Signal {
  const { columns, index, instrument, holding, timeframe } = view;
  const { reasonsFor, reasonsAgainst, record } = strategy.explain(view, opinion);
  const price = columns.c[index]!; // in range: the newest closed bar
  const since = sinceEntry(price, holding?.averagePrice ?? NaN);
  return {
    instrumentId: instrument.id,
    side: 'sell',
    score: 0,
    price,
    stopPrice: null,
    targetPrice: null,
    horizon: strategy.horizon[timeframe],
    atr: atrAt(columns, index, ATR_PERIOD),
    gapFraction: largestGap(columns, index),
    reasonsFor: [...opinion.reasons, ...reasonsFor, ...since.reasonsFor],
    reasonsAgainst: [...reasonsAgainst, ...since.reasonsAgainst, ...stillRising(columns, index)],
    record,
    rank: { place: 1, of: 1 },
  };
}

function sinceEntry(price: number, averagePrice: number): { reasonsFor: Reason[]; reasonsAgainst: Reason[] } {
  if (!(averagePrice > 0)) return { reasonsFor: [], reasonsAgainst: [] };
  const percent = roundDigits((price / averagePrice - 1) * 100, 1);
  return percent >= 0
    ? { reasonsFor: [reason('gain-since-entry', { percent })], reasonsAgainst: [] }
    : { reasonsFor: [], reasonsAgainst: [reason('loss-since-entry', { percent: -percent })] };
}

function stillRising({ c }: BarColumns, index: number): Reason[] {
  const price = c[index]!; // in range: the newest closed bar
  const before = c[index - RECENT_BARS];
  if (before === undefined || price <= before) return [];
  return [reason('still-rising', { percent: roundDigits((price / before - 1) * 100, 1), bars: RECENT_BARS })];
}
