import { describe, expect, it } from 'vitest';
import { MINUTE_MS, type WallMs } from '../../lib/time.ts';
import { fc } from '../../testing/property.ts';
import { isWithin, minuteOf, minuteOfDay, nextAt } from './hours.ts';

const at = (iso: string): WallMs => Date.parse(iso) as WallMs;
const NIGHT = { from: '22:00', to: '07:00' };

describe('hours of a day', () => {
  it('go over midnight, begin with their first minute and end before their last', () => {
    const zone = 'Asia/Seoul';
    expect(isWithin(NIGHT, at('2026-03-10T12:59:00Z'), zone)).toBe(false);
    expect(isWithin(NIGHT, at('2026-03-10T13:00:00Z'), zone)).toBe(true);
    expect(isWithin(NIGHT, at('2026-03-10T21:59:59Z'), zone)).toBe(true);
    expect(isWithin(NIGHT, at('2026-03-10T22:00:00Z'), zone)).toBe(false);
  });

  it('are read on the clock of the zone, also after it was put forward', () => {
    const zone = 'America/New_York';
    // 8 March 2026: 02:00 EST becomes 03:00 EDT. 07:00 is 12:00 UTC the day before and 11:00 UTC that day.
    expect(isWithin(NIGHT, at('2026-03-07T11:30:00Z'), zone)).toBe(true);
    expect(isWithin(NIGHT, at('2026-03-08T11:30:00Z'), zone)).toBe(false);
    expect(nextAt('07:00', at('2026-03-08T03:00:00Z'), zone)).toBe(at('2026-03-08T11:00:00Z'));
    expect(nextAt('07:00', at('2026-11-01T03:00:00Z'), zone)).toBe(at('2026-11-01T12:00:00Z'));
  });

  it('that a night leaves out begin an hour later', () => {
    expect(nextAt('02:30', at('2026-03-08T05:00:00Z'), 'America/New_York')).toBe(at('2026-03-08T07:30:00Z'));
  });

  it('are never of no length', () => {
    expect(isWithin({ from: '08:00', to: '08:00' }, at('2026-03-08T13:00:00Z'), 'America/New_York')).toBe(false);
  });

  it('begin at the next moment at which the clock shows it, in every zone and season', () => {
    const zone = fc.constantFrom(
      'America/New_York',
      'Asia/Seoul',
      'Europe/Berlin',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
    );
    const from = at('2026-01-01T00:00:00Z');
    fc.assert(
      fc.property(zone, fc.nat(366 * 24 * 60), fc.nat(24 * 60 - 1), (name, minutes, minute) => {
        const now = (from + minutes * MINUTE_MS + 12_345) as WallMs;
        const text = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
        const next = nextAt(text, now, name);
        expect(next).toBeGreaterThan(now);
        expect(next - now).toBeLessThanOrEqual(26 * 60 * MINUTE_MS);
        const shown = minuteOfDay(next, name);
        // Only a time that was left out shows another, at most an hour later.
        const late = (shown - minuteOf(text) + 24 * 60) % (24 * 60);
        expect([0, 30, 60]).toContain(late);
      }),
      { numRuns: 300 },
    );
  });
});
