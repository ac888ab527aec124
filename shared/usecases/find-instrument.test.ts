import { describe, expect, test } from 'vitest';
import type { MarketMs } from '../lib/time.ts';
import { anInstrument, FAKE_MARKET, fakeMarkets, someDeps } from '../testing/fake-market.ts';
import { finderOf } from './find-instrument.ts';

const TODAY = Date.UTC(2022, 5, 10) as MarketMs;
const instruments = [
  anInstrument('META', { nameEn: 'Meta Platforms', nameKo: '메타' }),
  anInstrument('KRX:005930', {
    nameEn: 'Samsung Electronics',
    nameKo: '삼성전자',
    exchange: 'demo-krx',
    currency: 'KRW',
  }),
  anInstrument('ONE', { nameEn: 'Twin' }),
  anInstrument('TWO', { nameEn: 'Twin' }),
];
const aliases = [
  { alias: 'FB', symbol: 'META', fromOn: '2022-06-09' },
  { alias: 'LATER', symbol: 'META', fromOn: '2023-01-01' },
];
const deps = someDeps({ markets: fakeMarkets({ instruments, marketAt: TODAY, aliases }) });

describe('an instrument is found', () => {
  test.each([
    ['META', 'META'],
    [' meta ', 'META'],
    ['m-fake.META', 'META'],
    ['FB', 'META'],
    ['KRX:005930', 'KRX:005930'],
    ['005930', 'KRX:005930'],
    ['삼성전자', 'KRX:005930'],
    ['samsung electronics', 'KRX:005930'],
  ])('by %s', async (name, symbol) => {
    const finder = await finderOf(deps, { marketId: FAKE_MARKET, marketAt: TODAY });
    expect(finder.find(name)?.symbol).toBe(symbol);
  });

  test.each(['Twin', 'LATER', 'NOPE', ''])('not by "%s": nothing, or more than one, or not yet', async (name) => {
    const finder = await finderOf(deps, { marketId: FAKE_MARKET, marketAt: TODAY });
    expect(finder.find(name)).toBeNull();
  });
});
