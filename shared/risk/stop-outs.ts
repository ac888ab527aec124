import type { ClosedTrade } from './check.ts';
import type { AccountLimits } from './limits.ts';

/**
 * Stop-outs that count as close together. A stop that had followed the price up and sold with a gain is none of them:
 * nothing says of it that this is no market to buy in.
 */
export function recentStopOuts<T extends ClosedTrade>(
  closed: readonly T[],
  { stopOutSessions }: Pick<AccountLimits, 'stopOutSessions'>,
): T[] {
  return closed.filter(
    ({ isStopOut, result, sessionsAgo }) => isStopOut && result.startsWith('-') && sessionsAgo < stopOutSessions,
  );
}
