import { z } from 'zod';
import type { Failure } from '#shared/contract/errors.ts';
import { TIMEFRAMES } from '#shared/domain/bar.ts';
import { encodeFrame } from '#shared/lib/frame.ts';
import type { Result } from '#shared/lib/result.ts';
import type { PastBars } from '#shared/usecases/past-bars.ts';
import { problem } from '../problem.ts';
import { securityHeaders } from '../security-headers.ts';

const names = z
  .string()
  .max(4_000)
  .default('')
  .transform((text) => text.split(',').flatMap((name) => name.trim() || []));

/** `symbols=A,B`, or without any a bot's `list`. */
export const PastBarsQuery = z.object({
  symbols: names,
  list: names,
  timeframe: z.enum(TIMEFRAMES).optional(),
  /** With recorded forecasts, for a strategy that reads them. */
  forecasts: z.stringbool().optional(),
});

/** What the head of a frame of past bars says of each instrument; six columns of bars `t o h l c v` follow for each. */
export type PastBarsHead = Omit<PastBars, 'bars'>[];

/** Bars as one frame: commands that reckon on this machine read them whole. */
export function answerPastBars(past: Result<PastBars[], Failure>): Response {
  if (!past.ok) return problem(past.error, securityHeaders(false));
  const head: PastBarsHead = past.value.map(({ bars: _, ...about }) => about);
  const columns = past.value.flatMap(({ bars: { t, o, h, l, c, v } }) => [t, o, h, l, c, v]);
  return new Response(encodeFrame({ head, columns }), { headers: { 'content-type': 'application/octet-stream' } });
}
