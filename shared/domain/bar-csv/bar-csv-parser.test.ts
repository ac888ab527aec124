import { fc } from '#shared/testing/property.ts';
import { describe, expect, test } from 'vitest';
import { describeBarCsvError, type BarCsvError } from './bar-csv-error.ts';
import { BarCsvParser, type BarCsvSummary, type SymbolBars } from './bar-csv-parser.ts';
import type { Result } from '../../lib/result.ts';

const HEADER = 'date,symbol,open,high,low,close,volume,adj_close';

interface Read {
  readonly result: Result<BarCsvSummary, BarCsvError>;
  readonly bars: SymbolBars[];
}

function read(text: string, file = 'bars.csv', pieces = [text]): Read {
  const parser = new BarCsvParser({ file, timeZone: 'America/New_York' });
  for (const piece of pieces) {
    const pushed = parser.push(piece);
    if (!pushed.ok) return { result: pushed, bars: [] };
  }
  const result = parser.end();
  return { result, bars: parser.take() };
}

function reason(text: string, file = 'bars.csv'): string {
  const { result } = read(text, file);
  return result.ok ? 'taken' : describeBarCsvError(result.error);
}

const day = (text: string): number => Date.parse(`${text}T00:00:00Z`);

describe('forms that are taken', () => {
  test('columns in any order, several symbols', () => {
    const { result, bars } = read(
      'volume,close,low,high,open,symbol,date\n10,2,1,3,2,B,2020-01-02\n20,5,4,6,5,A,2020-01-02\n',
    );
    expect(result.ok && result.value).toMatchObject({
      timeframe: '1d',
      bars: 2,
      symbols: 2,
      firstT: day('2020-01-02'),
    });
    expect(bars.map((one) => [one.symbol, one.columns.o[0], one.columns.c[0], one.columns.v[0], one.adjClose])).toEqual(
      [
        ['B', 2, 2, 10, null],
        ['A', 5, 5, 20, null],
      ],
    );
  });

  test.each([
    ['empty date header', 'GOOG.csv', ',Open,High,Low,Close,Volume\n2004-08-19,100,104,95,100,22\n', 'GOOG'],
    ['absent date header', 'GOOG.csv', 'Open,High,Low,Close,Volume\n2004-08-19,100,104,95,100,22\n', 'GOOG'],
    ['no header at all', 'GOOG.csv', '2004-08-19,100,104,95,100,22\n2004-08-20,100,104,95,100,22\n', 'GOOG'],
    ['Yahoo', 'MSFT.csv', 'Date,Open,High,Low,Close,Adj Close,Volume\n2004-08-19,100,104,95,100,99.5,22\n', 'MSFT'],
    [
      'yfinance with zone',
      'MSFT.csv',
      'Date,Open,High,Low,Close,Volume\n2004-08-19 00:00:00-04:00,100,104,95,100,22\n',
      'MSFT',
    ],
    ['Stooq download', 'aapl_us_d.csv', 'Date,Open,High,Low,Close,Volume\n2004-08-19,100,104,95,100,22\n', 'AAPL'],
    [
      'Stooq bulk',
      'aapl.us.txt',
      '<TICKER>,<PER>,<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>,<OPENINT>\nAAPL.US,D,20040819,000000,100,104,95,100,22,0\n',
      'AAPL',
    ],
    [
      'pandas with a number index',
      'x.csv',
      'Unnamed: 0,open,high,low,close,volume\n2004-08-19,100,104,95,100,22\n',
      'X',
    ],
    [
      'byte order mark, CRLF, quotes',
      'x.csv',
      '\ufeff"date","symbol","open","high","low","close","volume"\r\n"2004-08-19","GE","100","104","95","100","22"\r\n',
      'GE',
    ],
    ['semicolons', 'x.csv', 'date;symbol;open;high;low;close;volume\n2004-08-19;GE;100;104;95;100;22\n', 'GE'],
    [
      'blank lines and no last line end',
      'GE.csv',
      'date,open,high,low,close,volume\n\n2004-08-19,100,104,95,100,22',
      'GE',
    ],
  ])('%s', (_, file, text, symbol) => {
    const { result, bars } = read(text, file);
    expect(result.ok ? '' : describeBarCsvError(result.error)).toBe('');
    expect(bars[0]?.symbol).toBe(symbol);
    expect([bars[0]?.columns.t[0], bars[0]?.columns.o[0], bars[0]?.columns.l[0]]).toEqual([day('2004-08-19'), 100, 95]);
  });

  test('keeps adjusted closes apart from prices', () => {
    const { bars } = read(`${HEADER}\n2020-01-02,A,1,2,1,2,5,1.5\n2020-01-03,A,1,2,1,2,5,\n`);
    expect([...(bars[0]?.adjClose ?? [])]).toEqual([1.5, Number.NaN]);
  });

  test("intraday times without a zone are the exchange's, with one they are what they say", () => {
    const rows = ['2020-01-02 09:30,1,2,1,2,5', '2020-01-02 09:45,1,2,1,2,5', '2020-07-02T14:00:00Z,1,2,1,2,5'];
    const { result, bars } = read(`date,open,high,low,close,volume\n${rows.join('\n')}\n`, 'A.csv');
    expect(result.ok && result.value.timeframe).toBe('15m');
    expect([...(bars[0]?.columns.t ?? [])]).toEqual(
      ['2020-01-02T14:30:00Z', '2020-01-02T14:45:00Z', '2020-07-02T14:00:00Z'].map((text) => Date.parse(text)),
    );
  });

  test('weekly files are known by their spacing', () => {
    const rows = ['2020-01-06', '2020-01-13', '2020-01-20', '2020-01-27'].map((date) => `${date},1,2,1,2,5`);
    const { result } = read(`date,open,high,low,close,volume\n${rows.join('\n')}\n`, 'A.csv');
    expect(result.ok && result.value.timeframe).toBe('1w');
  });

  test('a day that Yahoo marks with null is skipped and counted', () => {
    const { result } = read(
      'Date,Open,High,Low,Close,Adj Close,Volume\n2020-01-02,null,null,null,null,null,null\n2020-01-03,1,2,1,2,2,5\n',
      'A.csv',
    );
    expect(result.ok && result.value).toMatchObject({ bars: 1, skipped: 1 });
  });

  test('an open a little outside the range is kept as it is and counted', () => {
    const { result, bars } = read(`${HEADER}\n2020-01-10,DIS,146.47,145.5,144.26,144.62,5,1\n`);
    expect(result.ok && result.value.outsideRange).toBe(1);
    expect(bars[0]?.columns.o[0]).toBe(146.47);
  });
});

