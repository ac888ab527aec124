import { expect, it } from 'vitest';
import { beginPrices } from './begin-prices.ts';

it('a ticket begins with prices that can be ordered', () => {
  const of = (price: number, exchange: 'us' | 'krx') => beginPrices(price, { exchange, kind: 'stock' });
  expect(of(9_080, 'krx'), 'steps of 10').toEqual({ stop: '8360', target: '10440', limit: '9080' });
  expect(of(1_000, 'krx')).toEqual({ stop: '920', target: '1150', limit: '1000' });
  expect(of(222.12, 'us')).toEqual({ stop: '204.36', target: '255.43', limit: '222.12' });
  expect(of(0.4512, 'us'), 'hundredths of a cent below a dollar').toEqual({
    ...{ stop: '0.4152', target: '0.5188', limit: '0.4512' },
  });
});
