import type { TradingDay } from '../lib/time.ts';

/** The last day on which a stock is not bought, by symbol or id. The day is that of its exchange. */
export type DatedBlocks = Readonly<Record<string, string>>;

/** How long a skip blocks what it was about. Calendar days. */
export const BLOCK_DAYS = 90;
/** A longer one is a block without an end. */
export const BLOCK_DAYS_MAX = 3_650;

/** Those that have not ended: the last day itself is still blocked. A block that ends by its own date loosens nothing. */
export function standingBlocks(blocks: DatedBlocks, day: TradingDay): DatedBlocks {
  return Object.fromEntries(Object.entries(blocks).filter(([, last]) => last >= day));
}

/** The last blocked day of an instrument; null where it is not blocked on this one. */
export function blockedUntil(
  { id, symbol }: { readonly id: string; readonly symbol: string },
  blocks: DatedBlocks,
  day: TradingDay,
): string | null {
  const last = [id, symbol].flatMap((name) => (Object.hasOwn(blocks, name) ? [blocks[name] ?? ''] : [])).toSorted();
  const latest = last.at(-1);
  return latest === undefined || latest < day ? null : latest;
}
