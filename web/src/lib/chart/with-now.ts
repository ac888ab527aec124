import type { AccountView, EquityPoint } from '#shared/contract/account.ts';

/** The recorded values of past days, and the value now at the end, so that a curve ends at the figure above it. */
export function withNow(
  points: readonly EquityPoint[],
  account: AccountView | undefined,
  marketAt: string | undefined,
): EquityPoint[] {
  const last = points.at(-1);
  if (!account || account.equity === null || marketAt === undefined || (last && last.at >= marketAt))
    return [...points];
  return [...points, { at: marketAt, equity: account.equity, cash: account.cash[account.baseCurrency] ?? '0' }];
}
