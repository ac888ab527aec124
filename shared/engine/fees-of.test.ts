import { expect, it } from 'vitest';
import type { TradingDay } from '../lib/time.ts';
import { anInstrument } from '../testing/an-instrument.ts';
import { feesOf } from './fees-of.ts';

const ON = '2026-11-20' as TradingDay;

it('gives the fee table’s total as a number in the instrument’s currency', () => {
  const krx = feesOf(anInstrument({ exchange: 'krx', currency: 'KRW' }), ON);
  // 0.2 % tax and 0.014 % commission of 1,400,000 won.
  expect(krx({ side: 'sell', quantity: 20, price: 70_000 })).toBe(2_800 + 196);
  expect(krx({ side: 'buy', quantity: 20, price: 70_000 })).toBe(196);
  expect(feesOf(anInstrument(), ON)({ side: 'buy', quantity: 100, price: 0.1 + 0.2 })).toBe(0.01);
});

it('never falls when the quantity grows, which sizing relies on', () => {
  const fees = feesOf(anInstrument(), ON);
  for (const side of ['buy', 'sell'] as const) {
    const paid = [1, 2, 10, 11, 500, 50_000, 50_206, 1_000_000].map((quantity) =>
      fees({ side, quantity, price: 114.515 }),
    );
    expect(paid).toEqual([...paid].sort((a, b) => a - b));
  }
});
