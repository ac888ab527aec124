import type { AccountContext } from './context.ts';
import { OPEN_STATES } from './order-book.ts';

/** Whether somebody has something here: a bot that may act, a position, or an order under way. */
export function isUsed({ sql }: Pick<AccountContext, 'sql'>): boolean {
  const row = sql.first<{ used: number }>(
    `SELECT EXISTS (SELECT 1 FROM bot WHERE mode <> 'halted') OR EXISTS (SELECT 1 FROM position WHERE quantity <> '0')
       OR EXISTS (SELECT 1 FROM intent WHERE state IN ${OPEN_STATES}) AS used`,
  );
  return row?.used === 1;
}
