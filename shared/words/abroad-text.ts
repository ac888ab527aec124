import type { ProposalView } from '../contract/proposal.ts';
import type { Currency } from '../domain/instrument.ts';
import type { Words } from './en.ts';
import { dayTime, type Reader } from './format-time.ts';
import { figure, money } from './format.ts';

interface AbroadReader {
  /** Of the stock, in which the amount is. */
  readonly currency: Currency;
  readonly reader: Reader;
  readonly say: Words['deciding']['abroad'];
  /** Market time, ms: the rate's day is said where it is another one. */
  readonly marketNow?: number | undefined;
}

/**
 * Of a stock in other money than the account's: what it costs in its own, and the rate with its time; else null. The
 * amount is that of the order, not what the account's comes back to: that was rounded on its way.
 */
export function abroadText(
  fx: ProposalView['sizing']['fx'],
  { currency, reader, say, marketNow }: AbroadReader,
): string | null {
  // A question kept since before they were stated has none.
  if (!fx?.amount) return null;
  const won = figure(Number(fx.rate), 2);
  return say({
    amount: money(fx.amount, currency, reader.language, { style: 'round' }),
    dollar: money('1', 'USD', reader.language, { style: 'round' }),
    rate: reader.language === 'ko' ? `${won}원` : `₩${won}`,
    time: dayTime(fx.at, reader, marketNow),
  });
}
