import { expect, it } from 'vitest';
import { searchInstruments } from './instrument-search.ts';

const LISTED = [
  { symbol: 'KRX:005930', nameEn: 'Samsung Electronics', nameKo: '삼성전자' },
  { symbol: 'KRX:005935', nameEn: 'Samsung Electronics Pref', nameKo: '삼성전자우' },
  { symbol: 'KRX:000660', nameEn: 'SK hynix', nameKo: 'SK하이닉스' },
  { symbol: 'KRX:035720', nameEn: 'Kakao', nameKo: '카카오' },
  { symbol: 'NVDA', nameEn: 'NVIDIA', nameKo: '엔비디아' },
  { symbol: 'SM', nameEn: 'SM Energy', nameKo: 'SM 에너지' },
];
const found = (text: string): string[] => searchInstruments(LISTED, text).map(({ symbol }) => symbol);

it.each([
  ['samsung', ['KRX:005930', 'KRX:005935']],
  ['삼성전자', ['KRX:005930', 'KRX:005935']],
  ['ㅅㅅㅈㅈ', ['KRX:005930', 'KRX:005935']],
  ['ㅅㅅㅈㅈㅇ', ['KRX:005935']],
  ['ㅋㅋㅇ', ['KRX:035720']],
  ['ㅎㅇㄴㅅ', ['KRX:000660']],
  ['삼ㅅ', ['KRX:005930', 'KRX:005935']],
  ['005930', ['KRX:005930']],
  ['5930', ['KRX:005930']],
  ['krx:000660', ['KRX:000660']],
  ['ｎｖｄａ', ['NVDA']],
  ['엔비디아', ['NVDA']],
  ['sk 하이닉스', ['KRX:000660']],
  ['sm', ['SM']],
  ['nobody', []],
  ['ㅎㅎㅎ', []],
])('finds %j', (text, symbols) => {
  expect(found(text)).toEqual(symbols);
});

it('has the exact symbol before names that begin alike, and all of them where nothing is typed', () => {
  expect(searchInstruments([{ symbol: 'SMX', nameEn: 'SM', nameKo: 'SM' }, ...LISTED], 'SM')[0]?.symbol).toBe('SM');
  expect(found(' ')).toEqual(LISTED.map(({ symbol }) => symbol));
});
