import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { describeBarCsvError } from './bar-csv-error.ts';
import type { SymbolBars } from './bar-csv-parser.ts';
import { readBarCsv } from './read-bar-csv.ts';

const pause = (): Promise<void> => Promise.resolve();

async function importBytes(bytes: Uint8Array, file: string): Promise<string> {
  const result = await readBarCsv(new Blob([bytes]).stream(), { file, timeZone: 'UTC', pause } as const, {
    begin: pause,
    write: pause,
  });
  return result.ok ? 'taken' : describeBarCsvError(result.error);
}

const text = 'date,symbol,open,high,low,close,volume\n2020-01-02,A,1,2,1,2,5\n';

test('unpacks gzip by its first bytes, whatever the name', async () => {
  expect(await importBytes(gzipSync(text), 'a.csv')).toBe('taken');
  expect(await importBytes(Buffer.from(text), 'a.csv')).toBe('taken');
});

test('refuses a gzip cut at any place, also when all the text was already readable', async () => {
  const packed = gzipSync(text);
  for (let length = 1; length < packed.length; length++) {
    expect(await importBytes(packed.subarray(0, length), 'a.csv.gz')).toMatch(
      /the gzip file is cut short or damaged here$/,
    );
  }
});

test('refuses an empty file and bytes that are no text', async () => {
  expect(await importBytes(new Uint8Array(), 'a.csv')).toBe('a.csv: there are no bars in it');
  expect(await importBytes(Uint8Array.of(0xff, 0xfe, 0x00, 0x41), 'a.csv')).toBe('a.csv: it is not UTF-8 text');
});

test('takes a real file without a date header, bar for bar', async () => {
  // Copied from kernc/backtesting.py; its first header cell is empty.
  const bytes = readFileSync(new URL('../../testing/bars/GOOG.csv', import.meta.url).pathname);
  const batches: SymbolBars[] = [];
  const write = (bars: readonly SymbolBars[]): Promise<void> => {
    batches.push(...bars);
    return Promise.resolve();
  };
  const options = { file: 'GOOG.csv', timeZone: 'America/New_York', pause } as const;
  const result = await readBarCsv(new Blob([bytes]).stream(), options, { begin: pause, write });
  expect(result).toMatchObject({ ok: true, value: { timeframe: '1d', bars: 2_148, symbols: 1, outsideRange: 0 } });
  const [{ symbol, columns }] = batches as [SymbolBars];
  expect(symbol).toBe('GOOG');
  const rows = new TextDecoder().decode(bytes).trim().split('\n').slice(1);
  for (const [index, row] of rows.entries()) {
    const [date, ...numbers] = row.split(',');
    expect([
      columns.t[index],
      columns.o[index],
      columns.h[index],
      columns.l[index],
      columns.c[index],
      columns.v[index],
    ]).toEqual([Date.parse(`${date}T00:00:00Z`), ...numbers.map(Number)]);
  }
});
