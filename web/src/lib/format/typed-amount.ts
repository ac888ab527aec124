import { isDecimalText } from '#shared/lib/decimal.ts';

/** What somebody typed, as the amount the server takes; null when it is none. */
export function amountOf(text: string): string | null {
  const plain = text.replace(/[,\s_$₩원]/g, '');
  if (!isDecimalText(plain) || !(Number(plain) > 0)) return null;
  return plain;
}
