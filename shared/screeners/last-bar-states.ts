import type { BarColumns } from '../domain/bar.ts';
import { canonicalScreen } from '../domain/screen-tree.ts';
import type { HotIndicator, Indicator, IndicatorParams, IndicatorStream, StreamBar } from '../indicators/indicator.ts';
import { measureRow, type ScreenPlan } from './screen-plan.ts';
import type { RowView } from './screen-values.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

interface Pass {
  readonly indicator: HotIndicator;
  readonly params: IndicatorParams;
}

/** Where a need of the plan stands: which output of which pass. */
interface Place {
  readonly pass: number;
  readonly output: number;
}

interface Followed {
  readonly streams: readonly IndicatorStream[];
  /** One per need of the plan: its last values, the newest at `length - 1`. */
  readonly series: readonly Float64Array[];
  length: number;
  /** The bar that was fed last: what comes next begins behind it. */
  t: number;
  close: number;
}

/**
 * Measures instruments of a screen bar by bar: each keeps the incremental twins of the plan's indicators, so that a new
 * bar costs a step of each and not a pass over the history. What was never seen, what lies behind a gap longer than the
 * columns and what was adjusted for a split meanwhile begins anew on the history given. Rows are those of
 * `ColumnMeasure` on that history, but for figures that sum from its beginning (OBV), which go on from where they were.
 */
export class LastBarStates {
  readonly #plan: ScreenPlan;
  readonly #passes: readonly Pass[];
  readonly #places: readonly Place[];
  readonly #kept: number;
  readonly #followed = new Map<string, Followed>();
  readonly #row: RowView = {
    columns: { t: NONE, o: NONE, h: NONE, l: NONE, c: NONE, v: NONE },
    last: -1,
    series: [],
    seriesLast: -1,
    ratios: NONE,
  };
  readonly #bar: Mutable<StreamBar> = { t: 0, o: 0, h: 0, l: 0, c: 0, v: 0 };

  private constructor(plan: ScreenPlan, passes: readonly Pass[], places: readonly Place[]) {
    this.#plan = plan;
    this.#passes = passes;
    this.#places = places;
    this.#kept = plan.keptBars;
  }

  /** Null when a figure of the plan has no incremental twin. */
  static of(plan: ScreenPlan): LastBarStates | null {
    const passes = new Map<
      string,
      { place: number; indicator: HotIndicator; params: Readonly<Record<string, number>> }
    >();
    const places: Place[] = [];
    for (const [index, { params, output }] of plan.needs.entries()) {
      const { label, indicator } = plan.asked[index]!; // one per need
      if (!isHot(indicator)) return null;
      const pass = passes.get(label) ?? { place: passes.size, indicator, params };
      passes.set(label, pass);
      places.push({ pass: pass.place, output: output === undefined ? 0 : indicator.outputs.indexOf(output) });
    }
    return new LastBarStates(plan, [...passes.values()], places);
  }

  /** Writes the row of an instrument whose newest closed bar is `last` into `out` at `offset`. */
  measure(
    id: string,
    bars: { readonly columns: BarColumns; readonly last: number; readonly ratios: Float64Array },
    out: Float64Array,
    offset: number,
  ): void {
    const { columns, last, ratios } = bars;
    const followed = this.#upTo(id, columns, last);
    const row = this.#row;
    row.columns = columns;
    row.last = last;
    row.series = followed.series;
    row.seriesLast = followed.length - 1;
    row.ratios = ratios;
    measureRow(this.#plan, row, out, offset);
  }

  #upTo(id: string, columns: BarColumns, last: number): Followed {
    const known = this.#followed.get(id);
    const at = known === undefined ? -1 : placeOf(columns.t, last, known.t);
    if (known !== undefined && at >= 0 && columns.c[at] === known.close) {
      this.#feed(known, columns, { from: at + 1, last });
      return known;
    }
    const fresh: Followed = {
      streams: this.#passes.map(({ indicator, params }) => indicator.stream(params)),
      series: this.#places.map(() => new Float64Array(this.#kept * 2)),
      length: 0,
      t: NaN,
      close: NaN,
    };
    this.#followed.set(id, fresh);
    this.#feed(fresh, columns, { from: 0, last });
    return fresh;
  }

  #feed(
    followed: Followed,
    columns: BarColumns,
    { from, last }: { readonly from: number; readonly last: number },
  ): void {
    const { t, o, h, l, c, v } = columns;
    const { streams, series } = followed;
    const bar = this.#bar;
    for (let index = from; index <= last; index += 1) {
      bar.t = t[index]!; // in range, as below
      bar.o = o[index]!;
      bar.h = h[index]!;
      bar.l = l[index]!;
      bar.c = c[index]!;
      bar.v = v[index]!;
      for (const stream of streams) this.#outputs.push(stream.next(bar));
      if (followed.length === this.#kept * 2) {
        for (const column of series) column.copyWithin(0, this.#kept + 1);
        followed.length = this.#kept - 1;
      }
      for (const [place, { pass, output }] of this.#places.entries())
        series[place]![followed.length] = this.#outputs[pass]![output]!; // one per place; one per pass; an output of it
      followed.length += 1;
      this.#outputs.length = 0;
    }
    if (last >= from) {
      followed.t = t[last]!; // in range
      followed.close = c[last]!; // in range
    }
  }

  /** What the streams of one bar said; empty between two bars. */
  readonly #outputs: Float64Array[] = [];
}

const NONE = new Float64Array(0);

function isHot(indicator: Indicator): indicator is HotIndicator {
  return 'stream' in indicator;
}

/** Where a bar stands among the closed ones; -1 where it is not there. The newest is looked at first. */
function placeOf(times: Float64Array, last: number, t: number): number {
  if (times[last] === t) return last;
  if (last > 0 && times[last - 1] === t) return last - 1;
  let [low, high] = [0, last];
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const at = times[middle]!; // in range
    if (at === t) return middle;
    if (at < t) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** Screens that are followed at once; the one that was made first leaves. */
const FOLLOWED_MAX = 50;

/** The states of several screens on one market, each by its definition. */
export class FollowedScreens {
  readonly #states = new Map<string, LastBarStates | null>();

  /** Null: it cannot be followed. */
  statesOf(plan: ScreenPlan): LastBarStates | null {
    const key = canonicalScreen(plan.tree);
    let states = this.#states.get(key);
    if (states === undefined) {
      states = LastBarStates.of(plan);
      this.#states.set(key, states);
      for (const oldest of this.#states.keys()) {
        if (this.#states.size <= FOLLOWED_MAX) break;
        this.#states.delete(oldest);
      }
    }
    return states;
  }
}
