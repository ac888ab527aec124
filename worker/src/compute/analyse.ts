import type { FoundPattern, Measured } from '#shared/analysis/analysis.ts';
import { measuresOf } from '#shared/analysis/measure.ts';
import { nextBarRange } from '#shared/analysis/next-bar-range.ts';
import { bullFlagAt } from '#shared/indicators/patterns/bull-flag.ts';
import { Candles } from '#shared/indicators/patterns/candles.ts';
import { PATTERNS } from '#shared/indicators/patterns/patterns.ts';
import type { BarColumns } from '#shared/domain/bar.ts';
import { directionNow } from '../analysts/direction.ts';
import { forecastAt } from '../analysts/price-forecast.ts';
import { barsOfFrame } from './bar-frame.ts';
import type { Work } from './work.ts';

/** Bars in (`t o h l c v`), everything that can be said of the newest close out, as the head. */
export const analyse: Work = async (frame) => {
  const columns = barsOfFrame(frame);
  const last = columns.c.length - 1;
  const chanceUp = await directionNow(columns);
  const measured: Measured = {
    bars: columns.c.length,
    t: columns.t[last]!, // in range: usable bars are never none
    close: columns.c[last]!, // as above
    measures: measuresOf(columns),
    patterns: patternsAt(columns, last),
    range: nextBarRange(columns),
    prophet: await forecastAt(columns.c, last),
    trees: chanceUp === null ? null : { chanceUp },
  };
  return { head: measured, columns: [] };
};

function patternsAt(columns: BarColumns, last: number): FoundPattern[] {
  const flag = bullFlagAt(columns, last);
  const found: FoundPattern[] =
    flag === null ? [] : [{ name: 'bull-flag', side: 'up', bars: flag.poleBars + flag.flagBars }];
  const candles = new Candles(columns);
  for (const { name, warmUp, at } of PATTERNS) {
    const verdict = last < warmUp ? 0 : at(candles, last);
    if (verdict !== 0) found.push({ name, side: verdict > 0 ? 'up' : 'down', bars: 1 });
  }
  return found;
}
