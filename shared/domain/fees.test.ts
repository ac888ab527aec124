import { describe, expect, test } from 'vitest';
import type { TradingDay } from '../lib/time.ts';
import { estimateFees, type TradeToPrice } from './fees.ts';

const trade = (change: Partial<TradeToPrice>): TradeToPrice => ({
  exchange: 'us',
  kind: 'stock',
  side: 'sell',
  quantity: '100',
  price: '250',
  multiplier: '1',
  on: '2026-06-01' as TradingDay,
  ...change,
});
const items = (change: Partial<TradeToPrice>): string[] =>
  estimateFees(trade(change)).items.map((item) => `${item.code} ${item.amount} ${item.currency}`);

describe('US fees', () => {
  test('a sale pays the SEC, FINRA and the audit trail, each rounded up to the cent', () => {
    // 25,000 × 20.60 / 1e6 = 0.515; 100 × 0.000195 = 0.0195; 100 × 0.000003 = 0.0003
    expect(items({})).toEqual(['sec-31 0.52 USD', 'finra-taf 0.02 USD', 'cat 0.01 USD']);
    expect(estimateFees(trade({})).total).toBe('0.55');
  });

  test('a purchase pays the audit trail only', () => {
    expect(items({ side: 'buy' })).toEqual(['cat 0.01 USD']);
  });

  test('the trading activity fee has a cap per trade', () => {
    expect(items({ quantity: '1000000', price: '1' })).toContain('finra-taf 9.79 USD');
  });

  test('rates are those of the day', () => {
    expect(items({ on: '2026-04-03' as TradingDay }), 'no Section 31 fee').toEqual([
      'finra-taf 0.02 USD',
      'cat 0.01 USD',
    ]);
    expect(items({ on: '2026-04-04' as TradingDay })).toContain('sec-31 0.52 USD');
    expect(items({ on: '2017-07-03' as TradingDay })).toEqual(['sec-31 0.55 USD', 'finra-taf 0.02 USD']);
    expect(items({ on: '2017-07-04' as TradingDay })).toContain('sec-31 0.58 USD');
    expect(items({ on: '2004-08-19' as TradingDay }), 'before the first row: the first row').toContain(
      'sec-31 0.56 USD',
    );
  });
});

describe('Korean fees', () => {
  const krx = { exchange: 'krx', quantity: '10', price: '71300' } as const;

  test('a sale pays commission and tax, in whole won', () => {
    expect(items(krx)).toEqual(['commission 100 KRW', 'kr-sell-tax 1426 KRW']);
    expect(items({ ...krx, on: '2025-12-30' as TradingDay })).toContain('kr-sell-tax 1070 KRW');
  });

  test('a purchase and a fund pay no tax', () => {
    expect(items({ ...krx, side: 'buy' })).toEqual(['commission 100 KRW']);
    expect(items({ ...krx, kind: 'etf' })).toEqual(['commission 100 KRW']);
  });
});

test('the generated market charges what its model charges', () => {
  expect(items({ exchange: 'demo-us' })).toEqual(items({}));
  expect(items({ exchange: 'demo-krx' })).toEqual(items({ exchange: 'krx' }));
});
