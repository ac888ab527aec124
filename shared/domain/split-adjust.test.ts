import { expect, test } from 'vitest';
import { adjustForSplits } from './split-adjust.ts';

const bars = (prices: number[]) => {
  const column = Float64Array.from(prices);
  return {
    t: Float64Array.from(prices, (_, index) => index),
    o: column,
    h: column,
    l: column,
    c: column,
    v: Float64Array.from(prices, () => 10),
  };
};

test('past prices are divided and volumes multiplied by every later split, from its own bar on nothing changes', () => {
  const adjusted = adjustForSplits(bars([100, 100, 50, 50, 5]), [
    { at: 2, ratio: 2 },
    { at: 4, ratio: 10 },
  ]);
  expect([...adjusted.c]).toEqual([5, 5, 5, 5, 5]);
  expect([...adjusted.v]).toEqual([200, 200, 100, 100, 10]);
});

test('bars after the last split are answered as they are', () => {
  const raw = bars([5, 6]);
  expect(adjustForSplits(raw, [{ at: 0, ratio: 3 }])).toBe(raw);
});
