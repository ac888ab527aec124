import type { PositionView } from '../contract/account.ts';
import type { Failure } from '../contract/errors.ts';
import type { PortfolioContent, PortfolioLine, PortfolioView } from '../contract/portfolio.ts';
import type { Caller } from '../domain/caller.ts';
import type { InstrumentId, MarketId } from '../domain/ids.ts';
import { CURRENCIES, CURRENCY_UNIT, type Currency, type Instrument } from '../domain/instrument.ts';
import { decimal, roundTo, sum, toText, type Decimal, type DecimalText } from '../lib/decimal.ts';
import { ok, type Result } from '../lib/result.ts';
import { toIso } from '../lib/time.ts';
import { accountFor, requireUnlimited } from './access.ts';
import { activeMarket } from './active-market.ts';
import { finderOf } from './find-instrument.ts';
import { inMarketOf } from './market-of.ts';
import { showPortfolio } from './portfolios.ts';
import type { StoredHolding, UseCaseDeps } from './ports.ts';

interface Asked {
  readonly id: string;
  readonly accountId?: string | undefined;
}

/**
 * What is in a portfolio at the newest prices. What Nod trades is priced by its own account; what is kept elsewhere by
 * the market of `accountId`, where that knows the name in the same currency, else by the price that was written down.
 */
export async function showPortfolioContent(
  deps: UseCaseDeps,
  caller: Caller,
  { id, accountId }: Asked,
): Promise<Result<PortfolioContent, Failure>> {
  const found = await showPortfolio(deps, caller, id);
  if (!found.ok) return found;
  const { kind } = found.value;
  if (kind === 'nod') {
    const { lines, silent } = await tradedLines(deps, caller, found.value);
    return ok({ id, kind, lines, totals: totalsOf(lines), silent });
  }
  const unlimited = requireUnlimited(caller);
  if (!unlimited.ok) return unlimited;
  const holdings = await deps.portfolios.holdings(id);
  const lines = await inMarketOf(deps, { caller, accountId }, async (there) => ok(await watchedLines(there, holdings)));
  return lines.ok ? ok({ id, kind, lines: lines.value, totals: totalsOf(lines.value), silent: [] }) : lines;
}

/** Positions of the holders that are in it, account by account. */
async function tradedLines(deps: UseCaseDeps, caller: Caller, { holders }: PortfolioView) {
  const silent: string[] = [];
  const asked = [...Map.groupBy(holders, ({ accountId }) => accountId)].map(async ([accountId, own]) => {
    const inside = new Set(own.map(({ holder }) => holder));
    const account = accountFor(deps, caller, accountId);
    if (!account.ok) return [];
    const [positions, view] = await Promise.all([account.value.positions(caller), account.value.view(caller)]);
    if (!positions.ok || !view.ok) {
      silent.push(accountId);
      return [];
    }
    const listed = await deps.markets
      .market(view.value.marketId as MarketId)
      .instruments()
      .catch(() => []);
    const known = new Map<string, (typeof listed)[number]>(listed.map((one) => [one.id, one]));
    return positions.value.flatMap((position) =>
      position.holders
        .filter(({ holder }) => inside.has(holder))
        .map((held) => tradedLine(accountId, position, { held, instrument: known.get(position.instrumentId) })),
    );
  });
  return { lines: (await Promise.all(asked)).flat(), silent };
}

type Listed = Pick<Instrument, 'sector' | 'multiplier'>;

function tradedLine(
  accountId: string,
  position: PositionView,
  { held, instrument }: { readonly held: PositionView['holders'][number]; readonly instrument: Listed | undefined },
): PortfolioLine {
  const { sector = null, multiplier = '1' } = instrument ?? {};
  const { symbol, instrumentId, nameEn, nameKo, currency, marketPrice, priceAt } = position;
  const { holder, quantity, averagePrice, stopPrice } = held;
  return {
    ...{ id: `${accountId} ${holder} ${instrumentId}`, name: symbol, instrumentId, nameEn, nameKo, sector },
    ...figuresOf({
      currency,
      quantity,
      cost: averagePrice === null ? null : inMoney(decimal(averagePrice).times(quantity).times(multiplier), currency),
      price: marketPrice,
      multiplier,
    }),
    ...{ priceAt, priceFrom: marketPrice === null ? null : 'quote' },
    held: { accountId, holder, stopPrice },
  };
}

