import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { rootDir } from '../../host/paths.ts';

export interface CsvBar {
  readonly date: string;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

export interface CsvWorld {
  readonly file: string;
  /** Whether these are prices that once were, or a seeded walk where that file is not at hand. */
  readonly isReal: boolean;
  /** By symbol, oldest first. */
  readonly bars: ReadonlyMap<string, readonly CsvBar[]>;
}

const REAL = join(rootDir, '../shared/data/us-daily-2015-2020.csv.gz');

/** Real daily bars where they are at hand, else a walk of `count` stocks, written to `dir`. */
export function csvWorld(dir: string, seed: number): CsvWorld {
  if (existsSync(REAL)) return { file: REAL, isReal: true, bars: parse(gunzipSync(readFileSync(REAL)).toString()) };
  const text = walk(seed, { stocks: 40, days: 500 });
  const file = join(dir, 'walk.csv.gz');
  writeFileSync(file, gzipSync(text));
  return { file, isReal: false, bars: parse(text) };
}

export function parse(text: string): Map<string, CsvBar[]> {
  const [head = '', ...lines] = text.trim().split('\n');
  const columns = head.trim().split(',');
  const at = (name: string) => columns.indexOf(name);
  const [date, symbol, open, high, low, close, volume] = [
    'date',
    'symbol',
    'open',
    'high',
    'low',
    'close',
    'volume',
  ].map(at);
  const bars = new Map<string, CsvBar[]>();
  for (const line of lines) {
    const cells = line.trim().split(',');
    const text = (index = -1): string => cells[index] ?? '';
    const number = (index = -1): number => Number(cells[index]);
    const bar = {
      date: text(date),
      open: number(open),
      high: number(high),
      low: number(low),
      close: number(close),
      volume: number(volume),
    };
    const name = text(symbol);
    const known = bars.get(name);
    if (known === undefined) bars.set(name, [bar]);
    else known.push(bar);
  }
  for (const list of bars.values()) list.sort((a, b) => (a.date < b.date ? -1 : 1));
  return bars;
}

/** Random numbers of a seed, 0 to 1 (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Daily bars of stocks that trend and turn, so that a crossover finds something; AAPL is one of them. */
export function walk(seed: number, { stocks, days }: { stocks: number; days: number }): string {
  const random = randomOf(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const rows = ['date,symbol,open,high,low,close,volume'];
  const dates = weekdays(days);
  for (let stock = 0; stock < stocks; stock++) {
    const symbol = stock === 0 ? 'AAPL' : `W${String.fromCharCode(65 + (stock % 26))}${Math.floor(stock / 26)}`;
    let price = 40 + random() * 160;
    let drift = 0;
    for (const [day, date] of dates.entries()) {
      if (day % 40 === 0) drift = (random() - 0.45) * 0.008;
      const open = price * (1 + normal() * 0.006);
      const close = open * (1 + drift + normal() * 0.012);
      const high = Math.max(open, close) * (1 + Math.abs(normal()) * 0.004);
      const low = Math.min(open, close) * (1 - Math.abs(normal()) * 0.004);
      const volume = Math.round(2_000_000 * Math.exp(normal() * 0.5) * (1 + Math.abs(close / open - 1) * 30));
      rows.push([date, symbol, ...[open, high, low, close].map((value) => value.toFixed(4)), volume].join(','));
      price = close;
    }
  }
  return rows.join('\n') + '\n';
}

function weekdays(count: number): string[] {
  const dates: string[] = [];
  for (let at = Date.UTC(2015, 0, 12); dates.length < count; at += 86_400_000) {
    const day = new Date(at);
    if (day.getUTCDay() % 6 !== 0) dates.push(day.toISOString().slice(0, 10));
  }
  return dates;
}
