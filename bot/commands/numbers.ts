const UNIT_ALONE = /^(천|만|억|k|m)?(원|달러|usd|krw|dollars?|주|shares?)?$/iu;

/** What stands behind a stock's name: how many or for how much, and the limit. A unit may stand apart: `500 usd`, `10 주`. */
export function termsOf(quantity: string, limit: string): { readonly quantity: string; readonly limit: string } {
  const [first = '', ...rest] = limit.trim().split(/\s+/);
  const isApart = first !== '' && (UNIT_ALONE.test(first) || /^[$₩＄￦]$/u.test(quantity));
  return isApart ? { quantity: `${quantity} ${first}`, limit: rest.join(' ') } : { quantity, limit: limit.trim() };
}

/** A whole number of weeks: `4`, `4 weeks`, `4주`; null outside 1 to 520. */
export function parseWeeks(text: string): number | null {
  const match = /^(\d{1,3})\s*(w|weeks?|주)?$/iu.exec(text.trim());
  const weeks = Number(match?.[1] ?? Number.NaN);
  return Number.isInteger(weeks) && weeks >= 1 && weeks <= 520 ? weeks : null;
}
