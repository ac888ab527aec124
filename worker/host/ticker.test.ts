import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Runtime } from './runtime.ts';
import { startTicker } from './ticker.ts';

const START = Date.parse('2026-11-30T14:00:30Z');
beforeEach(() => {
  vi.useFakeTimers({ now: START });
});
afterEach(() => {
  vi.useRealTimers();
});

it('only what works is seen: after a tick that failed nothing is, until one comes through', async () => {
  let tick = (): Promise<void> => Promise.resolve();
  const runtime = { tick: () => tick() } as unknown as Runtime;
  let running: Runtime | undefined = runtime;
  const seen: number[] = [];
  const stop = startTicker(() => running, {
    seen: (nowMs) => seen.push(nowMs),
    failed: () => undefined,
  });
  const secondsSeenIn = async (ms: number): Promise<number> => {
    seen.length = 0;
    await vi.advanceTimersByTimeAsync(ms);
    return seen.length;
  };
  expect(await secondsSeenIn(29_500), 'it has just begun').toBe(29);
  tick = () => Promise.reject(new Error('nobody is there'));
  await secondsSeenIn(500);
  expect(await secondsSeenIn(50_000), 'nobody is there').toBe(0);
  tick = () => Promise.resolve();
  await secondsSeenIn(10_000);
  expect(await secondsSeenIn(10_000), 'it works again').toBe(10);
  tick = () => new Promise(() => undefined);
  await secondsSeenIn(120_000);
  expect(await secondsSeenIn(60_000), 'a tick hangs').toBe(0);
  running = undefined;
  expect(await secondsSeenIn(60_000), 'it stands still').toBe(0);
  stop();
});
