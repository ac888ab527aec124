import { unpackColumns } from '../domain/bar.ts';
import { visibleUntil } from '../domain/bar-times.ts';
import type { InstrumentId, MarketId } from '../domain/ids.ts';
import type { Instrument } from '../domain/instrument.ts';
import type { MarketState } from '../domain/market.ts';
import type { ResolvedUniverse } from './account-port.ts';
import { finderOf } from './find-instrument.ts';
import type { UseCaseDeps } from './ports.ts';

/** With fewer known names than this, the market's most traded instruments fill the list. */
export const KNOWN_NAMES_MIN = 5;
/** How long a filled list gets. */
export const FILLED_LENGTH = 60;
const TURNOVER_BARS = 20;

/** For ranking by turnover only, never for money: about what one dollar costs. */
const ROUGH_RATE = { USD: 1, KRW: 1 / 1_400 } as const;

/**
 * A list of names as instruments of one market: what is known, what is missing, and whether the market filled it up. A
 * list that a person drew up (`isOwn`) is all there is to look at, however short.
 */
export async function resolveUniverse(
  deps: UseCaseDeps,
  marketId: MarketId,
  names: readonly string[],
  { isOwn = false }: { readonly isOwn?: boolean } = {},
): Promise<ResolvedUniverse> {
  const market = deps.markets.market(marketId);
  const state = await market.state();
  const finder = await finderOf(deps, { marketId, marketAt: state.marketAt, names });
  const chosen = new Map<InstrumentId, Instrument>();
  const missingNames: string[] = [];
  for (const name of names) {
    const instrument = finder.find(name);
    if (instrument === null || instrument.kind === 'index') missingNames.push(name);
    else chosen.set(instrument.id, instrument);
  }
  const filledUp = !isOwn && chosen.size < KNOWN_NAMES_MIN;
  if (filledUp) {
    const tradable = finder.instruments.filter((instrument) => instrument.kind !== 'index');
    for (const instrument of await mostTraded(deps, state, tradable)) {
      if (chosen.size >= FILLED_LENGTH) break;
      chosen.set(instrument.id, instrument);
    }
  }
  const instrumentIds = [...chosen.keys()];
  const quotes = await market.quotes(instrumentIds);
  return { instrumentIds, missingNames, filledUp, prices: quotes.map((quote) => quote.price) };
}

/** Largest turnover (price times volume over the last bars) first. */
async function mostTraded(
  deps: UseCaseDeps,
  state: MarketState,
  instruments: readonly Instrument[],
): Promise<Instrument[]> {
  const turnover = new Map<string, number>();
  const bars = deps.markets.bars(state.id, state.baseTimeframe);
  for (const exchange of new Set(instruments.map((instrument) => instrument.exchange))) {
    const listed = instruments.filter((instrument) => instrument.exchange === exchange);
    const until = visibleUntil(exchange, state.baseTimeframe, state.marketAt);
    const rateOf = new Map(listed.map((instrument) => [instrument.id, ROUGH_RATE[instrument.currency]]));
    for (const packed of await bars.readMany({ instrumentIds: [...rateOf.keys()], until, limit: TURNOVER_BARS })) {
      const { c, v } = unpackColumns(packed.columns);
      const traded = c.reduce((sum, close, index) => sum + close * (v[index] ?? 0), 0);
      turnover.set(packed.instrumentId, traded * (rateOf.get(packed.instrumentId) ?? 1));
    }
  }
  return instruments.toSorted(
    (a, b) => (turnover.get(b.id) ?? 0) - (turnover.get(a.id) ?? 0) || (a.symbol < b.symbol ? -1 : 1),
  );
}
