import { describe, expect, it } from 'vitest';
import { isMoney, parseAmount, parseNumber, parseSetting, parseShares } from './typed-amount.ts';

describe('amounts as people type them', () => {
  it.each([
    ['10,000', '10000'],
    ['$500', '500'],
    ['1.5k', '1500'],
    ['500만원', '5000000', 'KRW'],
    ['1억', '100000000'],
    ['500만 원', '5000000', 'KRW'],
    ['1,000,000', '1000000'],
    ['1 000.5', '1000.5'],
    ['10만원', null],
    ['₩500', null],
    ['$500', null, 'KRW'],
    ['$500원', null, 'KRW'],
    ['12주', null],
    ['1,5', null],
    ['0,5', null],
    ['10 5', null],
    ['1,0000', null],
    ['1,000 000', null],
    ['１００', '100'],
    ['１２４．６０', '124.6'],
    ['￦70，000', '70000', 'KRW'],
    ['\u200b1\u00a0000\u200f', '1000'],
    ['\u202e021', null],
    ['½', null],
    ['①', null],
    ['9'.repeat(31), null],
    ['9'.repeat(30) + '억', null],
    ['124,60', null],
    ['1.000,50', null],
    ['١٢', null],
    ['10²', null],
    ['0', null],
    ['-5', null],
    ['all', null],
    ['1e5', null],
  ] as const)('%s is %s', (text, amount, currency: 'USD' | 'KRW' = 'USD') => {
    expect(parseAmount(text, currency)).toBe(amount);
  });

  it('are a number of shares only where they say no money', () => {
    expect(['12주', '12', '1,000 shares', '$12', '12달러'].map(parseShares)).toEqual(['12', '12', '1000', null, null]);
  });

  it('of a price say nothing of what it is in', () => {
    expect(['1,300.50', '007', '$130', '12주'].map(parseNumber)).toEqual(['1300.5', '7', null, null]);
    expect(['$500', '30만원', '500', '12주'].map(isMoney)).toEqual([true, true, false, false]);
  });
});

describe('numbers of settings', () => {
  it.each([
    ['7.5', 7.5],
    ['7,5 %', 7.5],
    ['−3', -3],
    ['２０％', 20],
    ['1,000', NaN],
    ['1.000,5', NaN],
    ['1e1', NaN],
    ['0x20', NaN],
    ['', NaN],
    ['10²', NaN],
  ] as const)('%s is %d', (text, number) => {
    expect(parseSetting(text)).toBe(number);
  });
});
