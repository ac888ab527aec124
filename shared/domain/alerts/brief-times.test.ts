import { describe, expect, it } from 'vitest';
import { MINUTE_MS, type MarketMs } from '../../lib/time.ts';
import { calendarOf } from '../calendar/market-calendar.ts';
import type { World } from '../market.ts';
import { briefsDue } from './brief-times.ts';

const at = (iso: string): MarketMs => Date.parse(iso) as MarketMs;

/** Every brief that a minute tick would find due between two instants, each once. */
function told(exchange: 'us' | 'krx' | 'demo-us', world: World, from: string, to: string): Map<string, string> {
  const first = new Map<string, string>();
  for (let now = at(from); now < at(to); now = (now + MINUTE_MS) as MarketMs) {
    for (const { brief, day } of briefsDue(calendarOf(exchange), world, now)) {
      const key = `${brief} ${day}`;
      if (!first.has(key)) first.set(key, new Date(now).toISOString());
    }
  }
  return first;
}

describe('briefs with real prices', () => {
  it('come half an hour before the open, after the close, and on Saturday', () => {
    // A week of winter time in New York: 09:30 is 14:30 UTC.
    const week = told('us', 'live', '2026-11-16T00:00:00Z', '2026-11-23T00:00:00Z');
    const mornings = [...week].filter(([key]) => key.startsWith('morning'));
    expect(mornings.map(([, when]) => when.slice(11, 16))).toEqual(Array(5).fill('14:00'));
    expect(week.get('close 2026-11-18')).toBe('2026-11-18T21:20:00.000Z');
    const weeks = [...week].filter(([key]) => key.startsWith('week'));
    expect(weeks).toEqual([
      ['week 2026-11-13', '2026-11-16T00:00:00.000Z'],
      ['week 2026-11-20', '2026-11-21T14:30:00.000Z'],
    ]);
  });

  it('follow the exchange through daylight saving, holidays and short days', () => {
    const spring = told('us', 'live', '2026-03-09T00:00:00Z', '2026-03-10T00:00:00Z');
    expect(spring.get('morning 2026-03-09')).toBe('2026-03-09T13:00:00.000Z');
    // Thanksgiving is closed; the day after ends at 13:00.
    const holiday = told('us', 'live', '2026-11-26T05:00:00Z', '2026-11-28T05:00:00Z');
    expect(holiday.has('morning 2026-11-26')).toBe(false);
    expect(holiday.get('close 2026-11-27')).toBe('2026-11-27T18:20:00.000Z');
    const seoul = told('krx', 'live', '2026-11-17T15:00:00Z', '2026-11-18T15:00:00Z');
    expect(seoul.get('morning 2026-11-18')).toBe('2026-11-17T23:30:00.000Z');
    expect(seoul.get('close 2026-11-18')).toBe('2026-11-18T06:50:00.000Z');
  });
});

describe('briefs of a market that is played', () => {
  it('come with the close that ends a day, and the week with its last', () => {
    const us = calendarOf('us');
    const friday = us.session(us.tradingDayOf(at('2026-11-20T15:00:00Z')))!;
    expect(briefsDue(us, 'replay', friday.close)).toEqual([
      { brief: 'morning', day: '2026-11-23' },
      { brief: 'week', day: '2026-11-20' },
    ]);
    expect(briefsDue(us, 'replay', (friday.close - 15 * MINUTE_MS) as MarketMs)).toEqual([]);
    const demo = told('demo-us', 'demo', '2026-11-18T00:00:00Z', '2026-11-19T00:01:00Z');
    expect([...demo.keys()]).toEqual(['morning 2026-11-18', 'morning 2026-11-19']);
  });
});
