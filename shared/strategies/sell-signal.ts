import { reason } from '../domain/reason-codes.ts';
import type { Horizon, Reason, Signal } from '../domain/signal.ts';
import { roundDigits } from '../lib/round-digits.ts';
import { atrAt } from '../indicators/last-bar.ts';
import { ATR_PERIOD } from './buy-signal.ts';
import { largestGap } from './gap.ts';
import type { Holding, StrategyView } from './strategy.ts';

/** Bars over which a price counts as still rising or falling. */
const RECENT_BARS = 5;

/** An exit that is only an opinion: why, and what speaks against giving the position up now. */
export function sellSignal<Config>(
  view: StrategyView<Config> & { readonly holding: Holding },
  opinion: {
    readonly horizon: Horizon;
    readonly reasonsFor: readonly Reason[];
    readonly reasonsAgainst: readonly Reason[];
  },
): Signal {
  const { columns, index, instrument, holding } = view;
  const price = columns.c[index]!; // in range: the newest closed bar
  const { reasonsFor, reasonsAgainst } = sinceEntry(price, holding.averagePrice);
  return {
    instrumentId: instrument.id,
    side: 'sell',
    score: 0,
    price,
    stopPrice: null,
    targetPrice: null,
    horizon: opinion.horizon,
    atr: atrAt(columns, index, ATR_PERIOD),
    gapFraction: largestGap(columns, index),
    reasonsFor: [...opinion.reasonsFor, ...reasonsFor],
    reasonsAgainst: [...opinion.reasonsAgainst, ...reasonsAgainst, ...stillRising(view, price)],
    record: { wins: 0, total: 0 },
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

function stillRising<Config>({ columns, index }: StrategyView<Config>, price: number): Reason[] {
  const before = columns.c[index - RECENT_BARS];
  if (before === undefined || price <= before) return [];
  return [reason('still-rising', { percent: roundDigits((price / before - 1) * 100, 1), bars: RECENT_BARS })];
}
