import { failure, type Failure } from '../contract/errors.ts';
import type { InstrumentView } from '../contract/market.ts';
import { unpackColumns } from '../domain/bar.ts';
import { visibleUntil } from '../domain/bar-times.ts';
import type { Instrument } from '../domain/instrument.ts';
import { searchInstruments } from '../domain/instrument-search.ts';
import type { Quote } from '../domain/market.ts';
import { decimal, toText } from '../lib/decimal.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { DAY_MS, toIso, type MarketMs } from '../lib/time.ts';
import type { Page } from './account-port.ts';
import { activeMarket, findInstrument, splitAdjuster, type ActiveMarket } from './active-market.ts';
import type { InstrumentsQuery } from './facade.ts';
import type { UseCaseDeps } from './ports.ts';

/** Instruments of the active market: by symbol, or best match first when something is searched for. */
export async function listInstruments(
  deps: UseCaseDeps,
  query: InstrumentsQuery,
): Promise<Result<Page<InstrumentView>, Failure>> {
  const active = await activeMarket(deps);
  if (!active.ok) return active;
  const from = query.cursor === undefined ? 0 : Number(query.cursor);
  if (!Number.isInteger(from) || from < 0) return err(failure('invalid-request', undefined, 'cursor'));
  const names = query.query === undefined ? [] : [query.query];
  const instruments = await active.value.market.instruments(names);
  const bySymbol = instruments.toSorted((a, b) => (a.symbol < b.symbol ? -1 : 1));
  const found = searchInstruments(bySymbol, query.query ?? '');
  const page = found.slice(from, from + query.limit);
  const next = from + query.limit;
  return ok({
    items: await withPrices(deps, active.value, page),
    nextCursor: next < found.length ? String(next) : null,
  });
}

export async function showInstrument(deps: UseCaseDeps, name: string): Promise<Result<InstrumentView, Failure>> {
  const found = await findInstrument(deps, name);
  if (!found.ok) return found;
  const [view] = await withPrices(deps, found.value, [found.value.instrument]);
  return view === undefined ? err(failure('unknown-instrument', { symbol: name })) : ok(view);
}

async function withPrices(
  deps: UseCaseDeps,
  active: ActiveMarket,
  instruments: readonly Instrument[],
): Promise<InstrumentView[]> {
  const quotes = new Map<string, Quote>();
  for (const quote of await active.market.quotes(instruments.map(({ id }) => id)))
    quotes.set(quote.instrumentId, quote);
  const before = await closesDayBefore(deps, active, instruments);
  return instruments.map((instrument) => {
    const quote = quotes.get(instrument.id);
    const close = before.get(instrument.id);
    return {
      id: instrument.id,
      marketId: instrument.marketId,
      symbol: instrument.symbol,
      nameEn: instrument.nameEn,
      nameKo: instrument.nameKo,
      exchange: instrument.exchange,
      currency: instrument.currency,
      kind: instrument.kind,
      sector: instrument.sector,
      lastPrice: quote === undefined ? null : toText(decimal(quote.price)),
      priceAt: quote === undefined ? null : toIso(quote.at),
      dayChange: quote === undefined || close === undefined || close === 0 ? null : quote.price / close - 1,
    };
  });
}

/** The close to compare with: a day earlier on an intraday market, the bar before the last on a daily one. */
async function closesDayBefore(
  deps: UseCaseDeps,
  { id, market, state }: ActiveMarket,
  instruments: readonly Instrument[],
): Promise<Map<string, number>> {
  const closes = new Map<string, number>();
  const daily = state.baseTimeframe === '1d' || state.baseTimeframe === '1w';
  const bars = deps.markets.bars(id, state.baseTimeframe);
  const adjusted = await splitAdjuster(market);
  for (const exchange of new Set(instruments.map((instrument) => instrument.exchange))) {
    const at = daily ? state.marketAt : ((state.marketAt - DAY_MS) as MarketMs);
    const visible = visibleUntil(exchange, state.baseTimeframe, at);
    const until = daily ? ((visible - 1) as MarketMs) : visible;
    const instrumentIds = instruments.filter((listed) => listed.exchange === exchange).map((listed) => listed.id);
    for (const packed of await bars.readMany({ instrumentIds, until, limit: 1 })) {
      const close = adjusted(packed.instrumentId, unpackColumns(packed.columns)).c.at(-1);
      if (close !== undefined) closes.set(packed.instrumentId, close);
    }
  }
  return closes;
}
