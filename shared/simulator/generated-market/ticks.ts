import type { Company } from './companies.ts';

/** KRX since 2023-01-25, KOSPI and KOSDAQ alike: below each price, this tick; 1,000 won above all. */
const KRX_TICKS: readonly (readonly [below: number, tick: number])[] = [
  [2_000, 1],
  [5_000, 5],
  [20_000, 10],
  [50_000, 50],
  [200_000, 100],
  [500_000, 500],
];

/**
 * The nearest price that can be quoted, at least one tick: won on the KRX table, dollars in cents. Monotone, since
 * each bound of the table is a multiple of the ticks on both of its sides: rounding never turns low above high.
 */
export function toTick(exchange: Company['exchange'], price: number): number {
  if (exchange === 'demo-us') return Math.max(1, Math.round(price * 100)) / 100;
  const tick = KRX_TICKS.find(([below]) => price < below)?.[1] ?? 1_000;
  return Math.max(tick, Math.round(price / tick) * tick);
}
