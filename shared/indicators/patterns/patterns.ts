import type { BarColumns } from '../../domain/bar.ts';
import { blank, define, type Indicator } from '../indicator.ts';
import { BULL_FLAG } from './bull-flag.ts';
import { Candles } from './candles.ts';

/** What a pattern says: above 0 rising, below falling, 0 it is not there; 80 where bodies end on the same price. */
type Verdict = -100 | -80 | 0 | 80 | 100;

export interface Pattern {
  readonly name: string;
  /** TA-Lib's function. */
  readonly source: string;
  /** Leading bars without an answer. */
  readonly warmUp: number;
  /** At a bar that has `warmUp` bars before it. */
  readonly at: (candles: Candles, i: number) => Verdict;
}

/** Of the usual size of bars: ten before the oldest bar that is compared with it. */
const USUAL = 10;

const rising = (holds: boolean): Verdict => (holds ? 100 : 0);
const falling = (holds: boolean): Verdict => (holds ? -100 : 0);
const either = (holds: boolean, side: 1 | -1): Verdict => (holds ? (side === 1 ? 100 : -100) : 0);

/** The close has come back more than `share` into the body of bar `j`, against its color. */
function isDeepInto(k: Candles, i: number, { j, share }: { readonly j: number; readonly share: number }): boolean {
  const reach = k.body(j) * share;
  return k.color(j) === -1 ? k.c[i]! > k.c[j]! + reach : k.c[i]! < k.c[j]! - reach;
}

const engulfs = (k: Candles, i: number): boolean =>
  (k.color(i) === 1 && k.color(i - 1) === -1 && k.c[i]! > k.o[i - 1]! && k.o[i]! < k.c[i - 1]!) ||
  (k.color(i) === -1 && k.color(i - 1) === 1 && k.o[i]! > k.c[i - 1]! && k.c[i]! < k.o[i - 1]!);

/** Of two bodies, one around the other: 100, or 80 where one end of them is the same price; at both ends it is none. */
function around(side: 1 | -1, outer: { readonly top: number; readonly bottom: number }, inner: typeof outer): Verdict {
  const [over, under] = [outer.top - inner.top, inner.bottom - outer.bottom];
  if (over < 0 || under < 0 || (over === 0 && under === 0)) return 0;
  const strength = over > 0 && under > 0 ? 100 : 80;
  return side === 1 ? strength : strength === 100 ? -100 : -80;
}
const bodyOf = (k: Candles, i: number): { readonly top: number; readonly bottom: number } => ({
  top: k.top(i),
  bottom: k.bottom(i),
});

/** Inside the long body before, touching it at one end or both at most. */
function heldBy(k: Candles, i: number): Verdict {
  if (!k.isLong(i - 1)) return 0;
  const side = k.color(i - 1) === 1 ? -1 : 1;
  if (k.top(i) > k.top(i - 1) || k.bottom(i) < k.bottom(i - 1)) return 0;
  return k.bodyInside(i, i - 1) ? either(true, side) : side === 1 ? 80 : -80;
}

/** A long bar, a small one beyond it, a third one back into the first: from bar `i - 2` on, first bar of `color`. */
const isStar = (k: Candles, i: number, color: 1 | -1): boolean =>
  k.color(i - 2) === color &&
  k.isLong(i - 2) &&
  (color === -1 ? k.bodyBelow(i - 1, i - 2) : k.bodyAbove(i - 1, i - 2)) &&
  !k.isSmall(i) &&
  k.color(i) === -color &&
  isDeepInto(k, i, { j: i - 2, share: 0.3 });

const isMarubozu = (k: Candles, i: number): boolean => k.isLong(i) && k.hasNoUpper(i) && k.hasNoLower(i);

/** A small body at one end and a shadow longer than it below, or above. */
const hangsDown = (k: Candles, i: number): boolean => k.isShort(i) && k.lower(i) > k.body(i) && k.hasNoUpper(i);
const standsUp = (k: Candles, i: number): boolean => k.isShort(i) && k.upper(i) > k.body(i) && k.hasNoLower(i);

function isThreeSoldiers(k: Candles, i: number): boolean {
  const bars = [i - 2, i - 1, i];
  if (!bars.every((j) => k.color(j) === 1 && k.hasNoUpper(j))) return false;
  const follows = (j: number): boolean =>
    k.c[j]! > k.c[j - 1]! &&
    k.o[j]! > k.o[j - 1]! &&
    k.o[j]! <= k.c[j - 1]! + k.near(j - 1) &&
    k.body(j) > k.body(j - 1) - k.far(j - 1);
  return follows(i - 1) && follows(i) && !k.isSmall(i);
}

function areThreeCrows(k: Candles, i: number): boolean {
  const bars = [i - 2, i - 1, i];
  if (k.color(i - 3) !== 1 || !bars.every((j) => k.color(j) === -1 && k.hasNoLower(j))) return false;
  const follows = (j: number): boolean => k.o[j]! < k.o[j - 1]! && k.o[j]! > k.c[j - 1]! && k.c[j]! < k.c[j - 1]!;
  return follows(i - 1) && follows(i) && k.h[i - 3]! > k.c[i - 2]!;
}

