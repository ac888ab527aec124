import type { TradingDay } from '#shared/lib/time.ts';
import type { CheckInput } from '#shared/risk/check.ts';

/** Lists by name, blocks that have ended or have not, and earnings near, far, unannounced and unknown. */
export function named({ instrument, limits }: CheckInput): Partial<CheckInput>[] {
  const limited = (change: Partial<CheckInput['limits']>): Partial<CheckInput> => ({
    limits: { ...limits, ...change },
  });
  const asked = limited({ earningsSessions: 3 });
  const known = [0, 3, 4].map((sessionsAhead) => ({ day: '2026-01-05' as TradingDay, sessionsAhead }));
  return [
    limited({ allowList: [] }),
    limited({ allowList: [instrument.symbol] }),
    limited({ blockList: [instrument.symbol] }),
    limited({ blockedUntil: { [instrument.symbol]: '1970-01-01' } }),
    limited({ blockedUntil: { [instrument.id]: '2999-12-31' } }),
    ...[null, 'none' as const, 'no-source' as const, ...known].map((earnings) => ({ ...asked, earnings })),
    { ...asked, earnings: 'no-source', instrument: { ...instrument, kind: 'etf' } },
  ];
}
