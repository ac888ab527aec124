import { z } from 'zod';
import { measureDay, type MeasuredDay } from '#shared/analysis/day-snapshot.ts';
import { TIMEFRAMES } from '#shared/domain/bar.ts';
import type { Exchange } from '#shared/domain/instrument.ts';
import type { MarketMs } from '#shared/lib/time.ts';
import { COLUMNS_EACH } from './backtest.ts';
import { WorkRefused, type Work } from './work.ts';

/** What a frame of instruments asks; `t o h l c v` of each follow in the same order. */
const Head = z.object({
  timeframe: z.enum(TIMEFRAMES),
  marketAt: z.number(),
  exchanges: z.array(z.enum(['us', 'krx', 'demo-us', 'demo-krx'])).max(200),
});

/** The day that ended, of some instruments: the head of the answer has one `MeasuredDay` of each, null where it has none. */
export const daySnapshots: Work = ({ head, columns }) => {
  const asked = Head.safeParse(head);
  if (!asked.success || columns.length !== asked.data.exchanges.length * COLUMNS_EACH)
    throw new WorkRefused('invalid-request');
  const { timeframe, exchanges, marketAt } = asked.data;
  const measured = exchanges.map((exchange: Exchange, position): MeasuredDay | null => {
    const [t, o, h, l, c, v] = columns.slice(position * COLUMNS_EACH, (position + 1) * COLUMNS_EACH);
    if (!t || !o || !h || !l || !c || !v || [o, h, l, c, v].some(({ length }) => length !== t.length))
      throw new WorkRefused('invalid-request');
    return measureDay({ t, o, h, l, c, v }, { timeframe, exchange, marketAt: marketAt as MarketMs });
  });
  return { head: measured, columns: [] };
};
