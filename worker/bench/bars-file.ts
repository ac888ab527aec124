import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createRandom } from '#shared/lib/random.ts';
import { rootDir } from '../host/paths.ts';

const REAL = join(rootDir, '../shared/data/us-daily-2015-2020.csv.gz');
const STOCKS = 120;
const DAYS = 1_259;
const FIRST_DAY = Date.UTC(2015, 0, 12);
const DAY_MS = 86_400_000;

/** 120 stocks over five years of days: the real file where it lies, else an invented one of the same size in `dir`. */
export function barsFile(dir: string): string {
  if (existsSync(REAL)) return REAL;
  const path = join(dir, 'us-daily-invented.csv.gz');
  writeFileSync(path, gzipSync(inventedCsv()));
  return path;
}

function inventedCsv(): string {
  const random = createRandom(1);
  const prices = Array.from({ length: STOCKS }, () => random.between(20, 220));
  const lines = ['date,symbol,open,high,low,close,volume,adj_close'];
  for (let day = FIRST_DAY, made = 0; made < DAYS; day += DAY_MS) {
    const weekday = new Date(day).getUTCDay();
    if (weekday === 0 || weekday === 6) continue;
    made += 1;
    const date = new Date(day).toISOString().slice(0, 10);
    for (let stock = 0; stock < STOCKS; stock += 1) {
      const open = prices[stock]!; // one per stock
      const close = open * (1 + random.between(-0.0196, 0.0204));
      const high = Math.max(open, close) * (1 + random.between(0, 0.01));
      const low = Math.min(open, close) * (1 - random.between(0, 0.01));
      prices[stock] = close;
      const text = [open, high, low, close].map((price) => price.toFixed(4));
      lines.push([date, symbolOf(stock), ...text, random.below(1_000_000) + 1_000_000, text[3]].join(','));
    }
  }
  return lines.join('\n') + '\n';
}

/** AAZ, ABZ, …: no exchange lists them in this order. */
function symbolOf(stock: number): string {
  return String.fromCharCode(65 + Math.floor(stock / 26), 65 + (stock % 26)) + 'Z';
}
