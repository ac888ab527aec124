import type { DenyCode } from './check.ts';

/** Codes whose `has` and `limit` (and `from`, `peak`) are amounts in the account's currency. */
const AMOUNT_CODES: ReadonlySet<string> = new Set<DenyCode>([
  'traded-too-little',
  'order-too-large-for-market',
  'position-too-large',
  'position-amount-too-large',
  'first-trades-size',
  'invested-too-much',
  'horizon-full',
  'gross-exposure-too-large',
  'net-exposure-too-large',
  'sector-too-large',
  'funds-too-large',
  'risk-too-large',
  'heat-too-large',
  'no-buying-power',
  'cash-not-settled',
  'bot-cash-short',
  'bot-position-too-large',
  'bot-drawdown',
  'lost-lately',
  'daily-loss-reached',
  'drawdown-reached',
]);

export function isAmountCode(code: string): boolean {
  return AMOUNT_CODES.has(code);
}
