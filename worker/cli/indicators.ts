import type { BarColumns } from '#shared/domain/bar.ts';
import { adjustForSplits } from '#shared/domain/split-adjust.ts';
import { askFor, lineNames } from '#shared/indicators/ask.ts';
import { EVERYTHING } from '#shared/indicators/index.ts';
import { barTime } from '#shared/usecases/read-bars.ts';
import { fill } from '#shared/words/fill.ts';
import { readerOf } from '#shared/words/format-time.ts';
import { wordsFor } from '#shared/words/catalogue.ts';
import { PlainError } from '../host/plain-error.ts';
import type { Command } from './command.ts';
import { askedBars } from './past-bars.ts';
import { talibColumns } from './talib-columns.ts';

/** How many of the newest bars the table shows. */
const SHOWN = 4;

export const indicatorsCommand: Command = {
  name: 'indicators',
  usage: 'indicators --symbol S [--names rsi-14,…] [--file FILE.csv]',
  summary: 'indicator and pattern columns over all stored bars; without --names those TA-Lib is compared by',
  options: ['symbol', 'names', 'file', 'timeframe'],
  async run(asked) {
    const { options } = asked;
    if (options['symbol'] === undefined && options['file'] === undefined)
      throw new PlainError('Which one? npm run nod -- indicators --symbol GOOG');
    const [only, ...others] = await askedBars(asked, { list: [], timeframe: options['timeframe'] });
    if (only === undefined) throw new PlainError('There are no bars of that.');
    if (others.length > 0) throw new PlainError('One at a time: name it with --symbol.');
    const bars = adjustForSplits(only.bars, only.splits);
    const columns = options['names'] === undefined ? talibColumns(bars) : namedColumns(options['names'], bars);
    const dates = Array.from(bars.t, (t) => barTime(only.timeframe, t));
    if (asked.isJson) {
      const known = [...columns].map(([name, values]) => [name, Array.from(values, orNull)]);
      asked.print(JSON.stringify({ dates, columns: Object.fromEntries(known) as unknown }));
    } else for (const line of tableOf(dates, columns)) asked.print(line);
    return 0;
  },
};

/** JSON has no NaN: nothing is null. */
function orNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function namedColumns(names: string, bars: BarColumns): Map<string, Float64Array> {
  const columns = new Map<string, Float64Array>();
  for (const text of names.split(',').filter((name) => name.trim() !== '')) {
    const one = askFor(text, EVERYTHING);
    if (!one.ok) throw refusal(one.error.code, one.error.values);
    const { label, indicator, params } = one.value;
    const needs = indicator.warmUp(params) + 1;
    if (bars.t.length < needs) throw refusal('too-few-bars', { name: label, needs, has: bars.t.length });
    const labels = lineNames(one.value);
    for (const [index, values] of indicator.compute(bars, params).entries()) columns.set(labels[index]!, values); // one name for every output
  }
  return columns;
}

function refusal(
  code: 'unknown-indicator' | 'indicator-setting' | 'too-few-bars',
  values: Readonly<Record<string, string | number>>,
): PlainError {
  return new PlainError(wordsFor('en').errors[code](fill(values, { reader: readerOf('en'), currency: 'USD' })));
}

/** A line for each column with its newest values. */
function tableOf(dates: readonly string[], columns: ReadonlyMap<string, Float64Array>): string[] {
  const from = Math.max(0, dates.length - SHOWN);
  const rows = [
    ['', ...dates.slice(from)],
    ...[...columns].map(([name, values]) => [name, ...Array.from(values.subarray(from), textOf)]),
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}

function textOf(value: number): string {
  if (!Number.isFinite(value)) return '–';
  return Math.abs(value) >= 1e6 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(7)));
}
