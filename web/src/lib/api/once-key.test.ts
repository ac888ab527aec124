import { expect, it } from 'vitest';
import { OnceKey } from './once-key.ts';

const ORDER = { symbol: 'NVDA', side: 'buy', quantity: '12' };

it('a wish that nobody answered is asked for again as it was, though a price beside it moved', () => {
  const once = new OnceKey<object>();
  const first = once.of(ORDER, { ...ORDER, atMost: '124.60' });
  for (const status of [0, 503, 502, 524]) {
    once.answered(status);
    expect(once.of({ ...ORDER }, { ...ORDER, atMost: '127.05' }), String(status)).toEqual(first);
  }
});

it('one that was answered, well or not, and any other wish have keys of their own', () => {
  const once = new OnceKey<object>();
  const other = { ...ORDER, quantity: '13' };
  const keys = [once.of(ORDER, ORDER).key, once.of(other, other).key];
  for (const status of [201, 409, 403]) {
    once.answered(status);
    keys.push(once.of(ORDER, ORDER).key);
  }
  expect(new Set(keys).size).toBe(keys.length);
});
