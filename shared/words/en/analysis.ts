import type { AnalysisView, ForecastRecordView } from '../../contract/analysis.ts';
import type { RATING_CHECKS } from '../../analysis/rating.ts';
import type { Timeframe } from '../../domain/bar.ts';
import type { Horizon } from '../../domain/signal.ts';
import type { Phrase } from '../fill.ts';

/** What an analysis says: counts, never a price without its range. */
export const analysis = {
  tooFewBars: (v: { has: number; needs: number }) =>
    `Analysis and forecast from ${v.needs} closed bars on; there are ${v.has}.`,
  title: 'What the bars say',
  bar: (timeframe: Timeframe): string => ({ '1d': 'day', '1w': 'week' })[timeframe as '1d' | '1w'] ?? 'bar',
  head: (v: { symbol: string; close: string; asOf: string; bars: number }) =>
    `${v.symbol} closed at ${v.close} (${v.asOf}); ${v.bars} bars looked at`,
  rating: (v: { passed: number; of: number }) => `${v.passed} of ${v.of} checks speak for it`,
  checks: {
    trend: (v) => `${v.count('fast')}-bar average over the ${v.count('slow')}-bar`,
    'above-average': (v) => `close over its ${v.count('slow')}-bar average (${v.figure('percent', 1)}%)`,
    momentum: (v) => `momentum between 50 and 70 (RSI ${v.figure('rsi', 0)})`,
    macd: () => 'MACD over its signal',
    volume: () => 'more volume on rising bars than on falling ones lately',
    'not-stretched': (v) => `not far from its 20-bar average (${v.times('times')} a usual move)`,
    forecast: (v) => `forecast above the close (${v.figure('percent', 1)}%)`,
    direction: (v) => `next bar higher in ${v.count('times')} of 100 such cases, by the model`,
  } satisfies Record<(typeof RATING_CHECKS)[number], Phrase> as Record<string, Phrase>,
  bullFlag: 'Bull flag',
  pattern: (v: { name: string; bars: number }) => (v.bars === 1 ? v.name : `${v.name}, over ${v.bars} bars`),
  nextBar: (v: { low: string; high: string; inside: number; of: number; bar: string }) =>
    `Next ${v.bar} between ${v.low} and ${v.high}; ${v.inside} of the last ${v.of} ${v.bar}s stayed inside such a range`,
  forecast: (v: { ahead: number; low: string; median: string; high: string; bar: string }) =>
    `In ${v.ahead} ${v.bar}s between ${v.low} and ${v.high}, middle ${v.median}`,
  notFitted: 'No trend could be fitted to these bars, so there is no forecast',
  models: { prophet: 'Trend (Prophet)', trees: 'Next bar (trees)' } satisfies Record<
    ForecastRecordView['model'],
    string
  >,
  uses: {
    better: 'used',
    few: 'not used: fewer than 30 past forecasts',
    'no-better': 'not used: no better than the base rate',
    luck: 'not used: so much may be luck',
    'not-fitted': 'not used: it found nothing to go by in these bars',
  } satisfies Record<ForecastRecordView['use'], string>,
  up: 'up',
  down: 'down',
  did: (v: { right: number; total: number; base: number; side: string }) =>
    `right ${v.right} of ${v.total}; always saying ${v.side}: ${v.base}`,
  tooFew: (v: { total: number }) => `${v.total} past forecasts, too few to judge`,
  inside: (v: { count: number; total: number }) => `${v.count} of ${v.total} fell inside the band`,
  tried: (v: { count: number }) => `${v.count} models tried`,
  turns: (v: { support: string | null; resistance: string | null }) =>
    `Turned before ${[
      v.support === null ? null : `below at ${v.support}`,
      v.resistance === null ? null : `above at ${v.resistance}`,
    ]
      .filter((part) => part !== null)
      .join(', ')}`,
  turn: (v: { price: string; touches: number }) => `${v.price} (${v.touches} times)`,
  levels: (v: { stop: string; target: string; fromForecast: boolean; horizon: string }) =>
    `A purchase at this close: stop-loss ${v.stop}, target ${v.target}, ${v.fromForecast ? 'from usual moves and the forecast' : 'from usual moves'}; usually held ${v.horizon}. Before your bot’s own caps`,
  horizons: { short: 'for days', mid: 'for weeks', long: 'for months' } satisfies Record<Horizon, string>,
  progress: ({ done, of }: AnalysisView['progress']) => `Past forecasts: ${done} of ${of}`,
  further: 'Look further back',
  band: 'Forecast range',
  details: 'How forecasts did here',
};
