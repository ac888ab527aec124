// Several stocks with bars as real ones come: stretches of GOOG's history, moved onto the same days.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const GOOG = join(import.meta.dirname, '..', '..', 'shared', 'testing', 'bars', 'GOOG.csv');
const BARS = 700;
/** Bars from where one stretch begins to where the next one does. */
const APART = 230;

/** Writes a file to replay; answers its path. Every stock has 700 daily bars until 2013-03-01. */
export function severalStocks(folder: string, symbols: readonly string[]): string {
  const rows = readFileSync(GOOG, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
  const days = rows.slice(-BARS).map(([day = '']) => day);
  const lines = symbols.flatMap((symbol, place) =>
    rows
      .slice(place * APART, place * APART + BARS)
      .map(([, ...prices], index) => [days[index], symbol, ...prices].join(',')),
  );
  const path = join(folder, 'stocks.csv');
  writeFileSync(path, ['date,symbol,open,high,low,close,volume', ...lines, ''].join('\n'));
  return path;
}
