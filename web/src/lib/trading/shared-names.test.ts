import { expect, it } from 'vitest';
import { sharedNames } from './shared-names.ts';

it.each([
  ['a symbol', { text: 'NVDA' }, 'NVDA'],
  ['a Korean name', { text: '삼성전자' }, '삼성전자'],
  [
    'a page of Yahoo',
    { title: 'NVIDIA Corporation (NVDA)', url: 'https://finance.yahoo.com/quote/NVDA?p=NVDA' },
    'NVDA',
  ],
  ['a Korean listing at Yahoo', { url: 'https://finance.yahoo.com/quote/005930.KS/' }, '005930'],
  [
    'a page of Naver, its address inside the text',
    { text: '삼성전자\nhttps://finance.naver.com/item/main.naver?code=005930' },
    '005930',
  ],
  ['a page of TradingView', { url: 'https://www.tradingview.com/symbols/NASDAQ-NVDA/' }, 'NVDA'],
  [
    'a post with a cashtag',
    { text: 'Looks like the whole SECTOR follows $NVDA after the bell today, says Jane' },
    'NVDA',
  ],
])('finds %s', (_name, shared, expected) => {
  expect(sharedNames(shared)[0]).toBe(expected);
});

it('looks for nothing where nothing was said', () => {
  expect(sharedNames({ title: '', text: null })).toEqual([]);
});
