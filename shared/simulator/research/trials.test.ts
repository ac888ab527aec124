import { fc } from '#shared/testing/property.ts';
import { describe, expect, it } from 'vitest';
import { aBacktest, ran } from '../../testing/a-backtest.ts';
import { someBars } from '../../testing/some-bars.ts';
import { MA_CROSS } from '../../strategies/ma-cross/ma-cross.ts';
import { strategyNamed } from '../../strategies/index.ts';
import { gridOf } from './grid.ts';
import { bestOf, runTrials, trialAt, TRIAL_FIGURES, type Trials } from './trials.ts';

const BARS = someBars(400, { seed: 7, swing: 0.03 });
const AXES = [
  { name: 'fast', values: [5, 10, 20, 30] },
  { name: 'slow', values: [20, 40, 80] },
];
const strategy = strategyNamed('ma-cross')!; // it is shipped
const { configs, refused } = gridOf(strategy, MA_CROSS.configSchema.parse({}), AXES);
const at = (place: number): number => BARS.t[place]!; // in range
const spans = [
  { from: at(0), to: at(199) },
  { from: at(100), to: at(399) },
];
const trials: Trials = { input: aBacktest(BARS), spans, configs, objective: 'sharpe' };

function figures(begin: number, end: number): Float64Array {
  const result = runTrials(trials, { begin, end });
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

describe('a grid', () => {
  it('has every combination that the strategy accepts, and counts those it does not', () => {
    expect(refused).toBe(2);
    expect(configs.map(({ fast, slow }) => [fast, slow])).toEqual(
      [5, 10, 20, 30].flatMap((fast) => [20, 40, 80].flatMap((slow) => (fast < slow ? [[fast, slow]] : []))),
    );
  });

  it('answers of each try what a run of its own answers', () => {
    const all = figures(0, configs.length * spans.length);
    for (const [index, span] of spans.entries()) {
      for (const [place, config] of configs.entries()) {
        const { statistics } = ran({ ...trials.input, ...span, config });
        const trial = trialAt(all, index * configs.length + place);
        expect(trial.returnFraction).toBe(statistics.returnFraction);
        expect(trial.closedTrades).toBe(statistics.closedTrades);
        expect(trial.score).toBe(statistics.sharpe ?? NaN);
      }
    }
  });

  it('answers the same however it is cut into calls', () => {
    const count = configs.length * spans.length;
    const whole = figures(0, count);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: count - 1 }), (cut) => {
        const parts = [...figures(0, cut), ...figures(cut, count)];
        expect(parts).toEqual([...whole]);
      }),
      { numRuns: 8 },
    );
  });

  it('is refused when nothing of it can be run, with the reason', () => {
    const short = { ...trials, input: aBacktest(someBars(15)), spans: [{ from: at(0), to: at(14) }] };
    expect(runTrials(short, { begin: 0, end: 2 })).toMatchObject({ error: { code: 'windows-longer-than-data' } });
  });

  it('chooses the best that traded, the earlier of equals, and nobody where all stood still', () => {
    const tried = Float64Array.from(
      [
        [1, 5],
        [3, 0],
        [2, 4],
        [2, 4],
        [NaN, 9],
      ].flatMap(([score, closed]) => [score!, 0, 0, 0, closed!, 0]),
    );
    expect(tried.length).toBe(5 * TRIAL_FIGURES);
    expect(bestOf(tried, 0, 5)).toBe(2);
    expect(bestOf(tried, 1, 1)).toBeNull();
  });
});
