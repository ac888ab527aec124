import { z } from 'zod';
import { CreateBacktest } from '#shared/contract/backtest-run.ts';
import type { Frame } from '#shared/lib/frame.ts';
import type { BacktestInput } from '#shared/simulator/backtest/input.ts';
import { runBacktest } from '#shared/simulator/backtest/run-backtest.ts';
import { timelineOf } from '#shared/simulator/backtest/timeline.ts';
import type { BacktestResult } from '#shared/simulator/backtest/result.ts';
import { gridOf } from '#shared/simulator/research/grid.ts';
import { barFactors, tradeFactors, usualBlock, type Resampled } from '#shared/simulator/research/monte-carlo.ts';
import { withStores, type Trials } from '#shared/simulator/research/trials.ts';
import { windowsOf, type Window } from '#shared/simulator/research/walk-forward.ts';
import type { StrategyConfig } from '#shared/strategies/strategy.ts';
import { barsMax, COLUMNS_EACH, inputOf } from './backtest.ts';
import { WorkRefused } from './work.ts';

const ResearchHead = z.object({ run: CreateBacktest, instruments: z.array(z.unknown()) });

/** A request of the API with its bars, and the columns that came behind these: what earlier slices answered. */
export interface Research {
  readonly run: CreateBacktest;
  readonly input: BacktestInput;
  readonly before: readonly Float64Array[];
}

/** A frame as research: a head as of a backtest with the request as `run`, bars, then what was answered so far. */
export function researchOf({ head, columns }: Frame): Research {
  const asked = ResearchHead.safeParse(head);
  if (!asked.success) throw new WorkRefused('invalid-request', { field: asked.error.issues[0]?.path.join('.') ?? '' });
  const bars = asked.data.instruments.length * COLUMNS_EACH;
  const input = inputOf({ head, columns: columns.slice(0, bars) });
  return { run: asked.data.run, input: withStores(input), before: columns.slice(bars) };
}

/** What a grid or a walk-forward tries. */
export interface Search {
  readonly trials: Trials;
  /** Empty for a grid. */
  readonly windows: readonly Window[];
  readonly refused: number;
  /** Bars of one try, of all instruments. */
  readonly bars: number;
}

type SearchRun = Extract<CreateBacktest, { kind: 'grid' | 'walk-forward' }>;

export function searchOf(run: SearchRun, input: BacktestInput): Search {
  const known = Object.keys(input.config);
  const unknown = run.axes.find(({ name }) => !known.includes(name));
  if (unknown !== undefined) throw new WorkRefused('invalid-request', { field: `axes.${unknown.name}` });
  const { configs, refused } = gridOf(input.strategy, input.config, run.axes);
  const [first] = configs;
  if (first === undefined) throw new WorkRefused('nothing-to-try');
  refuseTooManyColumns(input, configs);
  const times = timelineOf(
    input.instruments.map(({ bars }) => bars),
    input.from,
    input.to,
  );
  if (times.length < 2) throw new WorkRefused('no-bars-in-range', { bars: times.length });
  const whole = { from: times[0]!, to: times[times.length - 1]! }; // there are two
  const windows = run.kind === 'grid' ? [] : taken(windowsOf(times, run));
  const spans = run.kind === 'grid' ? [whole] : windows.map(({ inSample }) => inSample);
  const { objective } = run;
  const length = spans.reduce((sum, { from, to }) => sum + (to - from), 0) / spans.length / (whole.to - whole.from);
  return {
    trials: { input, spans, configs, objective },
    windows,
    refused,
    bars: Math.ceil(times.length * length * input.instruments.length),
  };
}

/** Every column that any of the settings reads is there at once. */
function refuseTooManyColumns({ strategy, instruments }: BacktestInput, configs: readonly StrategyConfig[]): void {
  const needs = new Set(configs.flatMap((config) => strategy.indicators(config).map((need) => JSON.stringify(need))));
  const bars = instruments.reduce((sum, { bars: { t } }) => sum + t.length, 0);
  const limit = barsMax(needs.size);
  if (bars > limit) throw new WorkRefused('too-many-bars', { bars, limit });
}

/** Closed trades below which drawing single ones says nothing. */
const TRADES_MIN = 10;

type PathsRun = Extract<CreateBacktest, { kind: 'monte-carlo' }>;

/** What paths are drawn from: the backtest that was, and its trades or bars. */
export function resampledOf(run: PathsRun, input: BacktestInput): { resampled: Resampled; result: BacktestResult } {
  const result = ranOf(input);
  const { curve, trades, statistics } = result;
  if (run.resampling === 'trades') {
    const factors = tradeFactors(trades, curve.equity, statistics.startCash);
    if (factors.length < TRADES_MIN)
      throw new WorkRefused('too-few-trades', { trades: factors.length, needed: TRADES_MIN });
    return { resampled: { factors, block: 1, length: factors.length }, result };
  }
  const factors = barFactors(curve);
  const block = Math.min(factors.length, run.block ?? usualBlock(factors.length));
  return { resampled: { factors, block, length: factors.length }, result };
}

export function ranOf(input: BacktestInput): BacktestResult {
  return taken(runBacktest(input));
}

/** The value, or the refusal as heavy work says it. */
export function taken<T>(
  result:
    | { readonly ok: true; readonly value: T }
    | {
        readonly ok: false;
        readonly error: { readonly code: string; readonly values: Readonly<Record<string, string | number>> };
      },
): T {
  if (!result.ok) throw new WorkRefused(result.error.code, result.error.values);
  return result.value;
}
