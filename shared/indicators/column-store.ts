import type { BarColumns } from '../domain/bar.ts';
import { INDICATORS } from './index.ts';
import type { IndicatorParams } from './indicator.ts';

/** Columns that are not computed from bars alone: they were recorded, and come with the bars. */
export const GIVEN_COLUMNS = ['forecast'] as const;

/** What stands beside bars under such a name; what it answers at a bar must not depend on a later one. */
export interface GivenColumn {
  readonly outputs: readonly string[];
  readonly compute: (columns: BarColumns) => readonly Float64Array[];
}
export type Given = Readonly<Partial<Record<(typeof GIVEN_COLUMNS)[number], GivenColumn>>>;

/** One column of numbers: an output of an indicator of the registry with its parameters. Its only output needs no name. */
export interface ColumnNeed {
  readonly indicator: string;
  readonly params: IndicatorParams;
  readonly output?: string;
}

/**
 * Indicator columns of one instrument's bars, each computed once whoever asks: two outputs of one indicator share a
 * pass, the parameter sets of a grid share what they have in common, bots share the market's. Columns are as long as
 * the bars, NaN in their warm-up; a value never depends on a bar after it. Bars must not change while a store is used.
 */
export class ColumnStore {
  readonly columns: BarColumns;
  readonly #computed = new Map<string, readonly Float64Array[]>();
  readonly #given: Given;

  /** @param given what was recorded of these bars; a name without a record is NaN throughout */
  constructor(columns: BarColumns, given: Given = {}) {
    this.columns = columns;
    this.#given = given;
  }

  /** Throws on an indicator or output that does not exist: strategies are tested for what they declare. */
  column({ indicator: name, params, output }: ColumnNeed): Float64Array {
    const recorded = GIVEN_COLUMNS.find((known) => known === name);
    const indicator = recorded === undefined ? INDICATORS.find((known) => known.name === name) : this.#given[recorded];
    if (indicator === undefined) {
      if (recorded !== undefined) return new Float64Array(this.columns.t.length).fill(NaN);
      throw new Error(`no such indicator: ${name}`);
    }
    const key = keyOf(name, params);
    let outputs = this.#computed.get(key);
    if (outputs === undefined) {
      outputs = indicator.compute(this.columns, params);
      this.#computed.set(key, outputs);
    }
    const column = outputs[output === undefined ? 0 : indicator.outputs.indexOf(output)];
    if (column === undefined) throw new Error(`no such output of ${name}: ${String(output)}`);
    return column;
  }

  /** The columns of a list of needs, in its order. */
  series(needs: readonly ColumnNeed[]): Float64Array[] {
    return needs.map((need) => this.column(need));
  }
}

function keyOf(name: string, params: IndicatorParams): string {
  const sorted = Object.entries(params).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${name} ${sorted.map(([key, value]) => `${key}=${value}`).join(' ')}`;
}
