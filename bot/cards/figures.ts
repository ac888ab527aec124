import type { Currency } from '#shared/domain/instrument.ts';
import { decimal, type DecimalText } from '#shared/lib/decimal.ts';
import { money, price } from '#shared/words/format.ts';
import type { CardContext } from './context.ts';

type Amount = DecimalText | number;

/** Money of the account and prices of an instrument, written for this reader. */
export function figures({ reader, currency }: CardContext) {
  const { language } = reader;
  return {
    /** To the cent. */
    exact: (amount: Amount) => money(amount, currency, language),
    round: (amount: Amount) => money(amount, currency, language, { style: 'round' }),
    /** On buttons: 149만 원. */
    short: (amount: Amount) => money(amount, currency, language, { style: 'short' }),
    /** A result: plus and minus both shown. */
    result: (amount: Amount) => money(amount, currency, language, { style: 'round', signed: true }),
    /** On a locked screen: −12만 원. */
    shortLoss: (amount: Amount) =>
      money(decimal(amount).abs().times(-1).toFixed(), currency, language, { style: 'short' }),
    /** What is lost, from an amount of either sign. */
    loss: (amount: Amount) => money(decimal(amount).abs().times(-1).toFixed(), currency, language, { style: 'round' }),
    price: (value: Amount, of: Currency) => price(value, of, language),
  };
}
