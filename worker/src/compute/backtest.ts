import { z } from 'zod';
import { TIMEFRAMES, type BarColumns } from '#shared/domain/bar.ts';
import { botSizingSchema } from '#shared/domain/bot-sizing.ts';
import { exitPlanSchema } from '#shared/domain/exit-plan.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import type { UpcomingEvent } from '#shared/domain/screen.ts';
import { SCREEN_EVENTS } from '#shared/domain/screen-tree.ts';
import { ownProfileSchema } from '#shared/domain/own-profile.ts';
import { RISK_LEVELS } from '#shared/domain/risk-profile.ts';
import type { Frame } from '#shared/lib/frame.ts';
import { accountLimitsSchema } from '#shared/risk/limits.ts';
import { drawdownCurve } from '#shared/simulator/backtest/drawdowns.ts';
import type { BacktestInput } from '#shared/simulator/backtest/input.ts';
import { runBacktest } from '#shared/simulator/backtest/run-backtest.ts';
import { strategyNamed } from '#shared/strategies/index.ts';
import { reportOf } from '../backtest/report.ts';
import { WorkRefused, type Work } from './work.ts';

/** Columns of one instrument in a frame: `t o h l c v`. */
export const COLUMNS_EACH = 6;
/** What a run may hold here at once: bars, indicator columns, curve and answer, in bytes. */
const MEMORY_MAX = 64_000_000;

const dated = z.object({ at: z.number() });
const forecast = z.object({
  barAt: z.number(),
  close: z.number().gt(0),
  chanceUp: z.number().min(0).max(1),
  low: z.number().nullable(),
  high: z.number().nullable(),
});
/** As stored, too: instants of a market. */
const announced = z.custom<UpcomingEvent>(
  (value) => z.object({ kind: z.enum(SCREEN_EVENTS), at: z.number() }).safeParse(value).success,
);

/** The head of a frame that asks for a backtest; each instrument's six columns of bars follow in the same order. */
export const BacktestAsked = z.object({
  instruments: z
    .array(
      z.object({
        /** As stored; it comes from this installation's own directory. */
        instrument: z.custom<Instrument>((value) => typeof value === 'object' && value !== null && 'symbol' in value),
        splits: z.array(dated.extend({ ratio: z.number().gt(0) })).default([]),
        dividends: z.array(dated.extend({ perShare: z.number().min(0) })).default([]),
        events: z.array(announced).default([]),
        forecasts: z.array(forecast).default([]),
      }),
    )
    .min(1)
    .max(1_000),
  timeframe: z.enum(TIMEFRAMES),
  strategy: z.string(),
  config: z.record(z.string(), z.unknown()),
  cash: z.number().gt(0),
  from: z.number().nullable(),
  to: z.number().nullable(),
  sizing: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('all-in') }),
    z.object({ kind: z.literal('units'), units: z.number().gt(0) }),
    z.object({
      kind: z.literal('bot'),
      riskLevel: z.enum(RISK_LEVELS),
      profile: ownProfileSchema.optional(),
      method: botSizingSchema.optional(),
      exits: exitPlanSchema.optional(),
      limits: accountLimitsSchema.nullable(),
      otherCash: z.number().min(0),
    }),
  ]),
  costs: z.object({
    commission: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('fraction'), perSide: z.number().min(0) }),
      z.object({ kind: z.literal('market') }),
    ]),
    spread: z.number().min(0),
    slippage: z.number().min(0),
    volumeShareMax: z.number().min(0).nullable(),
  }),
  mayShort: z.boolean(),
  atEnd: z.enum(['left', 'closed']),
});
export type BacktestAsked = z.infer<typeof BacktestAsked>;

/** One backtest: its report as the head of the answer, `t`, equity and drawdown as columns. */
export const backtestWork: Work = (frame) => {
  const input = inputOf(frame);
  const result = runBacktest(input);
  if (!result.ok) throw new WorkRefused(result.error.code, result.error.values);
  const { t, equity } = result.value.curve;
  return { head: reportOf(input, result.value), columns: [t, equity, drawdownCurve(equity)] };
};

/** A frame as the runner's input. Throws `WorkRefused` on what cannot be run here, whose number of bars is the limit. */
export function inputOf({ head, columns }: Frame): BacktestInput {
  const asked = BacktestAsked.safeParse(head);
  if (!asked.success) throw new WorkRefused('invalid-request', { field: asked.error.issues[0]?.path.join('.') ?? '' });
  const { instruments, strategy: name, config, ...rest } = asked.data;
  if (columns.length !== instruments.length * COLUMNS_EACH) throw new WorkRefused('invalid-request', { field: 'bars' });
  const strategy = strategyNamed(name);
  const parsed = strategy?.configSchema.safeParse(config);
  if (strategy === null || parsed?.success !== true) {
    throw new WorkRefused('invalid-request', { field: parsed?.error?.issues[0]?.path.join('.') ?? 'strategy' });
  }
  const bars = columns.reduce((sum, { length }) => sum + length, 0) / COLUMNS_EACH;
  const limit = barsMax(strategy.indicators(parsed.data).length);
  if (bars > limit) throw new WorkRefused('too-many-bars', { bars, limit });
  return {
    ...rest,
    strategy,
    config: parsed.data,
    instruments: instruments.map((given, position) => ({ ...given, bars: barsOf(columns, position) })),
  };
}

/** How many bars fit: six columns come in, the strategy's are made, then equity, drawdown and the answer's three. */
export function barsMax(indicatorColumns: number): number {
  return Math.floor(MEMORY_MAX / (Float64Array.BYTES_PER_ELEMENT * (COLUMNS_EACH + indicatorColumns + 2 + 3)));
}

function barsOf(columns: readonly Float64Array[], position: number): BarColumns {
  const [t, o, h, l, c, v] = columns.slice(position * COLUMNS_EACH, (position + 1) * COLUMNS_EACH);
  if (!t || !o || !h || !l || !c || !v) throw new WorkRefused('invalid-request', { field: 'bars' });
  return { t, o, h, l, c, v };
}
