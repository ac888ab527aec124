import { z } from 'zod';
import { usableBars } from '#shared/analysis/usable-bars.ts';
import { TIMEFRAMES, type BarColumns } from '#shared/domain/bar.ts';
import type { Frame } from '#shared/lib/frame.ts';
import { WorkRefused } from './work.ts';

/** Head of every work over the bars of one instrument; its columns are `t o h l c v`. */
export const BarHead = z.object({ timeframe: z.enum(TIMEFRAMES) });

/** The bars of a frame that a forecast can be made from. Refuses any other. */
export function barsOfFrame({ head, columns }: Frame): BarColumns {
  const parsed = BarHead.safeParse(head);
  const [t, o, h, l, c, v] = columns;
  if (!parsed.success || !t || !o || !h || !l || !c || !v || columns.some(({ length }) => length !== t.length))
    throw new WorkRefused('invalid-request');
  const usable = usableBars({ t, o, h, l, c, v }, parsed.data.timeframe);
  if (!usable.ok) throw new WorkRefused(usable.error.code, usable.error.values);
  return usable.value;
}
