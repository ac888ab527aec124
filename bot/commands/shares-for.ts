import type { InstrumentView } from '#shared/contract/market.ts';
import { decimal, roundTo, toText, type DecimalText } from '#shared/lib/decimal.ts';
import { isMoney, parseAmount, parseShares } from '#shared/words/typed-amount.ts';
import type { CommandContext, Desk } from './command.ts';

/** As fine as a connected broker trades; Nod's own paper trades whole shares. */
const PART = '0.000000001';

/**
 * How many shares somebody means: a number of them, or of a purchase an amount of money (`$500`) at the limit or the last
 * price, rounded down. Null: nothing that can be bought or sold, or money of another currency than the stock's.
 */
export async function sharesFor(
  { useCases, caller }: CommandContext,
  { account }: Desk,
  wish: {
    readonly instrument: InstrumentView;
    readonly side: 'buy' | 'sell';
    readonly text: string;
    readonly limitPrice: DecimalText | null;
  },
): Promise<DecimalText | null> {
  if (!isMoney(wish.text)) return parseShares(wish.text);
  const { symbol, lastPrice, currency } = wish.instrument;
  const money = wish.side === 'sell' ? null : parseAmount(wish.text, currency);
  if (money === null) return null;
  const quote = wish.limitPrice === null ? await useCases.quote(caller, symbol, account.id) : null;
  const price = wish.limitPrice ?? (quote?.ok === true ? quote.value.price : lastPrice);
  if (price === null || !decimal(price).gt(0)) return null;
  const shares = roundTo(decimal(money).div(price), account.connectionId === null ? '1' : PART, 'down');
  return shares.gt(0) ? toText(shares) : null;
}
