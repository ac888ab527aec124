import { FUNDAMENTAL_COUNT } from '#shared/domain/fundamentals.ts';
import type { InstrumentId } from '#shared/domain/ids.ts';
import type { ScreenCondition, ScreenTree, ScreenValue } from '#shared/domain/screen-tree.ts';
import { finishScreen, type ScreenSubject } from '#shared/screeners/finish-screen.ts';
import { LastBarStates } from '#shared/screeners/last-bar-states.ts';
import { planScreen, type ScreenPlan } from '#shared/screeners/screen-plan.ts';
import { measureSlice, type Slice } from '#shared/screeners/screen-work.ts';
import { someBars } from '#shared/testing/some-bars.ts';

export const INSTRUMENTS = 5_000;
export const BARS = 500;
/** Instruments of a slice; the market is one slice again and again, so that it is streamed and never whole. */
export const SLICE = 100;

const value = (name: string, line?: string): ScreenValue => ({
  kind: 'indicator',
  name,
  ...(line !== undefined && { line }),
});
const above = (left: ScreenValue, right: ScreenValue): ScreenCondition => ({
  kind: 'compare',
  left,
  is: 'above',
  right,
});
const number = (one: number): ScreenValue => ({ kind: 'number', value: one });
const close: ScreenValue = { kind: 'price', field: 'close' };

/** All eleven indicators, filtered and ranked. */
const TREE: ScreenTree = {
  universe: { kind: 'everything' },
  where: {
    kind: 'any',
    of: [
      above(value('sma-20'), value('sma-50')),
      above(value('ema-12'), value('ema-26')),
      above(value('rsi-14'), number(50)),
      above(value('macd-12-26-9', 'histogram'), number(0)),
      above(close, value('bollinger-20-2', 'upper')),
      above(value('adx-14', 'adx'), number(25)),
      above(value('stochastic-14-3-3', 'k'), number(80)),
      above(value('obv'), number(0)),
    ],
  },
  rank: { by: { kind: 'math', operation: 'divide', left: value('atr-14'), right: close }, first: 'largest' },
};

/** One slice of invented bars. */
export function sliceOfMarket(): Slice {
  const columns = Array.from({ length: SLICE }, (_, seed) => someBars(BARS, { seed: seed + 1, swing: 0.01 }));
  return { columns, ratios: new Float64Array(SLICE * FUNDAMENTAL_COUNT).fill(NaN) };
}

/** What a screen over the market comes to. */
interface Found {
  readonly found: number;
  readonly best: number;
}

/** The whole screen over the market. `seen` is called when all that it needed is still held. */
export function fullScreen(slice: Slice, seen: () => void = () => undefined): Found {
  const plan = planScreen(TREE);
  const rows = new Float64Array(INSTRUMENTS * plan.width);
  for (let first = 0; first < INSTRUMENTS; first += SLICE) rows.set(measureSlice(plan, slice), first * plan.width);
  const found = finished(plan, rows);
  seen();
  return found;
}

/** The same at each bar: every instrument keeps the states of its indicators, a new bar is a step of each. */
export function lastBarScreen({ columns, ratios }: Slice): (last: number) => Found {
  const plan = planScreen(TREE);
  const states = LastBarStates.of(plan);
  if (states === null) throw new Error('all of these have a twin');
  const rows = new Float64Array(INSTRUMENTS * plan.width);
  const own = ratios.subarray(0, FUNDAMENTAL_COUNT);
  return (last) => {
    for (let place = 0; place < INSTRUMENTS; place += 1) {
      const bars = { columns: columns[place % SLICE]!, last, ratios: own }; // a slice again and again
      states.measure(`i${place}`, bars, rows, place * plan.width);
    }
    return finished(plan, rows);
  };
}

function finished(plan: ScreenPlan, rows: Float64Array): Found {
  const subjects = Array.from({ length: INSTRUMENTS }, (_, index): ScreenSubject => {
    const name = `i${index}`;
    return {
      instrumentId: name as InstrumentId,
      symbol: name,
      sector: null,
      memberOf: null,
      events: [],
      eventKinds: new Set(),
      hasBar: true,
    };
  });
  const { hits } = finishScreen(plan, { rows, subjects, at: 0 });
  return { found: hits.length, best: hits[0]?.score ?? NaN };
}
