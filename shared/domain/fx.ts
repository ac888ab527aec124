import { decimal, type Decimal, type DecimalText } from '../lib/decimal.ts';
import { err, ok, type Result } from '../lib/result.ts';
import type { MarketMs } from '../lib/time.ts';
import type { Currency } from './instrument.ts';
import { cash, money, type Money } from './money.ts';

/** One `base` costs `rate` of `quote` (base USD, quote KRW, rate 1391.5), as `source` stated it at `at`. */
export interface FxRate {
  readonly base: Currency;
  readonly quote: Currency;
  readonly rate: DecimalText;
  readonly at: MarketMs;
  readonly source: string;
}

/** What converting needs of a rate. */
type Conversion = Pick<FxRate, 'base' | 'quote' | 'rate'>;

export interface RateDoesNotFit {
  readonly code: 'rate-does-not-fit';
  readonly currency: Currency;
  readonly rate: Conversion;
}

/** What an amount is in the rate's other currency, rounded once to that currency's unit. The rate is read either way round. */
export function convert(from: Money, rate: Conversion): Result<Money, RateDoesNotFit> {
  const price = decimal(rate.rate);
  if (rate.base === rate.quote || price.lte(0))
    return err({ code: 'rate-does-not-fit', currency: from.currency, rate });
  const amount = decimal(from.amount);
  const rounded = (value: Decimal, currency: Currency): Money => money(cash(value, currency), currency);
  if (from.currency === rate.base) return ok(rounded(amount.times(price), rate.quote));
  if (from.currency === rate.quote) return ok(rounded(amount.div(price), rate.base));
  return err({ code: 'rate-does-not-fit', currency: from.currency, rate });
}