/*
 * Twenty-eight candlestick patterns by TA-Lib's definitions (ta_CDL*.c), which are exact and compare each bar with its
 * own past. They say what bars look like; whether anything usually followed is for a backtest to say.
 */
export const PATTERNS: readonly Pattern[] = [
  { name: 'doji', source: 'CDLDOJI', warmUp: USUAL, at: (k, i) => rising(k.isDoji(i)) },
  {
    name: 'dragonfly-doji',
    source: 'CDLDRAGONFLYDOJI',
    warmUp: USUAL,
    at: (k, i) => rising(k.isDoji(i) && k.hasNoUpper(i) && k.lower(i) > k.noShadow(i)),
  },
  {
    name: 'gravestone-doji',
    source: 'CDLGRAVESTONEDOJI',
    warmUp: USUAL,
    at: (k, i) => rising(k.isDoji(i) && k.hasNoLower(i) && k.upper(i) > k.noShadow(i)),
  },
  {
    name: 'long-legged-doji',
    source: 'CDLLONGLEGGEDDOJI',
    warmUp: USUAL,
    at: (k, i) => rising(k.isDoji(i) && (k.lower(i) > k.body(i) || k.upper(i) > k.body(i))),
  },
  {
    name: 'doji-star',
    source: 'CDLDOJISTAR',
    warmUp: USUAL + 1,
    at: (k, i) => {
      const isBeyond = k.color(i - 1) === 1 ? k.bodyAbove(i, i - 1) : k.bodyBelow(i, i - 1);
      return either(k.isLong(i - 1) && k.isDoji(i) && isBeyond, k.color(i - 1) === 1 ? -1 : 1);
    },
  },
  {
    name: 'hammer',
    source: 'CDLHAMMER',
    warmUp: USUAL + 1,
    at: (k, i) => rising(hangsDown(k, i) && k.bottom(i) <= k.l[i - 1]! + k.near(i - 1)),
  },
  {
    name: 'hanging-man',
    source: 'CDLHANGINGMAN',
    warmUp: USUAL + 1,
    at: (k, i) => falling(hangsDown(k, i) && k.bottom(i) >= k.h[i - 1]! - k.near(i - 1)),
  },
  {
    name: 'inverted-hammer',
    source: 'CDLINVERTEDHAMMER',
    warmUp: USUAL + 1,
    at: (k, i) => rising(standsUp(k, i) && k.bodyBelow(i, i - 1)),
  },
  {
    name: 'shooting-star',
    source: 'CDLSHOOTINGSTAR',
    warmUp: USUAL + 1,
    at: (k, i) => falling(standsUp(k, i) && k.bodyAbove(i, i - 1)),
  },
  {
    name: 'engulfing',
    source: 'CDLENGULFING',
    warmUp: 2,
    at: (k, i) => (k.color(i) === k.color(i - 1) ? 0 : around(k.color(i), bodyOf(k, i), bodyOf(k, i - 1))),
  },
  {
    name: 'harami',
    source: 'CDLHARAMI',
    warmUp: USUAL + 1,
    at: (k, i) => (k.isSmall(i) ? heldBy(k, i) : 0),
  },
  {
    name: 'harami-cross',
    source: 'CDLHARAMICROSS',
    warmUp: USUAL + 1,
    at: (k, i) => (k.isDoji(i) ? heldBy(k, i) : 0),
  },
  {
    name: 'piercing',
    source: 'CDLPIERCING',
    warmUp: USUAL + 1,
    at: (k, i) =>
      rising(
        k.color(i - 1) === -1 &&
          k.isLong(i - 1) &&
          k.color(i) === 1 &&
          k.isLong(i) &&
          k.o[i]! < k.l[i - 1]! &&
          k.c[i]! < k.o[i - 1]! &&
          isDeepInto(k, i, { j: i - 1, share: 0.5 }),
      ),
  },
  {
    name: 'dark-cloud',
    source: 'CDLDARKCLOUDCOVER',
    warmUp: USUAL + 1,
    at: (k, i) =>
      falling(
        k.color(i - 1) === 1 &&
          k.isLong(i - 1) &&
          k.color(i) === -1 &&
          k.o[i]! > k.h[i - 1]! &&
          k.c[i]! > k.o[i - 1]! &&
          isDeepInto(k, i, { j: i - 1, share: 0.5 }),
      ),
  },
  {
    name: 'morning-star',
    source: 'CDLMORNINGSTAR',
    warmUp: USUAL + 2,
    at: (k, i) => rising(k.isSmall(i - 1) && isStar(k, i, -1)),
  },
  {
    name: 'evening-star',
    source: 'CDLEVENINGSTAR',
    warmUp: USUAL + 2,
    at: (k, i) => falling(k.isSmall(i - 1) && isStar(k, i, 1)),
  },
  {
    name: 'morning-doji-star',
    source: 'CDLMORNINGDOJISTAR',
    warmUp: USUAL + 2,
    at: (k, i) => rising(k.isDoji(i - 1) && isStar(k, i, -1)),
  },
  {
    name: 'evening-doji-star',
    source: 'CDLEVENINGDOJISTAR',
    warmUp: USUAL + 2,
    at: (k, i) => falling(k.isDoji(i - 1) && isStar(k, i, 1)),
  },
  {
    name: 'abandoned-baby',
    source: 'CDLABANDONEDBABY',
    warmUp: USUAL + 2,
    at: (k, i) => {
      const first = k.color(i - 2);
      const isAlone =
        first === 1 ? k.above(i - 1, i - 2) && k.below(i, i - 1) : k.below(i - 1, i - 2) && k.above(i, i - 1);
      const turns = k.color(i) === -first && !k.isSmall(i) && isDeepInto(k, i, { j: i - 2, share: 0.3 });
      return either(k.isLong(i - 2) && k.isDoji(i - 1) && isAlone && turns, k.color(i));
    },
  },
  {
    name: 'three-soldiers',
    source: 'CDL3WHITESOLDIERS',
    warmUp: USUAL + 2,
    at: (k, i) => rising(isThreeSoldiers(k, i)),
  },
  { name: 'three-crows', source: 'CDL3BLACKCROWS', warmUp: USUAL + 3, at: (k, i) => falling(areThreeCrows(k, i)) },
  {
    name: 'three-inside',
    source: 'CDL3INSIDE',
    warmUp: USUAL + 2,
    at: (k, i) => {
      const first = k.color(i - 2);
      const leaves = first === 1 ? k.c[i]! < k.o[i - 2]! : k.c[i]! > k.o[i - 2]!;
      const isInside = k.isLong(i - 2) && k.isSmall(i - 1) && k.bodyInside(i - 1, i - 2);
      return either(isInside && k.color(i) === -first && leaves, first === 1 ? -1 : 1);
    },
  },
  {
    name: 'three-outside',
    source: 'CDL3OUTSIDE',
    warmUp: 3,
    at: (k, i) => {
      const side = k.color(i - 1);
      const goesOn = side === 1 ? k.c[i]! > k.c[i - 1]! : k.c[i]! < k.c[i - 1]!;
      return either(engulfs(k, i - 1) && goesOn, side);
    },
  },
  { name: 'marubozu', source: 'CDLMARUBOZU', warmUp: USUAL, at: (k, i) => either(isMarubozu(k, i), k.color(i)) },
  {
    name: 'belt-hold',
    source: 'CDLBELTHOLD',
    warmUp: USUAL,
    at: (k, i) => either(k.isLong(i) && (k.color(i) === 1 ? k.hasNoLower(i) : k.hasNoUpper(i)), k.color(i)),
  },
  {
    name: 'kicking',
    source: 'CDLKICKING',
    warmUp: USUAL + 1,
    at: (k, i) => {
      const isGap = k.color(i - 1) === -1 ? k.above(i, i - 1) : k.below(i, i - 1);
      return either(k.color(i) === -k.color(i - 1) && isMarubozu(k, i - 1) && isMarubozu(k, i) && isGap, k.color(i));
    },
  },
  {
    name: 'spinning-top',
    source: 'CDLSPINNINGTOP',
    warmUp: USUAL,
    at: (k, i) => either(k.isShort(i) && k.upper(i) > k.body(i) && k.lower(i) > k.body(i), k.color(i)),
  },
  {
    name: 'high-wave',
    source: 'CDLHIGHWAVE',
    warmUp: USUAL,
    at: (k, i) => either(k.isShort(i) && k.upper(i) > 2 * k.body(i) && k.lower(i) > 2 * k.body(i), k.color(i)),
  },
];

/** The verdict at every bar, as TA-Lib writes it; NaN during warm-up. */
export function patternColumn(
  { at, warmUp }: Pattern,
  columns: BarColumns,
  out: Float64Array = new Float64Array(columns.c.length),
): Float64Array {
  const candles = new Candles(columns);
  blank(out, warmUp);
  for (let i = warmUp; i < out.length; i += 1) out[i] = at(candles, i);
  return out;
}

/** The patterns as the indicators they are: asked for by name, drawn, computed. */
export const PATTERN_INDICATORS: readonly Indicator[] = [...PATTERNS.map(candlePattern), BULL_FLAG];

function candlePattern(pattern: Pattern): Indicator {
  return define({
    name: pattern.name,
    source: `TA-Lib ${pattern.source}, default settings; above 0 rising or there, below 0 falling, 0 not there`,
    params: {},
    place: 'panel',
    outputs: ['pattern'],
    drawn: { pattern: 'columns' },
    warmUp: () => pattern.warmUp,
    compute: (columns, _params, out) => [patternColumn(pattern, columns, out?.[0])],
  });
}
