import { env } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { unpackColumns } from '#shared/domain/bar.ts';
import { describeBarCsvError } from '#shared/domain/bar-csv/bar-csv-error.ts';
import type { MarketMs } from '#shared/lib/time.ts';
import { loadInstruments } from '../../store/instrument-store.ts';
import { importBars } from './import-bars.ts';

const HEADER = 'date,symbol,open,high,low,close,volume,adj_close';
const END = 8e15 as MarketMs;

function bytes(text: string): ReadableStream<Uint8Array> {
  return new Response(text).body as ReadableStream<Uint8Array>; // it has one
}

async function rows(table: string): Promise<number> {
  return (await env.DB.prepare(`SELECT COUNT(*) AS n FROM ${table}`).first<{ n: number }>())?.n ?? -1;
}

describe('importing a file of bars', () => {
  test('makes a market of it', async () => {
    const text = `${HEADER}\n2020-01-02,A,1,2,1,2,5,1.5\n2020-01-03,A,2,3,2,3,6,2.5\n2020-01-03,^X,9,9,9,9,0,9\n`;
    const done = await importBars(env, { name: 'a.csv', source: bytes(text), exchange: 'us' });
    if (!done.ok) throw new Error(describeBarCsvError(done.error));
    expect(done.value).toMatchObject({ file: 'a.csv', timeframe: '1d', exchange: 'us', bars: 3, instruments: 2 });
    const { marketId } = done.value;
    const instruments = await loadInstruments(env.DB, marketId);
    expect(instruments.map(({ symbol, currency }) => [symbol, currency])).toEqual([
      ['A', 'USD'],
      ['^X', 'USD'],
    ]);
    const stub = env.BARS.get(env.BARS.idFromName(`${marketId}:1d`));
    const read = unpackColumns(await stub.read({ instrumentId: instruments[0]!.id, until: END, limit: 10 })); // there are two
    expect([...read.c]).toEqual([2, 3]);
    const coverage = await env.DB.prepare('SELECT bars, adjustment FROM coverage WHERE market_id = ?')
      .bind(marketId)
      .all();
    expect(coverage.results).toEqual([
      { bars: 2, adjustment: 'split-adjusted' },
      { bars: 1, adjustment: 'split-adjusted' },
    ]);
  });

  test('answers what a file was when it comes again', async () => {
    const text = `${HEADER}\n2020-01-02,B,1,2,1,2,5,1.5\n`;
    const first = await importBars(env, { name: 'b.csv', source: bytes(text), exchange: 'us' });
    const again = await importBars(env, { name: 'other.csv', source: bytes(text), exchange: 'us' });
    expect(again).toEqual(first);
  });

  test('takes Korean stocks with their market', async () => {
    const text = 'date,symbol,open,high,low,close,volume\n2020-01-02,005930,71000,72000,70000,71500,5\n';
    const done = await importBars(env, { name: 'k.csv', source: bytes(text), exchange: 'krx' });
    const [instrument] = done.ok ? await loadInstruments(env.DB, done.value.marketId) : [];
    expect(instrument).toMatchObject({ symbol: 'KRX:005930', currency: 'KRW', exchange: 'krx' });
  });

  test('keeps nothing of a file with a mistake in its last line', async () => {
    const before = [await rows('instruments'), await rows('coverage'), await rows('imports')];
    const good = Array.from({ length: 60_000 }, (_, index) => {
      const date = new Date(index * 86_400_000).toISOString().slice(0, 10);
      return `${date},C,1,2,1,2,5,1`;
    });
    const done = await importBars(env, {
      name: 'c.csv',
      source: bytes([HEADER, ...good, '2200-01-01,C,1,1,2,1,5,1'].join('\n')),
      exchange: 'us',
    });
    expect(done.ok ? '' : describeBarCsvError(done.error)).toBe('c.csv, line 60002: high 1 is below low 2');
    expect([await rows('instruments'), await rows('coverage'), await rows('imports')]).toEqual(before);
  });
});
