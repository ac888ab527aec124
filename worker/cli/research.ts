import { z } from 'zod';
import { OBJECTIVES, RESAMPLINGS, WALKS, type Objective } from '#shared/domain/research-codes.ts';
import type { CodedNote } from '#shared/domain/backtest-codes.ts';
import type { BacktestInput } from '#shared/simulator/backtest/input.ts';
import { gridOf, type Axis, type Grid } from '#shared/simulator/research/grid.ts';
import { runTrials, TRIAL_FIGURES, withStores, type Span } from '#shared/simulator/research/trials.ts';
import { PlainError } from '../host/plain-error.ts';
import { refusalLine } from './backtest.ts';
import type { Asked } from './command.ts';

/** Combinations of one command. */
const COMBINATIONS_MAX = 20_000;
/** Tries between two lines of progress. */
const TRIES_A_LINE = 50;

/** Options of every command that tries many settings. */
export const SEARCH_OPTIONS = ['try', 'objective'] as const;

/**
 * The settings that are tried: `--try fast=5:50:5,slow=60:240:20`, each a list (`5/10/20`) or begin:end:step. Absent:
 * the number settings of the strategy that is tried most, around their usual values.
 */
export function searchOf(
  { options }: Asked,
  { strategy, config }: BacktestInput,
): { grid: Grid; axes: Axis[]; objective: Objective } {
  const given = options['try'];
  const axes = given === undefined ? usualAxes(config) : given.split(',').map(axisOf);
  for (const { name } of axes) {
    if (typeof config[name] !== 'number') throw new PlainError(`${strategy.name} has no setting ${name} with numbers.`);
  }
  if (axes.reduce((product, { values }) => product * values.length, 1) > COMBINATIONS_MAX)
    throw new PlainError(`At most ${COMBINATIONS_MAX} combinations at once: try fewer values.`);
  const grid = gridOf(strategy, config, axes);
  if (grid.configs.length === 0) throw new PlainError(refusalLine({ code: 'nothing-to-try', values: {} }));
  return { grid, axes, objective: oneOf(options['objective'] ?? 'sharpe', OBJECTIVES, 'objective') };
}

/** Half, the usual and double of the first two numbers that can be set. */
function usualAxes(config: BacktestInput['config']): Axis[] {
  const numbers = Object.entries(config).flatMap(([name, value]) =>
    typeof value === 'number' ? [{ name, value }] : [],
  );
  return numbers.slice(0, 2).map(({ name, value }) => ({
    name,
    values: [...new Set([0.5, 0.75, 1, 1.5, 2].map((times) => Math.round(value * times)))],
  }));
}

function axisOf(text: string): Axis {
  const [name = '', range = ''] = text.split('=');
  const parts = range.split(':').map(Number);
  const values = parts.length === 3 ? steps(parts) : range.split('/').map(Number);
  if (name === '' || range === '' || values.length === 0 || values.some((value) => !Number.isFinite(value)))
    throw new PlainError(`--try is like fast=5:50:5,slow=60/120/240, not ${text}.`);
  return { name, values };
}

function steps([begin = NaN, end = NaN, step = NaN]: readonly number[]): number[] {
  const count = Math.floor((end - begin) / step + 1e-9) + 1;
  if (!(step > 0) || !(count >= 1) || count > COMBINATIONS_MAX) return [];
  return Array.from({ length: count }, (_, place) => Number((begin + place * step).toFixed(9)));
}

/** Every try in every stretch, with a line of progress now and then. Throws PlainError where nothing can be run. */
export function tried(
  { say }: Asked,
  given: BacktestInput,
  { grid, objective, spans }: { readonly grid: Grid; readonly objective: Objective; readonly spans: readonly Span[] },
): Float64Array {
  const input = withStores(given);
  const { configs } = grid;
  const total = configs.length * spans.length;
  const figures = new Float64Array(total * TRIAL_FIGURES).fill(NaN);
  let refusal: CodedNote<Parameters<typeof refusalLine>[0]['code']> | null = null;
  let ran = 0;
  for (let begin = 0; begin < total; begin += TRIES_A_LINE) {
    const end = Math.min(total, begin + TRIES_A_LINE);
    const part = runTrials({ input, spans, configs, objective }, { begin, end });
    if (part.ok) {
      figures.set(part.value, begin * TRIAL_FIGURES);
      ran += 1;
    } else refusal ??= part.error;
    if (end < total || total > TRIES_A_LINE) say(`tried ${end} of ${total}`);
  }
  if (ran === 0 && refusal !== null) throw new PlainError(refusalLine(refusal));
  return figures;
}

export function oneOf<T extends string>(text: string, values: readonly T[], name: string): T {
  const value = values.find((known) => known === text);
  if (value === undefined) throw new PlainError(`--${name} is one of ${values.join(', ')}.`);
  return value;
}

/** A whole number of an option, within bounds. */
export function wholeOf({ options }: Asked, name: string, bounds: { usual: number; min: number; max: number }): number {
  const text = options[name];
  if (text === undefined) return bounds.usual;
  const parsed = z.coerce.number().int().min(bounds.min).max(bounds.max).safeParse(text);
  if (!parsed.success) throw new PlainError(`--${name} is a whole number from ${bounds.min} to ${bounds.max}.`);
  return parsed.data;
}

export const walkOf = (text: string | undefined) => oneOf(text ?? 'rolling', WALKS, 'walk');
export const resamplingOf = (text: string | undefined) => oneOf(text ?? 'trades', RESAMPLINGS, 'resampling');
