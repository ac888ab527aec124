import { describe, expect, it } from 'vitest';
import type { BarColumns } from '../domain/bar.ts';
import { FUNDAMENTAL_COUNT } from '../domain/fundamentals.ts';
import type { ScreenTree, ScreenValue } from '../domain/screen-tree.ts';
import { HOT_INDICATORS } from '../indicators/index.ts';
import { someBars } from '../testing/some-bars.ts';
import { LastBarStates } from './last-bar-states.ts';
import { ColumnMeasure } from './measure-columns.ts';
import { PRESETS } from './presets.ts';
import { planScreen, type ScreenPlan } from './screen-plan.ts';

const RATIOS = new Float64Array(FUNDAMENTAL_COUNT).fill(NaN);
const value = (name: string, line?: string): ScreenValue => ({ kind: 'indicator', name, ...(line && { line }) });

/** Every output of every indicator that has a twin, now and three bars before, and what crosses what. */
const everyTwin: ScreenTree = {
  universe: { kind: 'everything' },
  where: {
    kind: 'any',
    of: [
      { kind: 'cross', left: value('sma-5'), is: 'above', right: value('ema-9'), within: 4 },
      { kind: 'compare', left: { kind: 'price', field: 'close', ago: 2 }, is: 'above', right: value('sma-5') },
      ...HOT_INDICATORS.slice(0, 12).flatMap(({ name, outputs }) =>
        outputs.slice(0, 1).map((line) => ({
          kind: 'compare' as const,
          left: value(name, line),
          is: 'above' as const,
          right: { ...value(name, line), ago: 3 },
        })),
      ),
    ],
  },
};

/** The bars from `from` up to `end`, as a window of a market holds them. */
const windowOf = (bars: BarColumns, from: number, end: number): BarColumns => ({
  t: bars.t.subarray(from, end),
  o: bars.o.subarray(from, end),
  h: bars.h.subarray(from, end),
  l: bars.l.subarray(from, end),
  c: bars.c.subarray(from, end),
  v: bars.v.subarray(from, end),
});

function byColumns(plan: ScreenPlan, columns: BarColumns): number[] {
  const out = new Float64Array(plan.width);
  new ColumnMeasure(plan).measure(columns, RATIOS, out, 0);
  return [...out];
}

function byStates(states: LastBarStates, plan: ScreenPlan, columns: BarColumns): number[] {
  const out = new Float64Array(plan.width);
  states.measure('one', { columns, last: columns.t.length - 1, ratios: RATIOS }, out, 0);
  return [...out];
}

function statesOf(plan: ScreenPlan): LastBarStates {
  const states = LastBarStates.of(plan);
  if (states === null) throw new Error('each of these has a twin');
  return states;
}

function expectEqual(actual: readonly number[], expected: readonly number[], about: string): void {
  for (const [place, figure] of expected.entries()) {
    if (Number.isNaN(figure)) expect(actual[place], `${about}, figure ${place}`).toBeNaN();
    else
      expect(Math.abs((actual[place] ?? NaN) - figure), `${about}, figure ${place}`).toBeLessThan(
        1e-9 * (1 + Math.abs(figure)),
      );
  }
}

describe('the screen at each bar', () => {
  it('says at every bar what the whole columns say, whichever bars it is shown at', () => {
    const bars = someBars(400, { seed: 4 });
    for (const [name, tree] of Object.entries({ everyTwin, ...PRESETS })) {
      const plan = planScreen(tree);
      const states = LastBarStates.of(plan);
      if (states === null) continue;
      // From the first bar on, and not looked at for a while: then several are fed at once.
      for (const end of [1, 2, 3, 30, 31, 60, 61, 62, 150, 151, 250]) {
        const shown = windowOf(bars, 0, end);
        expectEqual(byStates(states, plan, shown), byColumns(plan, shown), `${name} at ${end}`);
      }
    }
    expect(LastBarStates.of(planScreen(PRESETS['golden-cross']))).not.toBeNull();
  });

  it('goes on when the window slides, and begins anew behind a gap and after a split', () => {
    const bars = someBars(1_200, { seed: 9 });
    const plan = planScreen(PRESETS['golden-cross']);
    const states = statesOf(plan);
    for (let end = 500; end < 520; end += 1) byStates(states, plan, windowOf(bars, end - 500, end));
    expectEqual(byStates(states, plan, windowOf(bars, 100, 600)), byColumns(plan, windowOf(bars, 100, 600)), 'slid');
    expectEqual(byStates(states, plan, windowOf(bars, 700, 1_200)), byColumns(plan, windowOf(bars, 700, 1_200)), 'gap');
    const half = (column: Float64Array): Float64Array => column.map((price) => price / 2);
    const { t, o, h, l, c, v } = windowOf(bars, 700, 1_200);
    const split = { t, o: half(o), h: half(h), l: half(l), c: half(c), v };
    expectEqual(byStates(states, plan, split), byColumns(plan, split), 'split');
  });

  it('says so where a figure has no twin', () => {
    const where = { kind: 'pattern' as const, name: 'engulfing' };
    expect(LastBarStates.of(planScreen({ universe: { kind: 'everything' }, where }))).toBeNull();
  });
});
