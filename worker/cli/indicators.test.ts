import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { talib } from '#shared/testing/goog-talib.ts';
import { rootDir } from '../host/paths.ts';
import { indicatorsCommand } from './indicators.ts';

const GOOG = join(rootDir, 'shared/testing/bars/GOOG.csv');

async function said(options: Readonly<Record<string, string>>, isJson = true): Promise<string> {
  const lines: string[] = [];
  await indicatorsCommand.run({
    stateDir: '/nowhere',
    isJson,
    args: [],
    options: { file: GOOG, ...options },
    print: (line) => lines.push(line),
    say: () => undefined,
  });
  return lines.join('\n');
}

interface Columns {
  readonly dates: readonly string[];
  readonly columns: Readonly<Record<string, readonly (number | null)[]>>;
}

describe('nod indicators', () => {
  it('prints the columns TA-Lib is compared by, null before the first value', async () => {
    const { dates, columns } = JSON.parse(await said({})) as Columns;
    expect(dates).toHaveLength(2_148);
    expect(dates[0]).toBe('2004-08-19');
    expect(Object.keys(columns)).toHaveLength(32);
    for (const [column, name] of [
      ['SMA50', 'sma50'],
      ['MACD.MACDHist', 'macdHistogram'],
      ['PDI14', 'plusDi14'],
      ['STOCH.SlowD', 'stochasticD'],
      ['OBV', 'obv'],
    ] as const) {
      for (const [bar, expected] of talib(name).entries()) {
        const value = columns[column]?.[bar] ?? null;
        if (Number.isNaN(expected)) expect(value, `${column} ${bar}`).toBeNull();
        else expect(Math.abs((value ?? NaN) - expected)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(expected)));
      }
    }
    expect(columns['DOJI']?.slice(0, 10)).toEqual(Array(10).fill(null));
  });

  it('prints those that are named, or the newest of them as a table', async () => {
    const { columns } = JSON.parse(await said({ names: 'rsi-14, keltner' })) as Columns;
    expect(Object.keys(columns)).toEqual([
      'rsi-14',
      'keltner-20-10-2.upper',
      'keltner-20-10-2.middle',
      'keltner-20-10-2.lower',
    ]);
    expect(await said({ names: 'rsi-14' }, false)).toMatch(/2013-03-01\nrsi-14 .* 67\.49798$/);
  });

  it.each([
    ['rsix', /no indicator or pattern called “rsix”/],
    ['rsi-1', /“period” of rsi has to be a number from 2 to 1000/],
    ['macd-30-20', /settings do not fit macd/],
  ])('refuses %s in words', async (names, words) => {
    await expect(said({ names })).rejects.toThrow(words);
  });
});
