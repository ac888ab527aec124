import type { Fill, Phrase } from '../fill.ts';
import { denies } from './checks.ts';

const bars = (v: Fill, key: string): string => `${v.count(key)}-${v.daily ? 'day' : 'bar'}`;
const sign = (v: Fill, key: string): string => (v.raw(key) > 0 ? '+' : '');

/**
 * Reasons by code: why a stock was found, why a bot asks, why an order ended. Parts of a sentence, no full stop; each
 * stands alone in a list.
 */
export const reasons: Record<string, Phrase> = {
  ...denies,
  // Screens and strategies.
  uptrend: (v) => `${bars(v, 'fast')} average ${sign(v, 'percent')}${v.figure('percent')}% over the ${bars(v, 'slow')}`,
  momentum: (v) => `momentum holds (RSI ${v.count('rsi')})`,
  'volume-multiple': (v) => `volume ${v.times('times')}`,
  'rising-average': (v) => `${bars(v, 'slow')} average rising (${sign(v, 'percent')}${v.figure('percent')}%)`,
  oversold: (v) => `fell far inside the trend (RSI ${v.count('rsi')})`,
};

/** What is left after a filter, after its count: "14 in an uptrend". */
export const funnel: Record<string, string> = {
  uptrend: 'in an uptrend',
  momentum: 'with momentum',
  volume: 'with volume',
  rising: 'in a rising trend',
  oversold: 'oversold',
};

/** The filter the closest one failed: what it has, what it needs. */
export const misses: Record<string, Phrase> = {
  uptrend: (v) => `trend ${v.percent('short')} short`,
  momentum: (v) => `momentum ${v.figure('has', 0)}, needs ${v.figure('needs', 0)}`,
  volume: (v) => `volume ${v.times('has')}, needs ${v.times('needs')}`,
  rising: (v) => `trend ${v.percent('short')} short of rising`,
  oversold: (v) => `RSI ${v.figure('has', 0)}, needs ${v.figure('needs', 0)} or less`,
};

export const unnamedReason = 'a reason this version has no words for yet';
export const unnamedFilter = 'left';
export const unnamedMiss = 'one filter short';
