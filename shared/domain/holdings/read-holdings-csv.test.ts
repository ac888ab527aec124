import { expect, it } from 'vitest';
import { readHoldingsCsv } from './read-holdings-csv.ts';

const rows = (text: string) => {
  const read = readHoldingsCsv(text);
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return read.value;
};

it('takes a list as an American broker writes it, quotes, groups of three and columns nobody needs', () => {
  expect(
    rows(
      '\uFEFFSymbol,Description,Quantity,Cost Basis Total,Last Price\r\nNVDA,"NVIDIA, Corp","1,200","$14,400.50",$124.31\r\nVTI,,0.5,,\r\n',
    ),
  ).toEqual([
    { name: 'NVDA', quantity: '1200', totalCost: '14400.5', currency: 'USD', price: '124.31' },
    { name: 'VTI', quantity: '0.5', totalCost: null, currency: 'USD', price: null },
  ]);
});

it('takes one as a Korean broker writes it, and reckons what all of it cost', () => {
  expect(rows('종목코드;종목명;보유수량;평균단가;현재가\n005930;삼성전자;21주;68,400원;71,200')).toEqual([
    { name: '005930', quantity: '21', totalCost: '1436400', currency: 'KRW', price: '71200' },
  ]);
  expect(rows('이름\t수량\t매입금액\t통화\n퇴직연금\t1\t30000000\t원화')[0]).toMatchObject({
    ...{ name: '퇴직연금', totalCost: '30000000', currency: 'KRW' },
  });
});

it('counts an amount in the money it says it is in, and takes none that says two', () => {
  const won = { name: '애플', quantity: '3', totalCost: '750000', currency: 'KRW' };
  expect(rows('종목명,수량,평균단가\n애플,3주,"250,000원"')).toMatchObject([won]);
  expect(rows('symbol,qty,cost,price\n005930,2,$90,$51')).toMatchObject([{ totalCost: '90', currency: 'USD' }]);
  for (const text of ['symbol,qty,cost,price\nA,1,₩1400,$1', 'symbol,qty,cost,currency\nA,1,1400원,USD'])
    expect(readHoldingsCsv(text)).toMatchObject({ ok: false, error: { line: 2, code: 'two-currencies' } });
  for (const text of ['symbol,qty\nA,$3', 'symbol,qty,price\nA,1,3주', 'symbol,qty,price\nA,1,$3원'])
    expect(readHoldingsCsv(text)).toMatchObject({ ok: false, error: { line: 2, code: 'bad-number' } });
});

it.each([
  ['', { line: 1, code: 'missing-column', values: { column: 'name' } }],
  ['symbol,price', { line: 1, code: 'missing-column', values: { column: 'quantity' } }],
  ['symbol,qty', { line: 0, code: 'empty-file', values: {} }],
  ['symbol,qty,shares\nA,1,1', { line: 1, code: 'duplicate-column', values: { column: 'shares' } }],
  ['symbol,qty\nA,1\nB', { line: 3, code: 'wrong-field-count', values: { has: 1, needs: 2 } }],
  ['symbol,qty\n"A,1', { line: 2, code: 'open-quote', values: {} }],
  ['symbol,qty\n,1', { line: 2, code: 'no-name', values: { value: '' } }],
  ['symbol,qty\nA,-3', { line: 2, code: 'bad-number', values: { column: 'quantity', value: '-3' } }],
  ['symbol,qty\nA,0', { line: 2, code: 'bad-number', values: { column: 'quantity', value: '0' } }],
  ['symbol,qty\nA,', { line: 2, code: 'bad-number', values: { column: 'quantity', value: '' } }],
  ['symbol;qty\nA;1,5', { line: 2, code: 'bad-number', values: { column: 'quantity', value: '1,5' } }],
  ['symbol,qty\nA,1e5', { line: 2, code: 'bad-number', values: { column: 'quantity', value: '1e5' } }],
  ['symbol,qty,cost\nA,1,abc', { line: 2, code: 'bad-number', values: { column: 'totalCost', value: 'abc' } }],
  ['symbol,qty,currency\nA,1,JPY', { line: 2, code: 'bad-currency', values: { value: 'JPY' } }],
  ['symbol,qty\nA,1\nB,2\na,3', { line: 4, code: 'there-twice', values: { name: 'a', other: 2 } }],
])('refuses %j with its line and why', (text, fault) => {
  expect(readHoldingsCsv(text)).toEqual({ ok: false, error: fault });
});

it('keeps nothing of a list that is too long', () => {
  const text = ['symbol,qty', ...Array.from({ length: 501 }, (_, at) => `S${at},1`)].join('\n');
  expect(readHoldingsCsv(text)).toEqual({ ok: false, error: { line: 0, code: 'too-many', values: { max: 500 } } });
});
