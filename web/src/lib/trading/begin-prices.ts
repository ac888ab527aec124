import { quantise, tickSize, type PriceUse, type Tickable } from '#shared/domain/tick.ts';

/** Where a ticket begins: the limits of a balanced bot, and a twentieth of the account. */
export const BEGIN = { stop: 0.08, target: 0.15, share: 0.05 } as const;

/** The prices a ticket begins with, as a person would type them: on steps that can be ordered. */
export function beginPrices(price: number, instrument: Tickable): Record<'stop' | 'target' | 'limit', string> {
  const text = (value: number, use: PriceUse): string => {
    const on = quantise(value, instrument, use);
    return on.toFixed(-Math.log10(Math.min(1, tickSize(instrument, on))));
  };
  return {
    stop: text(price * (1 - BEGIN.stop), 'stop'),
    target: text(price * (1 + BEGIN.target), 'target'),
    limit: text(price, 'buy-limit'),
  };
}
