import { expect, test, vi } from 'vitest';
import { inTurn } from './in-turn.ts';

test('each part has a frame of its own, what is seen first before the rest, and whoever left is passed over', async () => {
  vi.useFakeTimers();
  // A tab in the background: no frame ever comes.
  vi.stubGlobal('requestAnimationFrame', () => 0);
  const drawn: string[] = [];
  inTurn(() => drawn.push('below'), 'after');
  inTurn(() => {
    drawn.push('head');
    inTurn(() => drawn.push('part of the head'));
  });
  const leave = inTurn(() => drawn.push('gone'), 'after');
  expect(drawn, 'not in the task that asked').toEqual([]);
  await vi.advanceTimersToNextTimerAsync();
  expect(drawn).toEqual(['head']);
  leave();
  await vi.runAllTimersAsync();
  expect(drawn).toEqual(['head', 'part of the head', 'below']);
  vi.unstubAllGlobals();
  vi.useRealTimers();
});
