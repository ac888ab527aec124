import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { readBarCsv } from '#shared/domain/bar-csv/read-bar-csv.ts';
import { describeBarCsvError } from '#shared/domain/bar-csv/bar-csv-error.ts';
import type { SymbolBars } from '#shared/domain/bar-csv/bar-csv-parser.ts';
import { EXCHANGE_ZONE } from '#shared/domain/bar-times.ts';
import { joinColumns } from '#shared/domain/bar.ts';
import type { InstrumentId, MarketId } from '#shared/domain/ids.ts';
import { decodeFrame } from '#shared/lib/frame.ts';
import type { PastBars } from '#shared/usecases/past-bars.ts';
import type { Admin } from '../host/admin.ts';
import { PlainError } from '../host/plain-error.ts';
import type { PastBarsHead } from '../src/http/admin/past-bars.ts';

/** Stored bars of a product: of symbols, or of a bot's list where there are none. */
export async function fetchPastBars(
  admin: Admin,
  asked: {
    readonly symbols: readonly string[];
    readonly list: readonly string[];
    readonly timeframe?: string | undefined;
  },
): Promise<PastBars[]> {
  const query = new URLSearchParams({ symbols: asked.symbols.join(','), list: asked.list.join(',') });
  if (asked.timeframe !== undefined) query.set('timeframe', asked.timeframe);
  const frame = decodeFrame(await admin.download(`past-bars?${query.toString()}`));
  if (frame === null) throw new PlainError('The bars did not arrive whole.');
  return (frame.head as PastBarsHead).map((about, position) => {
    const [t, o, h, l, c, v] = frame.columns.slice(position * 6, position * 6 + 6);
    if (!t || !o || !h || !l || !c || !v) throw new PlainError('The bars did not arrive whole.');
    return { ...about, bars: { t, o, h, l, c, v } };
  });
}

/** Bars of a CSV as the import takes it, without a product. A file with a mistake is refused with line and reason. */
export async function readPastBars(path: string, exchange: 'us' | 'krx' = 'us'): Promise<PastBars[]> {
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
    until: null,
  }));
}
