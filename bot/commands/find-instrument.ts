import type { InstrumentView } from '#shared/contract/market.ts';
import type { Card } from '../cards/card.ts';
import { errorCard } from '../cards/error.ts';
import { chooseInstrument, instrumentChoices } from '../cards/price.ts';
import type { CommandContext, Desk } from './command.ts';
import { nearestTo } from './nearest.ts';

const CANDIDATES = 500;
const CHOICES = 6;

export type Found = { readonly instrument: InstrumentView } | { readonly cards: readonly Card[] };

/** The stock somebody named in any form; else the choices, each carrying on with `verb`. */
export async function findInstrument(
  context: CommandContext,
  desk: Desk,
  { query, verb }: { readonly query: string; readonly verb: string },
): Promise<Found> {
  const { useCases, caller } = context;
  const exact = await useCases.instrument(caller, query, desk.account.id);
  if (exact.ok) return { instrument: exact.value };
  if (exact.error.code !== 'unknown-instrument' && exact.error.code !== 'not-found') {
    return { cards: [errorCard(exact.error, context.reader)] };
  }
  const matching = await useCases.instruments(caller, { query, limit: CHOICES, accountId: desk.account.id });
  if (matching.ok && matching.value.items.length > 0) {
    const { items } = matching.value;
    const [only, ...others] = items;
    if (only !== undefined && others.length === 0) return { instrument: only };
    return { cards: [instrumentChoices({ query, isExact: true, instruments: items }, verb, desk.cards)] };
  }
  const all = await useCases.instruments(caller, { limit: CANDIDATES, accountId: desk.account.id });
  const known = all.ok ? all.value.items : [];
  const near = nearestTo(query, known, ({ symbol, nameEn, nameKo }) => [symbol, nameEn, nameKo]).slice(0, CHOICES);
  return { cards: [instrumentChoices({ query, isExact: false, instruments: near }, verb, desk.cards)] };
}

/** "Which stock?" */
export async function offerInstruments(context: CommandContext, desk: Desk, verb: string): Promise<readonly Card[]> {
  return [chooseInstrument(await instrumentsAtHand(context, desk, CHOICES), verb, desk.cards)];
}

/** What is held first, then the first of the market; in a group nobody learns what is held. */
export async function instrumentsAtHand(
  context: CommandContext,
  desk: Desk,
  count: number,
): Promise<readonly InstrumentView[]> {
  const { useCases, caller } = context;
  const [held, all] = await Promise.all([
    useCases.positions(caller, desk.account.id),
    useCases.instruments(caller, { limit: CHOICES * 2, accountId: desk.account.id }),
  ]);
  const heldSymbols = new Set(
    held.ok && context.chat.kind === 'private' ? held.value.items.map(({ symbol }) => symbol) : [],
  );
  const items = all.ok ? all.value.items : [];
  const first = items.filter(({ symbol }) => heldSymbols.has(symbol));
  const others = items.filter(({ symbol }) => !heldSymbols.has(symbol));
  return [...first, ...others].slice(0, count);
}
