// A grid, a Monte Carlo run and a walk-forward, each beside the bare loop that walks as much.
import { ColumnStore } from '#shared/indicators/column-store.ts';
import type { BarColumns } from '#shared/domain/bar.ts';
import type { BacktestInput } from '#shared/simulator/backtest/input.ts';
import { gridOf } from '#shared/simulator/research/grid.ts';
import { walkPaths } from '#shared/simulator/research/monte-carlo.ts';
import { runTrials, type Span } from '#shared/simulator/research/trials.ts';
import { walkForward, windowsOf } from '#shared/simulator/research/walk-forward.ts';
import { aBacktest } from '#shared/testing/a-backtest.ts';
import { anInstrument } from '#shared/testing/an-instrument.ts';
import { someBars } from '#shared/testing/some-bars.ts';
import type { Benchmark } from './benchmark.ts';

const RUNS = 5;
const BARS = 100_000;
const PATHS = 10_000;
const TRADES = 500;
const WINDOWS = 5;

export default {
  name: 'research',
  run({ say }) {
    const bars = someBars(BARS);
    const pairs = gridOf(aBacktest(bars).strategy, aBacktest(bars).config, [
      { name: 'fast', values: range(10, (place) => 5 + 3 * place) },
      { name: 'slow', values: range(10, (place) => 60 + 15 * place) },
    ]).configs;
    const whole: Span = { from: bars.t[0]!, to: bars.t[BARS - 1]! }; // there are bars
    const grid = measured(() => grids(fresh(bars), pairs, [whole]));
    const bareGrid = measured(() =>
      bareCrossings(
        bars,
        pairs.map(({ fast, slow }) => [Number(fast), Number(slow)]),
      ),
    );
    say(`grid of ${pairs.length}: ${grid.map((ms) => ms.toFixed(0)).join(', ')} ms`);

    const factors = Float64Array.from({ length: TRADES }, (_, place) => 1 + (((place * 37) % 100) - 45) / 1_000);
    const monteCarlo = measured(
      () =>
        walkPaths({ factors, block: 1, length: TRADES }, { begin: 0, end: PATHS, seed: 1, ruin: 0.5 }).final[0] ?? 0,
    );
    const barePaths = measured(() => bareDraws(factors));

    const few = gridOf(aBacktest(bars).strategy, aBacktest(bars).config, [
      { name: 'fast', values: range(5, (place) => 5 + 5 * place) },
      { name: 'slow', values: range(4, (place) => 60 + 30 * place) },
    ]).configs;
    const windows = windowsOf(bars.t, { walk: 'rolling', windows: WINDOWS, ratio: 4 });
    if (!windows.ok) throw new Error(windows.error.code);
    const spans = windows.value.map(({ inSample }) => inSample);
    const walked = measured(() => {
      const input = fresh(bars);
      const figures = runTrials(
        { input, spans, configs: few, objective: 'sharpe' },
        { begin: 0, end: few.length * WINDOWS },
      );
      if (!figures.ok) throw new Error(figures.error.code);
      const walk = walkForward(input, { windows: windows.value, configs: few, figures: figures.value });
      return walk.ok ? walk.value.windows.length : 0;
    });
    const asManyGrids = measured(() => grids(fresh(bars), few, spans));
    return Promise.resolve({
      'grid of 100 pairs over 100,000 bars': {
        runs: grid,
        unit: 'ms',
        goal: 900,
        yardstick: { name: 'the same crossings in a bare loop', runs: bareGrid },
      },
      'Monte Carlo, 10,000 paths of 500 trades': {
        runs: monteCarlo,
        unit: 'ms',
        goal: 60,
        yardstick: { name: 'five million draws in a bare loop', runs: barePaths },
        ratioMax: 12,
      },
      'walk-forward, 5 windows of 20 settings': {
        runs: walked,
        unit: 'ms',
        yardstick: { name: 'the grids of its windows alone', runs: asManyGrids },
        ratioMax: 1.15,
      },
    } as const);
  },
} satisfies Benchmark;

function range(count: number, of: (place: number) => number): number[] {
  return Array.from({ length: count }, (_, place) => of(place));
}

/** With a store of its own, so that every run computes its columns. */
function fresh(bars: BarColumns): BacktestInput {
  return aBacktest(bars, { instruments: [{ instrument: anInstrument(), bars, store: new ColumnStore(bars) }] });
}

function grids(input: BacktestInput, configs: readonly BacktestInput['config'][], spans: readonly Span[]): number {
  const figures = runTrials(
    { input, spans, configs, objective: 'sharpe' },
    { begin: 0, end: configs.length * spans.length },
  );
  if (!figures.ok) throw new Error(figures.error.code);
  return figures.value[0] ?? 0;
}

/** CPU time of this process, in ms, once warm: other processes of a busy machine are not in it. */
function measured(work: () => number): number[] {
  const runs: number[] = [];
  for (let run = -2; run < RUNS; run += 1) {
    const began = process.cpuUsage();
    if (Number.isNaN(work())) throw new Error('a benchmark that came to nothing');
    const { user } = process.cpuUsage(began);
    if (run >= 0) runs.push(user / 1_000);
  }
  return runs;
}

/** Long above the cross of two averages, next open, all in: equity and its largest fall, no trades kept. */
function bareCrossings({ o, c }: BarColumns, pairs: readonly (readonly [number, number])[]): number {
  let best = 0;
  const equity = new Float64Array(c.length);
  for (const [fast, slow] of pairs) {
    let fastSum = 0;
    let slowSum = 0;
    let cash = 10_000;
    let held = 0;
    let wants = false;
    let peak = 0;
    let fall = 0;
    for (let i = 0; i < c.length; i += 1) {
      const open = o[i]!; // in range, as below
      if (wants && held === 0) {
        held = Math.floor(cash / open);
        cash -= held * open;
      } else if (!wants && held > 0) {
        cash += held * open;
        held = 0;
      }
      const close = c[i]!;
      fastSum += close - (i >= fast ? c[i - fast]! : 0);
      slowSum += close - (i >= slow ? c[i - slow]! : 0);
      const worth = cash + held * close;
      equity[i] = worth;
      if (worth > peak) peak = worth;
      else if (1 - worth / peak > fall) fall = 1 - worth / peak;
      if (i >= slow) wants = fastSum / fast > slowSum / slow;
    }
    best = Math.max(best, equity[c.length - 1]! * (1 - fall));
  }
  return best;
}

/** Draws with a multiplication for a stream of numbers, multiplied up: no peak, no fall. */
function bareDraws(factors: Float64Array): number {
  let state = 1;
  let sum = 0;
  for (let path = 0; path < PATHS; path += 1) {
    let worth = 1;
    for (let draw = 0; draw < TRADES; draw += 1) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
      worth *= factors[((state >>> 0) * (TRADES / 4_294_967_296)) | 0]!; // in range
    }
    sum += worth;
  }
  return sum;
}
