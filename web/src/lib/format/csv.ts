import type { TransactionView } from '#shared/contract/account.ts';
import type { NodView } from '#shared/contract/nods.ts';
import { saveBlob } from './save-file.ts';

const COLUMNS = [
  'id',
  'at',
  'type',
  'symbol',
  'quantity',
  'price',
  'amount',
  'currency',
  'realizedPnl',
  'botId',
  'orderId',
] as const;

/** A text that a spreadsheet reads as text: quoted, and never a formula. */
function cell(value: string | null): string {
  const text = value ?? '';
  const safe = /^[=+@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Bookings as CSV, exact amounts, newest first. */
export function transactionsCsv(items: readonly TransactionView[]): string {
  return [COLUMNS.join(','), ...items.map((item) => COLUMNS.map((column) => cell(item[column])).join(','))].join(
    '\r\n',
  );
}

const NOD_COLUMNS: Readonly<Record<string, (nod: NodView) => string | null>> = {
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
export function nodsCsv(items: readonly NodView[]): string {
  const columns = Object.values(NOD_COLUMNS);
  const rows = items.map((nod) => columns.map((column) => cell(column(nod))).join(','));
  return [Object.keys(NOD_COLUMNS).join(','), ...rows].join('\r\n');
}

/** Hands a text to the browser as a file. */
export function saveFile(name: string, text: string, type: string): void {
  saveBlob(name, new Blob([text], { type }));
}
