import type { DecimalText } from '../../lib/decimal.ts';

/* Quantities as canonical text. */

export {
  addText as plus,
  compareText as compare,
  minText as least,
  minusText as minus,
} from '../../lib/quick-decimal.ts';

export function isPositive(a: DecimalText): boolean {
  return a !== '0' && !a.startsWith('-');
}

/** Of canonical text. */
export function isWhole(a: DecimalText): boolean {
  return !a.includes('.');
}
