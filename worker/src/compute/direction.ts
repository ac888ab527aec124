import { z } from 'zod';
import { pastDirections } from '../analysts/direction.ts';
import { barsOfFrame, BarHead } from './bar-frame.ts';
import { WorkRefused, type Work } from './work.ts';

const DirectionHead = BarHead.extend({ cases: z.int().min(1).max(500) });

/**
 * Bars in (`t o h l c v`), what the trees would have said at past closes out, walking forward: columns `ago` (bars
 * before the newest) and the chance that the next bar closed higher.
 */
export const direction: Work = async (frame) => {
  const columns = barsOfFrame(frame);
  const head = DirectionHead.safeParse(frame.head);
  if (!head.success) throw new WorkRefused('invalid-request');
  const { rows, chanceUp } = await pastDirections(columns, head.data.cases);
  const last = columns.c.length - 1;
  return { head: { cases: rows.length }, columns: [rows.map((row) => last - row), chanceUp] };
};
