/** What a stop usually fills below its price in a liquid stock, as a fraction of the stop (0.001 = 10 basis points). */
export const USUAL_SLIPPAGE_FRACTION = 0.001;

/**
 * Fees and tax of one side, in the instrument's currency; `price` and `quantity` are positive. Must not fall when
 * the quantity grows.
 */
export type FeesOf = (trade: {
  readonly side: 'buy' | 'sell';
  readonly quantity: number;
  readonly price: number;
}) => number;

/** What "a bad gap" was measured on. */
export type GapBasis = 'two-years' | 'twice-the-stop' | 'whole-amount';

export interface WorstCase {
  /** Losses in account currency, positive, with fees and tax of both sides. */
  readonly atStop: number;
  readonly inGap: number;
  /** The same as a share of the account's equity; null when equity is not positive. */
  readonly atStopOfEquity: number | null;
  readonly inGapOfEquity: number | null;
  readonly gapBasis: GapBasis;
  /** The fall that the gap figure assumes, below the entry (0.12). */
  readonly gapFraction: number;
}

export interface WorstCaseInput {
  readonly quantity: number;
  /** What a unit costs at most, and where the stop is (null: unprotected), in the instrument's currency. */
  readonly entryPrice: number;
  readonly stopPrice: number | null;
  readonly gapFraction: number | null;
  readonly multiplier: number;
  /** Account currency for one unit of the instrument's. */
  readonly rate: number;
  readonly equity: number;
  readonly fees: FeesOf;
}

/**
 * What can be lost, twice: sold at the stop with usual slippage, and sold after the worst night of two years (twice
 * the stop distance where history is short). A gap smaller than the stop's distance ends at the stop, so the second
 * figure is never below the first. Without a stop it is the whole amount, both times.
 */
export function worstCase(input: WorstCaseInput): WorstCase {
  const { quantity, entryPrice, stopPrice, equity } = input;
  if (stopPrice === null) {
    const all = quantity > 0 ? lossAt({ ...input, exitPrice: 0 }) : 0;
    return shares(all, all, equity, 'whole-amount', 1);
  }
  const atStop = quantity > 0 ? lossAt({ ...input, exitPrice: stopPrice * (1 - USUAL_SLIPPAGE_FRACTION) }) : 0;
  const stopDistance = (entryPrice - stopPrice) / entryPrice;
  const gap = Math.min(input.gapFraction ?? 2 * stopDistance, 1);
  const inGap = quantity > 0 ? Math.max(atStop, lossAt({ ...input, exitPrice: entryPrice * (1 - gap) })) : 0;
  return shares(atStop, inGap, equity, input.gapFraction === null ? 'twice-the-stop' : 'two-years', gap);
}

/** Loss of buying at `entryPrice` and selling at `exitPrice`, fees and tax of both sides in it, in account currency. */
export function lossAt(
  trade: Pick<WorstCaseInput, 'quantity' | 'entryPrice' | 'multiplier' | 'rate' | 'fees'> & {
    readonly exitPrice: number;
  },
): number {
  const { quantity, entryPrice, exitPrice, fees } = trade;
  const moved = (entryPrice - exitPrice) * quantity * trade.multiplier;
  const paid = fees({ side: 'buy', quantity, price: entryPrice });
  const paidLater = exitPrice > 0 ? fees({ side: 'sell', quantity, price: exitPrice }) : 0;
  return (moved + paid + paidLater) * trade.rate;
}

function shares(atStop: number, inGap: number, equity: number, gapBasis: GapBasis, gapFraction: number): WorstCase {
  const of = (loss: number): number | null => (equity > 0 ? loss / equity : null);
  return { atStop, inGap, atStopOfEquity: of(atStop), inGapOfEquity: of(inGap), gapBasis, gapFraction };
}
