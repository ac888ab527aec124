import type { BarColumns } from '../domain/bar.ts';
import type { Indicator, IndicatorParams } from '../indicators/indicator.ts';
import { invariant } from '../lib/invariant.ts';
import { measureRow, type ScreenPlan } from './screen-plan.ts';
import type { RowView } from './screen-values.ts';

interface Pass {
  readonly indicator: Indicator;
  readonly params: IndicatorParams;
  /** Arrays the kernel writes into, one per output, made anew only for a longer history. */
  out: Float64Array[];
  /** The same, cut to the instrument at hand. */
  cut: Float64Array[];
}

const NOTHING: BarColumns = { t: none(), o: none(), h: none(), l: none(), c: none(), v: none() };
function none(): Float64Array {
  return new Float64Array(0);
}

/**
 * Measures instruments by their whole columns, one after the other, over the same arrays: what it needs beside them is
 * a few columns of one instrument, however large the market is. Outputs of one indicator share a pass.
 */
export class ColumnMeasure {
  readonly #plan: ScreenPlan;
  readonly #passes: Pass[] = [];
  readonly #places: { readonly pass: Pass; readonly output: number }[];
  readonly #row: RowView = { columns: NOTHING, last: -1, series: [], seriesLast: -1, ratios: none() };
  readonly #series: Float64Array[] = [];
  #capacity = 0;
  #length = -1;

  constructor(plan: ScreenPlan) {
    this.#plan = plan;
    const passes = new Map<string, Pass>();
    this.#places = plan.needs.map(({ params, output }, index) => {
      const { label, indicator } = plan.asked[index]!; // one per need
      let pass = passes.get(label);
      if (pass === undefined) {
        pass = { indicator, params, out: [], cut: [] };
        passes.set(label, pass);
        this.#passes.push(pass);
      }
      return { pass, output: output === undefined ? 0 : indicator.outputs.indexOf(output) };
    });
    this.#row.series = this.#series;
  }

  /** Writes the row of an instrument with these closed bars (at least one) into `out` at `offset`. */
  measure(columns: BarColumns, ratios: Float64Array, out: Float64Array, offset: number): void {
    const length = columns.t.length;
    invariant(length > 0, 'an instrument without bars is not measured');
    if (length !== this.#length) this.#fit(length);
    for (const { indicator, params, cut } of this.#passes) indicator.compute(columns, params, cut);
    const row = this.#row;
    row.columns = columns;
    row.last = length - 1;
    row.seriesLast = length - 1;
    row.ratios = ratios;
    measureRow(this.#plan, row, out, offset);
  }

  #fit(length: number): void {
    this.#length = length;
    const isLonger = length > this.#capacity;
    if (isLonger) this.#capacity = length;
    for (const pass of this.#passes) {
      if (isLonger) pass.out = pass.indicator.outputs.map(() => new Float64Array(this.#capacity));
      pass.cut = pass.out.map((column) => column.subarray(0, length));
    }
    for (const [index, { pass, output }] of this.#places.entries()) this.#series[index] = pass.cut[output]!; // a place of its own
  }
}
