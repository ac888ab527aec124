import type { BarColumns, Timeframe } from '../domain/bar.ts';
import { barTimes } from '../domain/bar-times.ts';
import type { InstrumentId } from '../domain/ids.ts';
import type { Exchange } from '../domain/instrument.ts';
import type { HeldBars } from '../domain/signal.ts';
import { atrAt } from '../indicators/last-bar.ts';
import type { MarketMs } from '../lib/time.ts';
import { ATR_PERIOD } from '../strategies/signal-of.ts';

/** Highest price of a bar that counts for what is held through it: of the bar it was bought in nobody knows what came before. */
export function barHigh({ o, h, c }: Pick<BarColumns, 'o' | 'h' | 'c'>, index: number, isFirst: boolean): number {
  const close = c[index]!; // in range
  if (isFirst) return close;
  // A vendor's range may leave out the auctions.
  return Math.max(h[index]!, o[index]!, close); // in range
}

export interface HeldSince {
  readonly instrumentId: InstrumentId;
  readonly openedAt: MarketMs;
  /** Opening time of the newest bar that was counted already; null: none. */
  readonly seenBarAt: number | null;
}

/** What closed bars say of a holding since it was looked at last; the newest of the columns has closed at `index`. */
export function heldBars(
  columns: BarColumns,
  index: number,
  {
    holding,
    exchange,
    timeframe,
  }: { readonly holding: HeldSince; readonly exchange: Exchange; readonly timeframe: Timeframe },
): HeldBars {
  const { instrumentId, openedAt, seenBarAt } = holding;
  const { t } = columns;
  const isNew = (at: number): boolean =>
    seenBarAt === null ? barTimes(exchange, timeframe, at).closeAt > openedAt : at > seenBarAt;
  let first = index + 1;
  while (first > 0 && isNew(t[first - 1]!)) first -= 1; // in range
  let high = -Infinity;
  for (let i = first; i <= index; i += 1) {
    high = Math.max(high, barHigh(columns, i, i === first && seenBarAt === null));
  }
  return {
    instrumentId,
    openedAt,
    seenBarAt,
    barAt: t[index]!, // in range
    bars: index + 1 - first,
    high: high === -Infinity ? null : high,
    atr: atrAt(columns, index, ATR_PERIOD),
  };
}
