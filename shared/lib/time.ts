import type { Brand } from './brand.ts';

/** Wall time, UTC epoch milliseconds: sessions, retries, deadlines, alarms, the outbox. */
export type WallMs = Brand<number, 'WallMs'>;
/** Market time, UTC epoch milliseconds: bars, calendars, jobs, answer windows, daily limits. Live, it equals wall time. */
export type MarketMs = Brand<number, 'MarketMs'>;
/** A trading day `YYYY-MM-DD` in its exchange's zone. */
export type TradingDay = Brand<string, 'TradingDay'>;

/** ISO 8601 UTC text of an instant, as it stands on the wire. */
export function toIso(instant: WallMs | MarketMs): string {
  return new Date(instant).toISOString();
}

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;
