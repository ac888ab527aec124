import type { MISS_CODES } from '../../domain/reason-codes.ts';
import type { Fill, Phrase } from '../fill.ts';

export const unit = (v: Fill): string => (v.daily ? 'day' : 'bar');

/** The filter the closest one failed: what it has, what it needs. `short` is how far off, as a fraction. */
export const misses: Record<(typeof MISS_CODES)[number], Phrase> = {
  uptrend: (v) => `${v.percent('short')} short of an uptrend`,
  momentum: (v) => `momentum (RSI) ${v.figure('has', 0)}, needs ${v.figure('needs', 0)}`,
  volume: (v) =>
    // Rounded to the same figure it would contradict itself.
    v.times('has') === v.times('needs')
      ? `volume just short of ${v.times('needs')}`
      : `volume ${v.times('has')}, needs ${v.times('needs')}`,
  rising: (v) => `${v.percent('short')} short of a rising trend`,
  oversold: (v) => `RSI ${v.figure('has', 0)}, needs ${v.figure('needs', 0)} or less`,
  'cross-age': (v) => `averages crossed ${v.count('has')} ${unit(v)}s ago, at most ${v.count('needs')}`,
  band: (v) => `${v.percent('short')} above the range it has to fall below`,
  rsi: (v) => `RSI ${v.figure('has', 0)}, needs ${v.figure('needs', 0)} or less`,
  traded: (v) => `traded on ${v.percent('has')} of its ${unit(v)}s, needs ${v.percent('needs')}`,
  high: (v) => `${v.percent('short')} short of a new high`,
  pivot: (v) => `${v.percent('short')} under its pivot`,
  place: (v) => `number ${v.count('has')} of the ranking, needs ${v.count('needs')} or better`,
  forecast: (v) => `its forecast at ${v.count('has')} of 100, needs ${v.count('needs')}`,
  votes: (v) => `${v.percent('has')} of the votes, needs ${v.percent('needs')}`,
};

export const unnamedMiss = 'one filter short';
