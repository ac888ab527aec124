import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { makeWay, ownTurn } from './own-turn.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Whether the turn has begun, as the clock goes on. */
function turn(): (ms: number) => Promise<boolean> {
  let hasBegun = false;
  void ownTurn().then(() => (hasBegun = true));
  return async (ms) => {
    await vi.advanceTimersByTimeAsync(ms);
    return hasBegun;
  };
}

test('a question that can wait begins at once, and once an order is out where one is being made', async () => {
  expect(await turn()(0)).toBe(true);
  makeWay();
  const after = turn();
  expect(await after(1)).toBe(false);
  // However many more are made meanwhile, it waits for one.
  makeWay();
  expect(await after(7)).toBe(true);
  await vi.advanceTimersByTimeAsync(8);
  expect(await turn()(0)).toBe(true);
});
