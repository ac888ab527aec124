import { fc } from '#shared/testing/property.ts';
import { describe, expect, it } from 'vitest';
import type { BarColumns } from '../../domain/bar.ts';
import { WALKS } from '../../domain/research-codes.ts';
import { strategyNamed } from '../../strategies/index.ts';
import { aBacktest, ran } from '../../testing/a-backtest.ts';
import { someBars } from '../../testing/some-bars.ts';
import { gridOf } from './grid.ts';
import { bestOf, runTrials } from './trials.ts';
import { STRETCH_MIN, walkForward, windowsOf, type WalkForward, type WalkPlan } from './walk-forward.ts';

const strategy = strategyNamed('ma-cross')!; // it is shipped
const { configs } = gridOf(strategy, strategy.configSchema.parse({}), [
  { name: 'fast', values: [3, 5, 8] },
  { name: 'slow', values: [15, 30] },
]);
const PLAN: WalkPlan = { walk: 'rolling', windows: 4, ratio: 3 };

function walked(bars: BarColumns, plan = PLAN): WalkForward {
  const input = aBacktest(bars, { costs: COSTS });
  const windows = windowsOf(bars.t, plan);
  if (!windows.ok) throw new Error(windows.error.code);
  const spans = windows.value.map(({ inSample }) => inSample);
  const count = spans.length * configs.length;
  const figures = runTrials({ input, spans, configs, objective: 'return' }, { begin: 0, end: count });
  if (!figures.ok) throw new Error(figures.error.code);
  const result = walkForward(input, { windows: windows.value, configs, figures: figures.value });
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}
const COSTS = {
  commission: { kind: 'fraction', perSide: 0.001 },
  spread: 0,
  slippage: 0,
  volumeShareMax: null,
} as const;

describe('windows', () => {
  it('follow each other to the end without gap or overlap, each choice looking only back', () => {
    const plan = fc.record({
      walk: fc.constantFrom(...WALKS),
      windows: fc.integer({ min: 1, max: 30 }),
      ratio: fc.integer({ min: 1, max: 10 }),
    });
    fc.assert(
      fc.property(fc.integer({ min: 20, max: 3_000 }), plan, (length, given) => {
        const times = Float64Array.from({ length }, (_, place) => place);
        const windows = windowsOf(times, given);
        if (!windows.ok) {
          expect(windows.error.values['needed']).toBeGreaterThan(length);
          return;
        }
        expect(windows.value).toHaveLength(given.windows);
        let next = windows.value[0]!.outOfSample.from; // there is at least one
        for (const { inSample, outOfSample } of windows.value) {
          expect(outOfSample.from).toBe(next);
          expect(inSample.to).toBe(outOfSample.from - 1);
          expect(inSample.from).toBeGreaterThanOrEqual(0);
          expect(outOfSample.to - outOfSample.from + 1).toBeGreaterThanOrEqual(STRETCH_MIN);
          next = outOfSample.to + 1;
        }
        expect(next).toBe(length);
        const starts = new Set(windows.value.map(({ inSample }) => inSample.from));
        expect(starts.size).toBe(given.walk === 'anchored' ? 1 : given.windows);
      }),
    );
  });
});

describe('a walk forward', () => {
  const bars = someBars(700, { seed: 3, swing: 0.03 });
  const walk = walked(bars);

  it('stitches what each choice made with the money of the one before', () => {
    const input = aBacktest(bars, { costs: COSTS, atEnd: 'closed' });
    let cash = input.cash;
    for (const { config, outOfSample, statistics } of walk.windows) {
      expect(config).not.toBeNull();
      const run = ran({ ...input, ...outOfSample, cash, config: config ?? input.config });
      expect(statistics?.finalEquity).toBe(run.statistics.finalEquity);
      cash = run.statistics.finalEquity;
    }
    expect(walk.stitched.statistics.finalEquity).toBe(cash);
    expect(walk.stitched.curve.equity.at(-1)).toBe(cash);
    const { t } = walk.stitched.curve;
    for (let i = 1; i < t.length; i += 1) expect(t[i]!).toBeGreaterThan(t[i - 1]!); // in range
  });

  it('ends every stretch without a position', () => {
    expect(walk.stitched.statistics.openTrades).toBe(0);
    const ends = walk.windows.map(({ outOfSample }) => outOfSample);
    for (const { entry, exit } of walk.stitched.trades) {
      const own = ends.find(({ from, to }) => entry.at >= from && entry.at <= to);
      expect(exit?.at).toBeLessThanOrEqual(own?.to ?? 0);
    }
  });

  it('never chooses by what came after: other bars behind a window change nothing before', () => {
    const cut = walk.windows[1]!.outOfSample.to; // there are four
    const changed = someBars(700, { seed: 3, swing: 0.03 });
    for (let i = 0; i < changed.t.length; i += 1) {
      if (changed.t[i]! <= cut) continue; // in range
      for (const column of [changed.o, changed.h, changed.l, changed.c]) column[i] = column[i]! * 3; // in range
    }
    const other = walked(changed);
    expect(other.windows.slice(0, 2)).toEqual(walk.windows.slice(0, 2));
    expect(other.windows.slice(2)).not.toEqual(walk.windows.slice(2));
  });

  it('keeps the money in cash where no setting had anything to show', () => {
    const windows = windowsOf(bars.t, PLAN);
    if (!windows.ok) throw new Error(windows.error.code);
    const figures = new Float64Array(PLAN.windows * configs.length * 6).fill(NaN);
    expect(bestOf(figures, 0, configs.length)).toBeNull();
    const still = walkForward(aBacktest(bars), { windows: windows.value, configs, figures });
    if (!still.ok) throw new Error(still.error.code);
    expect(still.value.stitched.statistics.finalEquity).toBe(10_000);
    expect(still.value.stitched.trades).toEqual([]);
    expect(still.value.windows.every(({ config }) => config === null)).toBe(true);
  });
});
