import type { TransactionSummary, TransactionView } from '#shared/contract/account.ts';
import type { OrderView } from '#shared/contract/proposal.ts';
import { summariseTransactions } from '#shared/domain/ledger.ts';
import { invariant } from '#shared/lib/invariant.ts';
import type { Page, PageRequest } from '#shared/usecases/account-port.ts';
import type { AccountContext } from './context.ts';
import { findIntent } from './order-book.ts';
import { orderView, transactionView } from './views.ts';

type Query = PageRequest & {
  readonly type?: string | undefined;
  readonly status?: string | undefined;
  readonly botId?: string | undefined;
};
type BookingRow = Parameters<typeof transactionView>[1] & { number: number };

/** Newest first; the cursor is the number of the last one shown. */
export function listTransactions(ctx: AccountContext, query: Query): Page<TransactionView> {
  const rows = ctx.sql.all<BookingRow>(
    `SELECT * FROM booking WHERE (?1 IS NULL OR number < ?1) AND (?2 IS NULL OR type = ?2) AND (?3 IS NULL OR holder = ?3)
     ORDER BY number DESC LIMIT ?4`,
    query.cursor === undefined ? null : Number(query.cursor),
    query.type ?? null,
    query.botId ?? null,
    query.limit + 1,
  );
  const shown = rows.slice(0, query.limit);
  return {
    items: shown.map((row) => transactionView(ctx, row)),
    nextCursor: rows.length > query.limit ? String(shown.at(-1)?.number ?? '') : null,
  };
}

export function transaction(ctx: AccountContext, id: string): TransactionView {
  const row = ctx.sql.first<BookingRow>('SELECT * FROM booking WHERE id = ?', id);
  invariant(row, `transaction ${id} was just booked`);
  return transactionView(ctx, row);
}

export function summary(ctx: AccountContext): TransactionSummary {
  const rows = ctx.sql.all<Parameters<typeof summariseTransactions>[0][number]>(
    'SELECT type, currency, amount FROM booking',
  );
  const byType = summariseTransactions(rows).map(({ type, currency, count, amount }) => ({
    type,
    currency,
    count,
    amount,
  }));
  return { byType };
}

/** Newest first by creation; the cursor is the id of the last one shown. */
export function listOrders(ctx: AccountContext, query: Query): Page<OrderView> {
  const rows = ctx.sql.all<{ id: string }>(
    `SELECT id FROM intent WHERE (?1 IS NULL OR (created_at, id) < (SELECT created_at, id FROM intent WHERE id = ?1))
       AND (?2 IS NULL OR state = ?2) AND (?3 IS NULL OR holder = ?3) ORDER BY created_at DESC, id DESC LIMIT ?4`,
    query.cursor ?? null,
    query.status ?? null,
    query.botId ?? null,
    query.limit + 1,
  );
  const shown = rows.slice(0, query.limit);
  return {
    items: shown.flatMap((row) => {
      const intent = findIntent(ctx, row.id);
      return intent === null ? [] : [orderView(ctx, intent)];
    }),
    nextCursor: rows.length > query.limit ? (shown.at(-1)?.id ?? null) : null,
  };
}
