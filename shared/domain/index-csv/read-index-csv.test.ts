import { expect, it } from 'vitest';
import { describeIndexCsvError } from './index-csv-error.ts';
import { readIndexCsv, type IndexList } from './read-index-csv.ts';

const asked = { file: 'idx.csv', index: 'IDX', exchange: 'us' } as const;
const read = (text: string, exchange: 'us' | 'krx' = 'us') => readIndexCsv(text, { ...asked, exchange });
function list(text: string, exchange: 'us' | 'krx' = 'us'): IndexList {
  const result = read(text, exchange);
  if (!result.ok) throw new Error(describeIndexCsvError(result.error));
  return result.value;
}
const why = (text: string): string => {
  const result = read(text);
  return result.ok ? 'it was taken' : describeIndexCsvError(result.error);
};
const iso = (ms: number): string => new Date(ms).toISOString();

it('takes a list with days, whatever the order of columns, and says who is in it now', () => {
  const { events, spans, members } = list(
    'Name,Until,Symbol,From,Announced\r\n"Invented, Inc.",,INVA,2024-03-18,2024-03-01\r\nOld Works,2021-06-21,OLDW,,\r\n',
  );
  expect([spans, members]).toEqual([2, 1]);
  expect(events.map(({ symbol, kind, at }) => [symbol, kind, at === 0 ? 'always' : iso(at)])).toEqual([
    ['INVA', 'index-addition', '2024-03-18T13:30:00.000Z'],
    ['OLDW', 'index-addition', 'always'],
    ['OLDW', 'index-removal', '2021-06-21T13:30:00.000Z'],
  ]);
  expect(iso(events[0]?.knownAt ?? 0), 'from the close of the day it was announced').toBe('2024-03-01T21:00:00.000Z');
  expect(events[2]?.knownAt, 'nobody said when it was announced').toBe(events[2]?.at);
});

it('names Korean stocks as their market does, and knows days without a session', () => {
  const { events } = list('code;added;announced\n005930;2024-06-14;2024-06-08\nKRX:000660;2024-06-15;', 'krx');
  expect(events.map(({ symbol, at }) => [symbol, iso(at)])).toEqual([
    ['KRX:005930', '2024-06-14T00:00:00.000Z'],
    ['KRX:000660', '2024-06-17T00:00:00.000Z'],
  ]);
  expect(iso(events[0]?.knownAt ?? 0), 'a Saturday ends').toBe('2024-06-09T00:00:00.000Z');
});

it('takes days from before there were calendars, and the same company twice', () => {
  const { events, spans } = list('symbol,from,until\nAAA,1957-03-04,1999-01-04\nAAA,2005-01-03,');
  expect(spans).toBe(2);
  expect(iso(events[0]?.at ?? 0)).toBe('1957-03-04T00:00:00.000Z');
});

it.each([
  [
    '',
    'idx.csv, line 1: the column "symbol" is missing; the header is symbol,from[,until][,announced][,until_announced]',
  ],
  ['symbol,from', 'idx.csv: there is nobody in it'],
  [
    'symbol,until\nAAA,',
    'idx.csv, line 1: the column "from" is missing; the header is symbol,from[,until][,announced][,until_announced]',
  ],
  ['symbol,from,ticker\nAAA,,', 'idx.csv, line 1: the column "ticker" is there twice'],
  ['symbol,from\nAAA,2020-01-02\nBBB', 'idx.csv, line 3: there are 1 fields, the header has 2'],
  ['symbol,from\nA A A,2020-01-02', 'idx.csv, line 2: "A A A" is not a symbol'],
  ['symbol,from\nAAA,02/01/2020', 'idx.csv, line 2: from is "02/01/2020", which is not a date such as 2020-01-31'],
  ['symbol,from\n\n"AAA,2020-01-02', 'idx.csv, line 3: a quote is not closed'],
  [
    'symbol,from,until\nAAA,2020-01-02,2020-01-02',
    'idx.csv, line 2: AAA leaves on 2020-01-02, which is not after 2020-01-02',
  ],
  [
    'symbol,from,announced\nAAA,2020-01-02,2020-01-03',
    'idx.csv, line 2: AAA is announced on 2020-01-03, after the change of 2020-01-02',
  ],
  [
    'symbol,from,announced\nAAA,,2020-01-03',
    'idx.csv, line 2: AAA has a day of announcement, but no day of the change in "from"',
  ],
  [
    'symbol,from,until\nAAA,2020-01-02,\nBBB,2020-01-02,\nAAA,2021-01-04,',
    'idx.csv, line 4: AAA is in the list since 2020-01-02 already and did not leave before 2021-01-04',
  ],
])('refuses %j with its line and why', (text, reason) => {
  expect(why(text)).toBe(reason);
});
