import type { Reason } from './signal.ts';

/**
 * Every code a strategy's or screen's reason can have, with the values it carries. The words catalogue has a
 * sentence for each. Percentages are in percent (4.2), counts are whole numbers.
 */
export const REASON_CODES = {
  // For a buy.
  'fast-over-slow': ['fast', 'slow', 'bars'], // the fast average crossed over the slow one so many bars ago
  uptrend: ['percent', 'fast', 'slow'], // the fast average leads the slow one by so much
  momentum: ['rsi'],
  'volume-multiple': ['times'], // the busiest recent bar against the usual volume
  rank: ['place', 'of', 'looked'],
  'rising-average': ['percent', 'slow'], // the slow average rises
  oversold: ['rsi'],
  'below-band': ['percent', 'period'], // so far below the lower Bollinger band
  'new-high': ['percent', 'bars'], // closed so far over the highest price of the bars before
  'past-return': ['percent', 'bars'], // risen by so much over so many bars
  'over-pivot': ['percent'], // so far over the pivot of the period before
  'forecast-up': ['chance', 'bars'], // its forecast puts a higher close in so many bars at so many of 100
  'support-below': ['percent', 'turns'], // so far below, over the stop, it turned so often
  'forecast-stop': ['price'], // the stop-loss is at the lower edge of its band
  'joins-index': ['days'], // it is taken into an index in so many days
  'votes-for': ['votes', 'of', 'percent'], // so many strategies, with so much of the weight
  'setup-record': ['wins', 'total'], // for or against, by how it went
  // Against a buy.
  'no-record': ['bars'], // this setup never happened in the bars there are
  'few-records': ['wins', 'total'], // too few to judge
  'earnings-in-days': ['days'],
  'split-in-days': ['days'],
  overbought: ['rsi'],
  'far-above-average': ['percent', 'slow'],
  'late-cross': ['bars'],
  'thin-volume': ['times'], // the last bar against the usual volume
  'stop-within-swings': ['times'], // the stop is so many average true ranges away
  'still-falling': ['percent', 'bars'],
  'below-average': ['percent', 'slow'],
  'wide-channel': ['percent', 'bars'], // highest over lowest price of the bars before
  'rose-far': ['percent', 'bars'],
  'near-resistance': ['percent'], // so far under the next level
  'leaves-index': ['days'],
  'resistance-above': ['percent', 'turns'], // so far above, under the target, it turned so often
  'forecast-target': ['price'], // the target is at the upper edge of its band
  'votes-against': ['votes', 'of', 'percent'], // the rest: no opinion, or the opposite one
  // On a line of its own: what forecasts are worth on this instrument.
  'forecast-used': ['symbol', 'right', 'total', 'base', 'side', 'needs', 'tried'],
  'forecast-no-better': ['symbol', 'right', 'total', 'base', 'side', 'needs', 'tried'],
  'forecast-luck': ['symbol', 'right', 'total', 'base', 'side', 'needs', 'tried'],
  'forecast-not-now': ['symbol', 'right', 'total', 'base', 'side', 'needs', 'tried'], // worth it, but none was made lately
  'forecast-too-few': ['symbol', 'right', 'total', 'base', 'side', 'needs', 'tried'],
  // For a sell.
  'fast-under-slow': ['fast', 'slow'],
  'new-low': ['percent', 'bars'], // closed so far under the lowest price of the bars before
  'momentum-gone': ['percent', 'bars'],
  'fell-behind': ['place', 'of'], // others have risen more
  'forecast-down': ['chance', 'bars'], // the same of a lower close
  'under-support': ['percent'], // under the first support
  'under-pivot': ['percent'],
  'at-resistance': ['percent'], // over the second resistance
  'in-index-now': [], // the index has taken it in: the buying that was foreseeable is done
  'back-at-middle': ['period'], // the middle Bollinger band is reached
  'rsi-recovered': ['rsi'],
  'above-band': ['percent', 'period'], // so far above the upper Bollinger band; opens a short in a backtest
  // For or against a sell.
  'gain-since-entry': ['percent'],
  'loss-since-entry': ['percent'],
  'price-over-slow': ['percent', 'slow'],
  'still-rising': ['percent', 'bars'],
  // Of a signal: what happened, and how the day's checks stand.
  'joins-named-index': ['index', 'days'],
  'leaves-named-index': ['index', 'days'],
  'volume-times-usual': ['times', 'days'], // of so many days before
  'day-change': ['percent'],
  'target-reached': ['target', 'day', 'days'], // set on that market day, so many before
  'checks-passed': ['passed', 'of'],
} as const satisfies Record<string, readonly string[]>;

export type ReasonCode = keyof typeof REASON_CODES;

/** A reason with exactly the values its code carries. */
export function reason<Code extends ReasonCode>(
  code: Code,
  values: Readonly<Record<(typeof REASON_CODES)[Code][number], number>>,
): Reason {
  return { code, values };
}

/** Filters of a look's funnel, in words of the catalogue: of the screens, then `setup`, the strategy's own condition. */
export const FUNNEL_CODES = ['uptrend', 'momentum', 'volume', 'rising', 'oversold', 'traded', 'setup'] as const;

/**
 * What the closest miss can have failed, with the unit of has and needs: `uptrend` and `rising` as multiples of the
 * slow average (0.98 of 1), `momentum` and `oversold` as RSI, `volume` as times the usual, `cross-age` in bars
 * (at most), `band` as price over the lower Bollinger band (1.02, at most 1), `rsi` as RSI (at most), `traded` as the
 * share of bars with trading, `high` and `pivot` as the price over that level (0.98 of 1), `place` as a place (at most),
 * `votes` as a share of the weight, `forecast` as a chance of 100.
 */
export const MISS_CODES = [
  'uptrend',
  'momentum',
  'volume',
  'rising',
  'oversold',
  'traded',
  'cross-age',
  'band',
  'rsi',
  'high',
  'pivot',
  'place',
  'votes',
  'forecast',
] as const;
