import { z } from 'zod';
import { packColumns, type BarColumns } from '../domain/bar.ts';
import { FUNDAMENTAL_COUNT } from '../domain/fundamentals.ts';
import { ScreenTree } from '../domain/screen-tree.ts';
import type { Frame } from '../lib/frame.ts';
import { checkScreen } from './check-screen.ts';
import { ColumnMeasure } from './measure-columns.ts';
import { planScreen, type ScreenPlan } from './screen-plan.ts';

/** Some instruments of a market: closed bars, and ratios one after the other. */
export interface Slice {
  readonly columns: readonly BarColumns[];
  /** `FUNDAMENTAL_COUNT` of each instrument. */
  readonly ratios: Float64Array;
}

const Head = z.strictObject({ screen: ScreenTree });

/** Rows of a slice, measured here. An instrument without bars has a row of NaN. */
export function measureSlice(plan: ScreenPlan, { columns, ratios }: Slice): Float64Array {
  const measure = new ColumnMeasure(plan);
  const rows = new Float64Array(columns.length * plan.width).fill(NaN);
  for (const [index, bars] of columns.entries()) {
    if (bars.t.length === 0) continue;
    const own = ratios.subarray(index * FUNDAMENTAL_COUNT, (index + 1) * FUNDAMENTAL_COUNT);
    measure.measure(bars, own, rows, index * plan.width);
  }
  return rows;
}

/** What asks for the rows of a slice elsewhere: ratios, then each instrument's six columns in one. */
export function sliceFrame(plan: ScreenPlan, { columns, ratios }: Slice): Frame {
  return {
    head: { screen: plan.tree },
    columns: [ratios, ...columns.map((bars) => new Float64Array(packColumns(bars)))],
  };
}

/** Measures a slice that `sliceFrame` packed; null when it is none. */
export function measureFrame({ head, columns: [ratios, ...packed] }: Frame): Float64Array | null {
  const parsed = Head.safeParse(head);
  if (!parsed.success || checkScreen(parsed.data.screen) !== null) return null;
  if (ratios?.length !== packed.length * FUNDAMENTAL_COUNT || packed.some(({ length }) => length % 6 !== 0))
    return null;
  return measureSlice(planScreen(parsed.data.screen), { columns: packed.map(columnsIn), ratios });
}

/** The six columns of an instrument where they lie, without a copy. */
function columnsIn(six: Float64Array): BarColumns {
  const length = six.length / 6;
  const column = (index: number): Float64Array => six.subarray(index * length, (index + 1) * length);
  return { t: column(0), o: column(1), h: column(2), l: column(3), c: column(4), v: column(5) };
}