/** Things kept elsewhere, as far as this market knows them. */
async function watchedLines(deps: UseCaseDeps, holdings: readonly StoredHolding[]): Promise<PortfolioLine[]> {
  const active = await activeMarket(deps);
  const names = holdings.map(({ name }) => name);
  const finder = active.ok
    ? await finderOf(deps, { marketId: active.value.id, marketAt: active.value.state.marketAt, names })
    : null;
  const known = new Map(holdings.map(({ id, name, currency }) => [id, sameCurrency(finder?.find(name), currency)]));
  const ids = [...known.values()].flatMap((instrument) => (instrument === null ? [] : [instrument.id]));
  const quotes = active.ok && ids.length > 0 ? await active.value.market.quotes(ids) : [];
  const quoteOf = new Map<InstrumentId, (typeof quotes)[number]>(quotes.map((quote) => [quote.instrumentId, quote]));
  return holdings.map(({ id, name, currency, quantity, totalCost, price: written, pricedAt }) => {
    const instrument = known.get(id) ?? null;
    const quote = instrument === null ? undefined : quoteOf.get(instrument.id);
    const price = quote === undefined ? written : toText(decimal(quote.price));
    const at = quote?.at ?? pricedAt;
    return {
      ...{ id, name: instrument?.symbol ?? name, instrumentId: instrument?.id ?? null },
      ...{ nameEn: instrument?.nameEn ?? null, nameKo: instrument?.nameKo ?? null, sector: instrument?.sector ?? null },
      ...figuresOf({ currency, quantity, cost: totalCost, price, multiplier: instrument?.multiplier ?? '1' }),
      ...{ priceAt: price === null || at === null ? null : toIso(at) },
      ...{ priceFrom: price === null ? null : quote === undefined ? 'by-hand' : 'quote', held: null },
    };
  });
}

/** A name of another currency is another thing, whatever it is called. */
const sameCurrency = <T extends { readonly currency: Currency }>(found: T | null | undefined, currency: Currency) =>
  found?.currency === currency ? found : null;

interface Figures {
  readonly currency: Currency;
  readonly quantity: DecimalText;
  readonly cost: DecimalText | null;
  readonly price: DecimalText | null;
  readonly multiplier: DecimalText;
}

function figuresOf({ currency, quantity, cost, price, multiplier }: Figures) {
  const value = price === null ? null : inMoney(decimal(price).times(quantity).times(multiplier), currency);
  const gain = value === null || cost === null ? null : toText(decimal(value).minus(cost));
  return { currency, quantity, cost, price, value, gain };
}

const inMoney = (amount: Decimal, currency: Currency): DecimalText =>
  toText(roundTo(amount, CURRENCY_UNIT[currency], 'half-even'));

function totalsOf(lines: readonly PortfolioLine[]): PortfolioContent['totals'] {
  return CURRENCIES.flatMap((currency) => {
    const own = lines.filter((line) => line.currency === currency);
    if (own.length === 0) return [];
    const compared = own.filter(({ gain }) => gain !== null);
    const total = (of: readonly PortfolioLine[], pick: (line: PortfolioLine) => DecimalText | null): DecimalText =>
      toText(sum(of.map((line) => decimal(pick(line) ?? '0'))));
    return [
      {
        currency,
        value: total(own, ({ value }) => value),
        cost: compared.length === 0 ? null : total(compared, ({ cost }) => cost),
        gain: compared.length === 0 ? null : total(compared, ({ gain }) => gain),
        unpriced: own.filter(({ value }) => value === null).length,
      },
    ];
  });
}
