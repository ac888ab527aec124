import type { ProposalView } from '../contract/proposal.ts';
import { convert } from '../domain/fx.ts';
import type { Currency } from '../domain/instrument.ts';
import { money as moneyOf } from '../domain/money.ts';
import type { DecimalText } from '../lib/decimal.ts';
import type { Words } from './en.ts';
import { dayTime, type Reader } from './format-time.ts';
import { money } from './format.ts';

interface Asked {
  readonly sizing: Pick<ProposalView['sizing'], 'cost' | 'fx'>;
  /** Of the account, in which the cost is said. */
  readonly currency: Currency;
}

interface AbroadReader {
  readonly reader: Reader;
  readonly say: Words['proposal']['abroad'];
  /** Market time, ms: the rate's day is said where it is another one. */
  readonly marketNow?: number | undefined;
}

/** Of a stock in other money than the account's: the cost in that money, and the rate with its time; else null. */
export function abroadText(
  { sizing: { cost, fx }, currency }: Asked,
  { reader, say, marketNow }: AbroadReader,
): string | null {
  // A question kept since before rates were stated has none.
  if (!fx) return null;
  const amount = convert(moneyOf(cost, currency), { base: 'USD', quote: 'KRW', rate: fx.rate });
  if (!amount.ok) return null;
  const text = (value: DecimalText, unit: Currency): string => money(value, unit, reader.language, { style: 'round' });
  return say({
    amount: text(amount.value.amount, amount.value.currency),
    dollar: text('1', 'USD'),
    rate: text(fx.rate, 'KRW'),
    time: dayTime(fx.at, reader, marketNow),
  });
}
