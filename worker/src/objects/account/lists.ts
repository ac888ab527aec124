import type { TransactionSummary, TransactionView } from '#shared/contract/account.ts';
import type { OrderView } from '#shared/contract/proposal.ts';
import { searchInstruments } from '#shared/domain/instrument-search.ts';
import { summariseTransactions } from '#shared/domain/ledger.ts';
import { invariant } from '#shared/lib/invariant.ts';
import type { ListFilter, Page } from '#shared/usecases/account-port.ts';
import type { AccountContext } from './context.ts';
import { keptInstruments } from './instruments.ts';
import { findIntent } from './order-book.ts';
import { orderView, transactionView } from './views.ts';

type BookingRow = Parameters<typeof transactionView>[1] & { number: number };

/**
 * Newest first; the cursor is the number of the last one shown. Results are decimal text, of which nothing but the sign
 * is looked at here.
 */
export function listTransactions(ctx: AccountContext, query: ListFilter): Page<TransactionView> {
  const rows = ctx.sql.all<BookingRow>(
    `SELECT * FROM booking WHERE (?1 IS NULL OR number < ?1) AND (?2 IS NULL OR type = ?2) AND (?3 IS NULL OR holder = ?3)
       AND (?5 IS NULL OR instrument_id IN (SELECT value FROM json_each(?5)))
       AND (?6 IS NULL OR (realized IS NOT NULL AND realized <> '0' AND (realized LIKE '-%') = (?6 = 'loss')))
     ORDER BY number DESC LIMIT ?4`,
    query.cursor === undefined ? null : Number(query.cursor),
    query.type ?? null,
    query.botId ?? null,
    query.limit + 1,
    foundIds(ctx, query.query),
    query.result ?? null,
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

/** Newest first by creation; the cursor is the id of the last one shown. `status` may be several, with commas between. */
export function listOrders(ctx: AccountContext, query: ListFilter): Page<OrderView> {
  const rows = ctx.sql.all<{ id: string }>(
    `SELECT id FROM intent WHERE (?1 IS NULL OR (created_at, id) < (SELECT created_at, id FROM intent WHERE id = ?1))
       AND (?2 IS NULL OR state IN (SELECT value FROM json_each(?2))) AND (?3 IS NULL OR holder = ?3)
       AND (?5 IS NULL OR instrument_id IN (SELECT value FROM json_each(?5))) ORDER BY created_at DESC, id DESC LIMIT ?4`,
    query.cursor ?? null,
    query.status === undefined ? null : JSON.stringify(query.status.split(',')),
    query.botId ?? null,
    query.limit + 1,
    foundIds(ctx, query.query),
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

/** Ids of what the account ever had to do with and this finds, as JSON; null asks for nothing. */
function foundIds(ctx: AccountContext, query: string | undefined): string | null {
  if (query === undefined || query.trim() === '') return null;
  return JSON.stringify(searchInstruments(keptInstruments(ctx), query).map(({ id }) => id));
}