describe('files that are refused, with file, line and reason', () => {
  const good = '2020-01-02,A,1,2,1,2,5,1';
  test.each([
    ['', 'bars.csv: there are no bars in it'],
    [`${HEADER}\n`, 'bars.csv: there are no bars in it'],
    ['date,symbol,open,high,low,volume\n2020-01-02,A,1,2,1,5', 'bars.csv, line 1: the column "close" is missing'],
    ['symbol,open,high,low,close,volume\nA,1,2,1,2,5', 'bars.csv, line 1: the column "date" is missing'],
    ['date,open,high,low,close\n2020-01-02,1,2,1,2', 'bars.csv, line 1: the column "volume" is missing'],
    [`date,date,open,high,low,close,volume\n`, 'bars.csv, line 1: the column "date" is there twice'],
    [`${HEADER}\n${good}\n2020-01-03,A,1,x2,1,2,5,1`, 'bars.csv, line 3: high is "x2", which is not a number'],
    [`${HEADER}\n2020-01-03,A,,2,1,2,5,1`, 'bars.csv, line 2: open is "", which is not a number'],
    [`${HEADER}\n2020-01-03,A,NaN,2,1,2,5,1`, 'bars.csv, line 2: open is "NaN", which is not a number'],
    [`${HEADER}\n2020-01-03,A,1e999,2,1,2,5,1`, 'bars.csv, line 2: open is "1e999", which is not a number'],
    [`${HEADER}\n2020-01-03,A,1,2,1,0x2,5,1`, 'bars.csv, line 2: close is "0x2", which is not a number'],
    [`${HEADER}\n2020-01-03,A,1,2,1,2,5,abc`, 'bars.csv, line 2: adj_close is "abc", which is not a number'],
    [`${HEADER}\n2020-01-03,A,1,2,-1,2,5,1`, 'bars.csv, line 2: low is -1; a price is above zero'],
    [`${HEADER}\n2020-01-03,A,0,2,1,2,5,1`, 'bars.csv, line 2: open is 0; a price is above zero'],
    [`${HEADER}\n2020-01-03,A,1,2,1,2,-5,1`, 'bars.csv, line 2: volume is -5; it cannot be below zero'],
    [`${HEADER}\n2020-01-03,A,1,1,2,1,5,1`, 'bars.csv, line 2: high 1 is below low 2'],
    [`${HEADER}\n2020-01-03,A,3,2,1,2,5,1`, 'bars.csv, line 2: open 3 lies outside the range 1 to 2'],
    [`${HEADER}\n${good}\n${good}`, 'bars.csv, line 3: A has a second bar for 2020-01-02'],
    [
      `${HEADER}\n${good}\n2020-01-01,A,1,2,1,2,5,1`,
      'bars.csv, line 3: A goes back from 2020-01-02 to 2020-01-01; bars stand oldest first',
    ],
    [`${HEADER}\n2020-02-30,A,1,2,1,2,5,1`, 'bars.csv, line 2: "2020-02-30" is not a date such as 2020-01-31'],
    [`${HEADER}\n01/02/2020,A,1,2,1,2,5,1`, 'bars.csv, line 2: "01/02/2020" is not a date such as 2020-01-31'],
    [`${HEADER}\n2020-01-03,A B,1,2,1,2,5,1`, 'bars.csv, line 2: "A B" is not a symbol'],
    [`${HEADER}\n2020-01-03,A,1,2,1,2,5`, 'bars.csv, line 2: there are 7 fields, the header has 8'],
    [`${HEADER}\n"2020-01-03,A,1,2,1,2,5,1`, 'bars.csv, line 2: a quote is not closed'],
    [`${HEADER}\n${'9'.repeat(5_000)}`, 'bars.csv, line 2: the line is longer than 4096 characters'],
    [
      'date,open,high,low,close,volume\n2020-01-02 09:30,1,2,1,2,5\n2020-01-02 10:00,1,2,1,2,5',
      'bars.csv, line 2: the bars are 30 minutes apart; 1, 5, 15, 60 minutes, days and weeks are known',
    ],
  ])('case %#', (text, expected) => {
    expect(reason(text)).toBe(expected);
  });

  test('order is judged per symbol, also far into the file', () => {
    const rows = Array.from(
      { length: 5_000 },
      (_, index) => `${new Date(index * 86_400_000).toISOString().slice(0, 10)},1,2,1,2,5`,
    );
    const text = `date,open,high,low,close,volume\n${rows.join('\n')}\n${rows[17]}\n`;
    expect(reason(text, 'A.csv')).toBe(
      'A.csv, line 5002: A goes back from 1983-09-09 to 1970-01-18; bars stand oldest first',
    );
  });
});

