import { expect, test } from 'vitest';
import type { WallMs } from '#shared/lib/time.ts';
import { RateBudget } from './budget.ts';

const T = 1_800_000_000_000;
const at = (ms: number): WallMs => (T + ms) as WallMs;
const taken = (budget: RateBudget, priority: 'exit' | 'entry' | 'poll', now: WallMs): number => {
  let count = 0;
  while (count < 1_000 && budget.take(priority, 1, now).ok) count += 1;
  return count;
};

test('polling leaves room for entries, entries leave room for exits', () => {
  const budget = new RateBudget(200);
  expect(taken(budget, 'poll', at(0))).toBe(140);
  expect(taken(budget, 'entry', at(1))).toBe(40);
  expect(budget.view(at(2)).left).toBe(20);
  expect(budget.take('entry', 1, at(10_000))).toEqual({ ok: false, retryAfterMs: 50_000 });
  expect(budget.take('exit', 1, at(10_000))).toEqual({ ok: true });
});

test('an exit is never denied, also with nothing left and while the broker limits us', () => {
  const budget = new RateBudget(10);
  for (let i = 0; i < 30; i++) expect(budget.take('exit', 1, at(i)).ok).toBe(true);
  expect(budget.view(at(40)).left).toBe(0);
  budget.pause(5_000, at(50));
  expect(budget.take('exit', 1, at(60)).ok).toBe(true);
});

test('a new minute brings the calls back', () => {
  const budget = new RateBudget(200);
  taken(budget, 'poll', at(0));
  expect(budget.take('poll', 1, at(59_999)).ok).toBe(false);
  expect(budget.take('poll', 1, at(60_000)).ok).toBe(true);
  expect(budget.view(at(60_001)).left).toBe(199);
});

test('what the headers say counts, and the smaller figure within one minute', () => {
  const budget = new RateBudget(200);
  budget.take('poll', 1, at(0));
  budget.heard({ perMinute: 1_000, left: 700, resetsAt: at(60_000) }, at(100));
  expect(budget.view(at(200))).toEqual({ perMinute: 1_000, left: 700, resetsAt: at(60_000) });
  expect(budget.take('poll', 1, at(210)).ok, 'another plan than was thought counts at once').toBe(true);
  budget.heard({ perMinute: 1_000, left: 700, resetsAt: at(60_000) }, at(220));
  expect(budget.view(at(230)).left).toBe(699);
  budget.heard({ perMinute: 1_000, left: 150, resetsAt: at(60_000) }, at(300));
  expect(budget.view(at(400)).left).toBe(150);
  budget.heard({ perMinute: 1_000, left: 990, resetsAt: at(120_000) }, at(60_500));
  expect(budget.view(at(60_600)).left).toBe(990);
});

test('a limit of the broker stops everything else until it ends, a minute at most', () => {
  const budget = new RateBudget(200);
  budget.pause(3_600_000, at(0));
  expect(budget.take('poll', 1, at(1_000))).toEqual({ ok: false, retryAfterMs: 59_000 });
  expect(budget.take('entry', 1, at(1_000)).ok).toBe(false);
  expect(budget.isPaused(at(59_999))).toBe(true);
  expect(budget.take('poll', 1, at(60_000)).ok).toBe(true);
});

test('a poll of several calls is given all of them or none', () => {
  const budget = new RateBudget(10);
  expect(budget.take('poll', 5, at(0)).ok).toBe(true);
  expect(budget.take('poll', 5, at(0)).ok).toBe(false);
  expect(budget.view(at(0)).left).toBe(5);
});
