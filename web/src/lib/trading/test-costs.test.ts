import { expect, test } from 'vitest';
import { costsOf, NO_COSTS } from './test-costs.ts';

test('nothing typed is what the market itself takes, and no more', () => {
  expect(costsOf(NO_COSTS)).toEqual({ commission: 'market', spread: 0, slippage: 0 });
});

test('a percentage is typed as people write it, and 0 is a commission of nothing', () => {
  const typed = { commission: '0', spread: '0.07 %', slippage: '0,1' };
  expect(costsOf(typed)).toEqual({ commission: 0, spread: 0.0007, slippage: 0.001 });
});

test.each(['-1', '51', 'much', '1.2.3'])('%s is no cost', (spread) => {
  expect(costsOf({ ...NO_COSTS, spread })).toBeNull();
});
