import { z } from 'zod';
import { PIVOT_METHODS } from '../analysis/pivots/pivot-levels.ts';
import { TIMEFRAMES } from '../domain/bar.ts';
import { Currency, DecimalString } from './common.ts';

export const PivotsQuery = z.object({
  method: z.enum(PIVOT_METHODS).default('classic'),
  timeframe: z.enum(TIMEFRAMES).optional(),
});
export type PivotsQuery = z.infer<typeof PivotsQuery>;

const Level = z.object({
  price: DecimalString,
  /** How often it turned there, and the newest time. */
  touches: z.number(),
  lastAt: z.string(),
});

/**
 * Levels of the newest closed bar. `levels` is null where the bars do not hold the whole period before; `support` and
 * `resistance` in it go outwards from the pivot, those of `turns` from the price. Prices on the instrument's tick.
 */
export const PivotsView = z.object({
  symbol: z.string(),
  currency: Currency,
  timeframe: z.enum(TIMEFRAMES),
  method: z.enum(PIVOT_METHODS),
  /** What the levels are drawn from. */
  period: z.enum(['day', 'week', 'month']),
  from: z.string().nullable(),
  to: z.string().nullable(),
  levels: z
    .object({ pivot: DecimalString, support: z.array(DecimalString), resistance: z.array(DecimalString) })
    .nullable(),
  turns: z.object({ support: z.array(Level), resistance: z.array(Level) }),
});
export type PivotsView = z.infer<typeof PivotsView>;
