import { describe, expect, test } from 'vitest';
import type { MarketMs } from '#shared/lib/time.ts';
import { closesBar, dueAt, isSchedule, nextDue } from './schedule.ts';

const at = (text: string): MarketMs => Date.parse(text) as MarketMs;
const daily = { timeframe: '1d', exchange: 'us' } as const;
const demo = { timeframe: '15m', exchange: 'demo-us' } as const;

describe('a schedule is due', () => {
  test.each([
    ['@close', demo, '2030-01-07T10:00Z', '2030-01-07T10:15Z', '2030-01-07T10:15Z'],
    ['@close', demo, '2030-01-07T10:15Z', '2030-01-07T10:15Z', null],
    ['@day', demo, '2030-01-07T23:30Z', '2030-01-07T23:45Z', null],
    ['@day', demo, '2030-01-07T23:45Z', '2030-01-08T00:00Z', '2030-01-08T00:00Z'],
    ['@day', daily, '2020-01-09T21:00Z', '2020-01-10T21:00Z', '2020-01-10T21:00Z'],
    ['0 * * * *', demo, '2030-01-07T10:45Z', '2030-01-07T11:00Z', '2030-01-07T11:00Z'],
    ['0 * * * *', demo, '2030-01-07T11:00Z', '2030-01-07T11:15Z', null],
    // In the exchange's zone: 16:00 in New York.
    ['0 16 * * 1-5', daily, '2020-01-09T21:00Z', '2020-01-10T21:00Z', '2020-01-10T21:00Z'],
    // Daily bars jump over it: once, when the first bar after it has closed.
    ['0 9 * * 0', daily, '2020-01-10T21:00Z', '2020-01-13T21:00Z', '2020-01-12T14:00Z'],
  ] as const)('%s of %o after %s at %s: %s', (schedule, market, after, now, expected) => {
    expect(dueAt(schedule, { market, after: at(after), now: at(now) })).toBe(expected === null ? null : at(expected));
  });
});

test('says when it is due next', () => {
  const now = at('2030-01-07T10:15Z');
  const nextCloseAt = at('2030-01-07T10:30Z');
  expect(nextDue('@close', { market: demo, now, nextCloseAt })).toBe(nextCloseAt);
  expect(nextDue('@day', { market: demo, now, nextCloseAt })).toBe(at('2030-01-08T00:00Z'));
  expect(nextDue('0 12 * * *', { market: demo, now, nextCloseAt })).toBe(at('2030-01-07T12:00Z'));
  expect(nextDue('@close', { market: demo, now, nextCloseAt: null })).toBeNull();
});

test('knows a schedule from a sentence', () => {
  expect(['@close', '@day', '*/15 * * * *', 'sometimes', ''].map(isSchedule)).toEqual([true, true, true, false, false]);
});

describe("coarser bars close with the market's own", () => {
  test.each([
    ['1h', demo, '2030-01-07T11:00Z', true],
    ['1h', demo, '2030-01-07T11:15Z', false],
    ['1d', demo, '2030-01-08T00:00Z', true],
    ['1w', demo, '2030-01-14T00:00Z', true],
    ['1w', demo, '2030-01-13T00:00Z', false],
    ['1w', daily, '2020-01-10T21:00Z', true],
    ['1w', daily, '2020-01-09T21:00Z', false],
    // Good Friday: the week ends on Thursday.
    ['1w', daily, '2020-04-09T20:00Z', true],
    ['15m', daily, '2020-01-10T21:00Z', false],
  ] as const)('%s of %o at %s: %s', (timeframe, market, closeAt, expected) => {
    expect(closesBar(timeframe, market, at(closeAt))).toBe(expected);
  });
});
