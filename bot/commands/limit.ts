import type { InstrumentView } from '#shared/contract/market.ts';
import type { DecimalText } from '#shared/lib/decimal.ts';
import { parseAmount } from '#shared/words/typed-amount.ts';
import type { Card } from '../cards/card.ts';
import { plainCard } from '../cards/context.ts';
import type { CommandContext } from './command.ts';

/**
 * A limit price as it was typed, null where none was. Null instead of it: nobody can read what was typed, and it is not
 * left out, because without it the order would be another one.
 */
export function parseLimit(
  text: string,
  { currency }: Pick<InstrumentView, 'currency'>,
): { readonly limitPrice: DecimalText | null } | null {
  if (text === '') return { limitPrice: null };
  const limitPrice = parseAmount(text, currency);
  return limitPrice === null ? null : { limitPrice };
}

export function limitBadCard({ words }: CommandContext, limit: string): Card {
  return plainCard(words.chat.limitBad({ limit }), { tone: 'error' });
}
