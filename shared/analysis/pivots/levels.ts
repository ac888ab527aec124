import type { BarColumns } from '../../domain/bar.ts';
import { atrAt } from '../../indicators/last-bar.ts';

/** A price at which it turned before: the mean of its turns, how many, and the newest of them (an index of the bars). */
export interface TurnLevel {
  readonly price: number;
  readonly touches: number;
  readonly lastIndex: number;
}

/** A high or low counts as a turn once so many bars on both sides stayed on its side of it (Williams' fractal: 2). */
const SIDE_BARS = 5;
/** Turns nearer to one another than half an average true range are one level. */
const SAME_LEVEL_ATR = 0.5;
const BARS_LOOKED_AT = 250;
const TOUCHES_MIN = 2;
const LEVELS_MAX = 3;
const ATR_PERIOD = 14;

/**
 * Prices at which the last 250 bars turned at least twice: those under the newest close as support, those over it as
 * resistance, nearest first, at most three of each. A turn is known only `SIDE_BARS` bars after it, so that nothing here
 * changes by bars that come later. (Turns as swing points: Murphy, Technical Analysis of the Financial Markets, ch. 4.)
 */
export function supportAndResistance(
  columns: BarColumns,
  index: number,
): { readonly support: TurnLevel[]; readonly resistance: TurnLevel[] } {
  const { h, l, c } = columns;
  const width = atrAt(columns, index, ATR_PERIOD);
  const price = c[index];
  if (width === null || price === undefined) return { support: [], resistance: [] };
  const turns: { price: number; index: number }[] = [];
  for (let i = Math.max(SIDE_BARS, index - BARS_LOOKED_AT); i <= index - SIDE_BARS; i += 1) {
    if (isTurn(h, i, 1)) turns.push({ price: h[i]!, index: i }); // in range
    if (isTurn(l, i, -1)) turns.push({ price: l[i]!, index: i }); // in range
  }
  const levels = joined(turns, SAME_LEVEL_ATR * width).filter(({ touches }) => touches >= TOUCHES_MIN);
  const near = (a: TurnLevel, b: TurnLevel): number => Math.abs(a.price - price) - Math.abs(b.price - price);
  return {
    support: levels
      .filter((level) => level.price < price)
      .sort(near)
      .slice(0, LEVELS_MAX),
    resistance: levels
      .filter((level) => level.price > price)
      .sort(near)
      .slice(0, LEVELS_MAX),
  };
}

/** `side` 1: higher than those around it, -1: lower. Of equal ones the first counts. */
function isTurn(values: Float64Array, at: number, side: 1 | -1): boolean {
  const here = values[at]! * side; // in range
  for (let k = 1; k <= SIDE_BARS; k += 1) {
    if (values[at - k]! * side >= here || values[at + k]! * side > here) return false; // in range
  }
  return true;
}

function joined(turns: readonly { readonly price: number; readonly index: number }[], width: number): TurnLevel[] {
  const levels: TurnLevel[] = [];
  let group: { price: number; index: number }[] = [];
  const close = (): void => {
    if (group.length === 0) return;
    levels.push({
      price: group.reduce((sum, { price }) => sum + price, 0) / group.length,
      touches: group.length,
      lastIndex: Math.max(...group.map(({ index }) => index)),
    });
    group = [];
  };
  for (const turn of turns.toSorted((a, b) => a.price - b.price)) {
    const first = group[0];
    if (first !== undefined && turn.price - first.price > width) close();
    group.push(turn);
  }
  close();
  return levels;
}
