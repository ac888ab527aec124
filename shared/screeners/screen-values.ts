import type { BarColumns } from '../domain/bar.ts';
import {
  canonicalScreen,
  FUNDAMENTAL_FIELDS,
  type MathOperation,
  type PriceField,
  type ScreenValue,
} from '../domain/screen-tree.ts';
import { askFor, type AskedIndicator } from '../indicators/ask.ts';
import type { ColumnNeed } from '../indicators/column-store.ts';
import { EVERYTHING } from '../indicators/index.ts';
import { invariant } from '../lib/invariant.ts';

/** One instrument as a screen reads it at one bar. Moved from instrument to instrument: nothing of it is kept. */
export interface RowView {
  columns: BarColumns;
  /** The newest closed bar of the columns. */
  last: number;
  /** What the plan needs of indicators, in its order; `seriesLast` is the newest bar in them. */
  series: readonly Float64Array[];
  seriesLast: number;
  /** One per `FUNDAMENTAL_FIELDS`, NaN where it is not known. */
  ratios: Float64Array;
}

/** A value so many bars before the newest; NaN where it is not known. */
export type Reader = (row: RowView, back: number) => number;

/** The indicator columns of a plan, each once. */
export class Needs {
  readonly list: ColumnNeed[] = [];
  readonly asked: AskedIndicator[] = [];
  readonly #places = new Map<string, number>();

  /** Where a column will stand. Throws on what `checkScreen` refuses. */
  place(name: string, line?: string): number {
    const asked = askFor(name, EVERYTHING);
    invariant(asked.ok, 'a screen is checked before it is compiled');
    const { indicator, params, label } = asked.value;
    const output = line ?? indicator.outputs[0] ?? '';
    const key = `${label} ${output}`;
    let place = this.#places.get(key);
    if (place === undefined) {
      place = this.list.length;
      this.list.push({ indicator: indicator.name, params, output });
      this.asked.push(asked.value);
      this.#places.set(key, place);
    }
    return place;
  }
}

/** Turns a value into what reads it. */
export function readerOf(value: ScreenValue, needs: Needs): Reader {
  switch (value.kind) {
    case 'number':
      return () => value.value;
    case 'price': {
      const { field, ago = 0 } = value;
      return (row, back) => priceAt(row.columns, row.last - ago - back, field);
    }
    case 'indicator': {
      const { ago = 0 } = value;
      const place = needs.place(value.name, value.line);
      return (row, back) => {
        const index = row.seriesLast - ago - back;
        return index < 0 ? NaN : row.series[place]![index]!; // the plan's own place, and index <= seriesLast
      };
    }
    case 'average':
    case 'highest':
    case 'lowest':
      return spanReader(value);
    case 'change': {
      const { bars, ago = 0 } = value;
      return ({ columns, last }, back) => {
        const index = last - ago - back;
        return 100 * (priceAt(columns, index, 'close') / priceAt(columns, index - bars, 'close') - 1);
      };
    }
    case 'fundamental': {
      const place = FUNDAMENTAL_FIELDS.indexOf(value.field);
      return (row) => row.ratios[place]!; // one per field
    }
    case 'math': {
      const left = readerOf(value.left, needs);
      const right = readerOf(value.right, needs);
      const work = OPERATIONS[value.operation];
      return (row, back) => work(left(row, back), right(row, back));
    }
  }
}

const OPERATIONS: Readonly<Record<MathOperation, (a: number, b: number) => number>> = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => (b === 0 ? NaN : a / b),
  smaller: (a, b) => Math.min(a, b),
  larger: (a, b) => Math.max(a, b),
};

function priceAt({ o, h, l, c, v }: BarColumns, index: number, field: PriceField): number {
  if (index < 0) return NaN;
  switch (field) {
    case 'open':
      return o[index]!; // callers end at the newest bar
    case 'high':
      return h[index]!; // as above
    case 'low':
      return l[index]!; // as above
    case 'close':
      return c[index]!; // as above
    case 'volume':
      return v[index]!; // as above
    case 'turnover':
      return c[index]! * v[index]!; // as above
  }
}

function spanReader({
  kind,
  field,
  bars,
  ago = 0,
}: Extract<ScreenValue, { kind: 'average' | 'highest' | 'lowest' }>): Reader {
  return ({ columns, last }, back) => {
    const end = last - ago - back;
    const start = end - bars + 1;
    if (start < 0) return NaN;
    let result = priceAt(columns, start, field);
    for (let index = start + 1; index <= end; index += 1) {
      const price = priceAt(columns, index, field);
      if (kind === 'average') result += price;
      else result = kind === 'highest' ? Math.max(result, price) : Math.min(result, price);
    }
    return kind === 'average' ? result / bars : result;
  };
}

/** Bars that a value needs to be known at the newest one. */
export function barsFor(value: ScreenValue): number {
  switch (value.kind) {
    case 'price':
      return (value.ago ?? 0) + 1;
    case 'average':
    case 'highest':
    case 'lowest':
      return (value.ago ?? 0) + value.bars;
    case 'change':
      return (value.ago ?? 0) + value.bars + 1;
    case 'indicator': {
      const asked = askFor(value.name, EVERYTHING);
      return (value.ago ?? 0) + (asked.ok ? asked.value.indicator.warmUp(asked.value.params) : 0) + 1;
    }
    case 'math':
      return Math.max(barsFor(value.left), barsFor(value.right));
    default:
      return 0;
  }
}

/** The same text for the same value. */
export const valueKey: (value: ScreenValue) => string = canonicalScreen;
