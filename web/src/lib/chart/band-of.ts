import type { AnalysisView } from '#shared/contract/analysis.ts';
import type { BarsView } from '#shared/contract/market.ts';
import { TIMEFRAME_MS } from '#shared/domain/bar.ts';
import type { BandPoint } from './band.ts';

/**
 * The forecast as the chart draws it, if it was made at the newest bar that the chart shows. Where the calendar does not
 * say when a bar will open, one bar's length lies between two.
 */
export function bandOf(analysis: AnalysisView | undefined, bars: BarsView): BandPoint[] {
  const newest = bars.items.at(-1);
  if (analysis === undefined || newest === undefined) return [];
  if (analysis.asOf !== newest.t || analysis.timeframe !== bars.timeframe) return [];
  return analysis.bars.map(({ ahead, on, low, median, high }) => ({
    time: on === null ? secondsOf(newest.t) + (ahead * TIMEFRAME_MS[bars.timeframe]) / 1000 : secondsOf(on),
    low: Number(low),
    median: Number(median),
    high: Number(high),
  }));
}

function secondsOf(t: string): number {
  return Date.parse(t.length === 10 ? `${t}T00:00:00Z` : t) / 1000;
}
