import type { Failure } from '../contract/errors.ts';
import type { IndexView } from '../contract/screen.ts';
import { ok, type Result } from '../lib/result.ts';
import { activeMarket } from './active-market.ts';
import type { UseCaseDeps } from './ports.ts';

/** Indices that have members on the active market as its time stands, by symbol. */
export async function listIndices(deps: UseCaseDeps): Promise<Result<IndexView[], Failure>> {
  const active = await activeMarket(deps);
  if (!active.ok) return active;
  const { id, market, state } = active.value;
  const [members, instruments] = await Promise.all([deps.facts.members(id, state.marketAt), market.instruments()]);
  const listed = new Map(instruments.map((instrument) => [instrument.id, instrument]));
  const counts = new Map<string, number>();
  for (const [instrumentId, symbols] of members) {
    if (!listed.has(instrumentId)) continue;
    for (const symbol of symbols) counts.set(symbol, (counts.get(symbol) ?? 0) + 1);
  }
  const named = new Map(instruments.map((instrument) => [instrument.symbol, instrument]));
  const views = [...counts].map(([symbol, count]) => {
    const { nameEn = symbol, nameKo = symbol } = named.get(symbol) ?? {};
    return { symbol, nameEn, nameKo, members: count };
  });
  return ok(views.toSorted((a, b) => (a.symbol < b.symbol ? -1 : 1)));
}
