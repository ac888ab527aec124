import type { CreateOrder } from '#shared/contract/proposal.ts';
import type { ValidationView } from '#shared/contract/receipt.ts';
import { lossAt, worstCase } from '#shared/engine/worst-case.ts';
import { decimal, roundTo, toText, type DecimalText } from '#shared/lib/decimal.ts';
import { toIso } from '#shared/lib/time.ts';
import type { CheckInput } from '#shared/risk/check.ts';
import { feesOf } from './checks.ts';
import type { AccountContext, Present } from './context.ts';
import { buyingPower, fxSaid, heldPosition, rateToBase } from './money-book.ts';
import { equityOf } from './valuation.ts';

export type MoneyOfOrder = NonNullable<ValidationView['money']>;

/**
 * What a person's own purchase costs and can lose, by the arithmetic of a bot's question. `gapFraction`: the worst night
 * of two years, null where nobody knows. Null for a sale, and where no rate says what it costs.
 */
export function moneyOfOrder(
  ctx: AccountContext,
  given: Pick<CreateOrder, 'side' | 'quantity' | 'stopPrice' | 'targetPrice'>,
  {
    looked,
    present,
    gapFraction,
  }: { looked: Pick<CheckInput, 'instrument' | 'limitPrice'>; present: Present; gapFraction: number | null },
): MoneyOfOrder | null {
  const { instrument, limitPrice } = looked;
  const rate = rateToBase(ctx, instrument.currency);
  if (given.side === 'sell' || limitPrice === null || rate === null) return null;
  const { stopPrice = null, targetPrice = null, quantity } = given;
  const equity = equityOf(ctx, present);
  const [price, size] = [Number(limitPrice), Number(quantity)];
  const fees = (trade: { side: 'buy' | 'sell'; quantity: number; price: number }): number =>
    Number(feesOf(ctx, instrument, trade.side, decimal(trade.quantity), decimal(trade.price)));
  const trade = {
    ...{ quantity: size, entryPrice: price, multiplier: Number(instrument.multiplier), rate: Number(rate), fees },
    equity: equity === null ? Number.NaN : Number(equity),
  };
  const worst = worstCase({ ...trade, stopPrice: stopPrice === null ? null : Number(stopPrice), gapFraction });
  const cost = price * size * trade.multiplier * trade.rate;
  const paid = fees({ side: 'buy', quantity: size, price }) * trade.rate;
  const gain = targetPrice === null ? null : -lossAt({ ...trade, exitPrice: Number(targetPrice) });
  const held = heldPosition(ctx, instrument, 'manual');
  const unit = ctx.spec.baseCurrency === 'KRW' ? '1' : '0.01';
  const amount = (value: number): DecimalText => toText(roundTo(decimal(value.toFixed(8)), unit, 'half-even'));
  const share = (fraction: number | null): number | null => (fraction === null ? null : -fraction);
  const quote = present.quotes.get(instrument.id);
  return {
    currency: instrument.currency,
    limitPrice,
    stopPrice,
    targetPrice,
    sizing: {
      cost: amount(cost),
      costFractionOfBot: null,
      costFractionOfAccount: trade.equity > 0 ? cost / trade.equity : null,
      cashLeft: amount(Number(buyingPower(ctx)) - cost - paid),
      feesEstimated: amount(paid),
      fx: fxSaid(ctx, instrument.currency, decimal(limitPrice).times(quantity).times(instrument.multiplier)),
      holdingBefore: held.quantity,
      holdingAfter: toText(decimal(held.quantity).plus(quantity)),
      gainAtTarget: gain === null ? null : amount(gain),
      rewardToRisk: gain === null || worst.atStop <= 0 ? null : gain / worst.atStop,
    },
    worstCase: {
      atStop: amount(-worst.atStop),
      atStopFraction: share(worst.atStopOfEquity),
      inGap: amount(-worst.inGap),
      inGapFraction: share(worst.inGapOfEquity),
      gapBasis: { kind: worst.gapBasis, fraction: worst.gapFraction },
    },
    protection: { heldBy: stopPrice === null ? 'none' : 'nod' },
    quote:
      quote === undefined ? null : { price: toText(decimal(quote.price)), at: toIso(quote.at), source: quote.source },
  };
}
