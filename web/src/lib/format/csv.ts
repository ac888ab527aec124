import type { TransactionView } from '#shared/contract/account.ts';

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

/** Hands a text to the browser as a file. */
export function saveFile(name: string, text: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
