import type { Horizon, Reason, SetupRecord, Signal } from '../domain/signal.ts';
import { reason } from '../domain/reason-codes.ts';
import { atrAt, volumeMultipleAt } from '../indicators/last-bar.ts';
import { largestGap } from './gap.ts';
import { protectionFor } from './protection.ts';
import { eventReasons, recordReason, tradingReasons } from './reasons-against.ts';
import type { StrategyView } from './strategy.ts';

export const ATR_PERIOD = 14;

/** What a strategy adds of its own to a buy; the rest is the same for all. */
export interface BuyOpinion {
  readonly horizon: Horizon;
  readonly holdingBars: number;
  readonly record: SetupRecord;
  readonly reasonsFor: readonly Reason[];
  readonly reasonsAgainst: readonly Reason[];
}

/** A buy with everything a proposal must carry: protection, worst gap, and reasons of both sides. */
export function buySignal<Config>(view: StrategyView<Config>, opinion: BuyOpinion): Signal {
  const { columns, index, instrument, profile, candidate } = view;
  const price = columns.c[index]!; // in range: the newest closed bar
  const atr = atrAt(columns, index, ATR_PERIOD);
  const { stopPrice, targetPrice } = protectionFor(price, atr, { profile, instrument });
  const volumeTimes = volumeMultipleAt(columns.v, index, { recent: 1, usual: 20 });
  const record = recordReason(opinion.record, index + 1);
  const place = candidate?.place ?? 1;
  const of = candidate?.of ?? 1;
  const rank = candidate === null ? [] : [reason('rank', { place, of, looked: candidate.looked })];
  const { marketAt, timeframe } = view;
  return {
    instrumentId: instrument.id,
    side: 'buy',
    score: candidate?.score ?? 0,
    price,
    stopPrice,
    targetPrice,
    horizon: opinion.horizon,
    atr,
    gapFraction: largestGap(columns, index),
    reasonsFor: [...opinion.reasonsFor, ...rank, ...(record.side === 'for' ? [record.reason] : [])],
    reasonsAgainst: [
      ...eventReasons(view.events, { marketAt, timeframe, holdingBars: opinion.holdingBars }),
      ...opinion.reasonsAgainst,
      ...tradingReasons({ volumeTimes, stopDistance: price - stopPrice, atr }),
      ...(record.side === 'against' ? [record.reason] : []),
    ],
    record: opinion.record,
    rank: { place, of },
  };
}
