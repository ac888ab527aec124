import type { EquityPoint, PositionView, TransactionView } from '#shared/contract/account.ts';
import type { NodView } from '#shared/contract/nods.ts';
import type { PortfolioLine } from '#shared/contract/portfolio.ts';
import type { OrderView } from '#shared/contract/proposal.ts';
import { saveBlob } from './save-file.ts';

type Columns<T> = Readonly<Record<string, (row: T) => string | null>>;

/** A text that a spreadsheet reads as text: quoted, and never a formula. A negative amount stays a number. */
function cell(value: string | null): string {
  const text = value ?? '';
  const isFormula = /^[=+@\t\r]/.test(text) || (text.startsWith('-') && Number.isNaN(Number(text)));
  const safe = isFormula ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Rows under their header, exact amounts, in the order they come. */
function csvOf<T>(columns: Columns<T>, rows: readonly T[]): string {
  const cells = Object.values(columns);
  const lines = rows.map((row) => cells.map((column) => cell(column(row))).join(','));
  return [Object.keys(columns).join(','), ...lines].join('\r\n');
}

export const transactionsCsv = (rows: readonly TransactionView[]): string =>
  csvOf<TransactionView>(
    {
      id: (row) => row.id,
      at: (row) => row.at,
      type: (row) => row.type,
      symbol: (row) => row.symbol,
      quantity: (row) => row.quantity,
      price: (row) => row.price,
      amount: (row) => row.amount,
      currency: (row) => row.currency,
      realizedPnl: (row) => row.realizedPnl,
      botId: (row) => row.botId,
      orderId: (row) => row.orderId,
    },
    rows,
  );

export const ordersCsv = (rows: readonly OrderView[]): string =>
  csvOf<OrderView>(
    {
      id: (row) => row.id,
      marketAt: (row) => row.marketAt,
      createdAt: (row) => row.createdAt,
      symbol: (row) => row.symbol,
      side: (row) => row.side,
      purpose: (row) => row.purpose,
      type: (row) => row.type,
      quantity: (row) => row.quantity,
      limitPrice: (row) => row.limitPrice,
      status: (row) => row.status,
      filledQuantity: (row) => row.filledQuantity,
      averagePrice: (row) => row.averagePrice,
      currency: (row) => row.currency,
      realizedPnl: (row) => row.realizedPnl,
      botId: (row) => row.botId,
      proposalId: (row) => row.proposalId,
      clientOrderId: (row) => row.clientOrderId,
      brokerOrderId: (row) => row.brokerOrderId,
    },
    rows,
  );

type Held = { readonly position: PositionView; readonly holder: PositionView['holders'][number] };

/** A line for each holder of each position. */
export const positionsCsv = (rows: readonly PositionView[]): string =>
  csvOf<Held>(
    {
      symbol: ({ position }) => position.symbol,
      nameEn: ({ position }) => position.nameEn,
      nameKo: ({ position }) => position.nameKo,
      holder: ({ holder }) => holder.holder,
      quantity: ({ holder }) => holder.quantity,
      averagePrice: ({ holder }) => holder.averagePrice,
      marketPrice: ({ position }) => position.marketPrice,
      priceAt: ({ position }) => position.priceAt,
      currency: ({ position }) => position.currency,
      stopPrice: ({ holder }) => holder.stopPrice,
      targetPrice: ({ holder }) => holder.targetPrice,
      stopHeldBy: ({ holder }) => holder.protection.heldBy,
    },
    rows.flatMap((position) => position.holders.map((holder) => ({ position, holder }))),
  );

/** The value at the end of each market day. */
export const daysCsv = (rows: readonly EquityPoint[]): string =>
  csvOf<EquityPoint>({ at: (row) => row.at, equity: (row) => row.equity, cash: (row) => row.cash }, rows);

/** What is in a portfolio, under a header that holdings can be read back from. */
export const holdingsCsv = (rows: readonly PortfolioLine[]): string =>
  csvOf<PortfolioLine>(
    {
      symbol: (row) => row.name,
      quantity: (row) => row.quantity,
      cost: (row) => row.cost,
      price: (row) => row.price,
      priceAt: (row) => row.priceAt,
      value: (row) => row.value,
      gain: (row) => row.gain,
      currency: (row) => row.currency,
    },
    rows,
  );

const NOD_COLUMNS: Columns<NodView> = {
  proposalId: (nod) => nod.proposalId,
  askedAt: (nod) => nod.askedAt,
  symbol: (nod) => nod.symbol,
  sector: (nod) => nod.sector,
  quantity: (nod) => nod.quantity,
  ceiling: (nod) => nod.ceiling,
  stop: (nod) => nod.stop,
  target: (nod) => nod.target,
  currency: (nod) => nod.currency,
  answer: (nod) => nod.answer,
  outcome: (nod) => nod.outcome.state,
  exitKind: (nod) => nod.outcome.exitKind,
  entryAt: (nod) => nod.outcome.entryAt,
  entryPrice: (nod) => nod.outcome.entryPrice,
  exitAt: (nod) => nod.outcome.exitAt,
  exitPrice: (nod) => nod.outcome.exitPrice,
  result: (nod) => nod.result,
  hypothetical: (nod) => (nod.isHypothetical ? 'yes' : 'no'),
  booked: (nod) => nod.booked,
  sealedAsEvent: (nod) => String(nod.seal.seq),
  sealHolds: (nod) => (nod.seal.isWhole ? 'yes' : 'no'),
};

/** The record of nods as CSV, newest first; results that nobody had say so in a column of their own. */
export const nodsCsv = (items: readonly NodView[]): string => csvOf(NOD_COLUMNS, items);

/** Hands a table to the browser as a file. */
export function saveCsv(name: string, text: string): void {
  // The mark tells spreadsheets that it is UTF-8: without it Korean names are nonsense.
  saveBlob(name, new Blob(['\uFEFF', text], { type: 'text/csv' }));
}

/** Hands a text to the browser as a file. */
export function saveFile(name: string, text: string, type: string): void {
  saveBlob(name, new Blob([text], { type }));
}