test('reads the same bars however the text is cut', () => {
  const bar = fc.record({
    o: fc.double({ min: 0.01, max: 1e6, noNaN: true }),
    v: fc.nat(),
    symbol: fc.constantFrom('A', 'BRK.B'),
  });
  fc.assert(
    fc.property(fc.array(bar, { minLength: 1, maxLength: 30 }), fc.array(fc.nat(2_000)), (rows, cuts) => {
      const date = (index: number): string => new Date(index * 86_400_000).toISOString().slice(0, 10);
      const lines = rows.map(({ o, v, symbol }, index) => `${date(index)},${symbol},${o},${o},${o},${o},${v}`);
      const text = `date,symbol,open,high,low,close,volume\r\n${lines.join('\r\n')}`;
      const at = [0, ...cuts.filter((cut) => cut < text.length).sort((a, b) => a - b), text.length];
      const pieces = at.slice(1).map((end, index) => text.slice(at[index], end));
      const { result, bars } = read(text, 'x.csv', pieces);
      expect(result.ok).toBe(true);
      for (const { symbol, columns } of bars) {
        expect([...columns.o]).toEqual(rows.filter((row) => row.symbol === symbol).map((row) => row.o));
      }
      expect(bars.reduce((sum, { columns }) => sum + columns.t.length, 0)).toBe(rows.length);
    }),
  );
});

test('never throws, whatever it is fed', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.string(), fc.constantFrom('\n', ',', '"', '2020-01-01', HEADER, '1'))),
      (pieces) => {
        const { result } = read('', 'x.csv', pieces);
        expect(typeof result.ok).toBe('boolean');
      },
    ),
  );
});
