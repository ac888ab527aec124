import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readBarCsv } from '#shared/domain/bar-csv/read-bar-csv.ts';
import { describeBarCsvError } from '#shared/domain/bar-csv/bar-csv-error.ts';
import type { SymbolBars } from '#shared/domain/bar-csv/bar-csv-parser.ts';
import { EXCHANGE_ZONE } from '#shared/domain/bar-times.ts';
import { joinColumns } from '#shared/domain/bar.ts';
import type { InstrumentId, MarketId } from '#shared/domain/ids.ts';
import { decodeFrame } from '#shared/lib/frame.ts';
import type { PastBars } from '#shared/usecases/past-bars.ts';
import { ProductSaysNo, type Admin } from '../host/admin.ts';
import { calledFrom } from '../host/paths.ts';
import { PlainError } from '../host/plain-error.ts';
import type { PastBarsHead } from '../src/http/admin/past-bars.ts';
import type { Asked } from './command.ts';
import { withProduct } from './with-product.ts';

const SAMPLE = { symbol: 'GOOG', path: fileURLToPath(new URL('../../shared/testing/bars/GOOG.csv', import.meta.url)) };

/**
 * The bars a command is about: `--symbol A,B` of `--file`, else of the product's state, else of a list. GOOG, when
 * nobody imported it, is the file that comes along.
 */
export async function askedBars(
  asked: Asked,
  {
    list,
    timeframe,
    forecasts,
  }: {
    readonly list: readonly string[];
    readonly timeframe: string | undefined;
    /** Recorded forecasts with them, for a strategy that reads them. */
    readonly forecasts?: boolean;
  },
): Promise<PastBars[]> {
  const { options, say } = asked;
  const symbols = (options['symbol'] ?? '').split(',').flatMap((name) => name.trim() || []);
  const file = options['file'];
  if (file !== undefined) {
    const read = await readPastBars(resolve(calledFrom, file));
    const wanted = new Set(symbols.map((symbol) => symbol.toUpperCase()));
    const unknown = [...wanted].find((symbol) => !read.some(({ instrument }) => instrument.symbol === symbol));
    if (unknown !== undefined) throw new PlainError(`${file} has no ${unknown}.`);
    return wanted.size === 0 ? read : read.filter(({ instrument }) => wanted.has(instrument.symbol));
  }
  try {
    return await withProduct(asked, ({ admin }) => fetchPastBars(admin, { symbols, list, timeframe, forecasts }));
  } catch (error) {
    const isSample = symbols.length === 1 && symbols[0]?.toUpperCase() === SAMPLE.symbol;
    if (!(error instanceof ProductSaysNo) || error.code !== 'unknown-instrument' || !isSample) throw error;
    say('No bars of GOOG were imported: these are the ones Nod brings along, 2004-08-19 to 2013-03-01.');
    return readPastBars(SAMPLE.path);
  }
}

/** Stored bars of a product: of symbols, or of a bot's list where there are none. */
async function fetchPastBars(
  admin: Admin,
  asked: {
    readonly symbols: readonly string[];
    readonly list: readonly string[];
    readonly timeframe?: string | undefined;
    readonly forecasts?: boolean | undefined;
  },
): Promise<PastBars[]> {
  const query = new URLSearchParams({ symbols: asked.symbols.join(','), list: asked.list.join(',') });
  if (asked.timeframe !== undefined) query.set('timeframe', asked.timeframe);
  if (asked.forecasts === true) query.set('forecasts', 'true');
  const frame = decodeFrame(await admin.download(`past-bars?${query.toString()}`));
  if (frame === null) throw new PlainError('The bars did not arrive whole.');
  return (frame.head as PastBarsHead).map((about, position) => {
    const [t, o, h, l, c, v] = frame.columns.slice(position * 6, position * 6 + 6);
    if (!t || !o || !h || !l || !c || !v) throw new PlainError('The bars did not arrive whole.');
    return { ...about, bars: { t, o, h, l, c, v } };
  });
}

/** Bars of a CSV as the import takes it, without a product. A file with a mistake is refused with line and reason. */
async function readPastBars(path: string, exchange: 'us' | 'krx' = 'us'): Promise<PastBars[]> {
  const file = basename(path);
  const bySymbol = new Map<string, SymbolBars[]>();
  const sink = {
    begin: () => Promise.resolve(),
    write: (batch: readonly SymbolBars[]) => {
      for (const part of batch) bySymbol.set(part.symbol, [...(bySymbol.get(part.symbol) ?? []), part]);
      return Promise.resolve();
    },
  };
  const source = new Blob([readFileSync(path)]).stream();
  const options = { file, timeZone: EXCHANGE_ZONE[exchange], pause: () => Promise.resolve() };
  const read = await readBarCsv(source, options, sink);
  if (!read.ok) throw new PlainError(describeBarCsvError(read.error));
  const { timeframe } = read.value;
  return [...bySymbol].map(([symbol, parts]) => ({
    instrument: {
      id: `file.${symbol}` as InstrumentId,
      marketId: 'file' as MarketId,
      symbol: exchange === 'krx' ? `KRX:${symbol}` : symbol,
      nameEn: symbol,
      nameKo: symbol,
      exchange,
      currency: exchange === 'krx' ? 'KRW' : 'USD',
      kind: 'stock',
      sector: null,
      multiplier: '1',
      expiresOn: null,
      lotSize: '1',
    },
    timeframe,
    bars: joinColumns(parts.map(({ columns }) => columns)),
    splits: [],
    events: [],
    forecasts: [],
    until: null,
  }));
}
