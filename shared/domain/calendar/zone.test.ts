import { expect, test } from 'vitest';
import { DAY_MS, HOUR_MS, SECOND_MS } from '../../lib/time.ts';
import { instantOf, ZONES, zoneOffset } from './zone.ts';

const at = Date.parse;

/** First days of the weeks in which these clocks ever changed, and the turn of the year: month and day. */
const WEEKS = [
  [2, 7],
  [2, 31],
  [4, 7],
  [9, 7],
  [9, 24],
  [10, 1],
  [11, 29],
] as const;

test.each(ZONES)('%s has the clocks that Intl says, in the years of the rule and around them', (zone) => {
  const fields = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
  const clock = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const;
  const intl = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, ...fields, ...clock });
  const wrong: string[] = [];
  for (let year = 1986; year <= 2040; year += 1) {
    for (const [month, day] of WEEKS) {
      const from = Date.UTC(year, month, day);
      // Every full hour, and the second before it.
      for (let hour = from; hour < from + 8 * DAY_MS; hour += HOUR_MS) {
        for (const instant of [hour - SECOND_MS, hour]) {
          const shown = new Date(instant + zoneOffset(zone, instant)).toISOString().slice(0, 19);
          if (shown !== intl.format(instant).replace(' ', 'T'))
            wrong.push(`${new Date(instant).toISOString()}: ${shown}`);
        }
      }
    }
  }
  expect(wrong).toEqual([]);
});

test('the clocks of New York change at the second they change', () => {
  expect(zoneOffset('America/New_York', at('2026-03-08T06:59:59Z'))).toBe(-5 * HOUR_MS);
  expect(zoneOffset('America/New_York', at('2026-03-08T07:00:00Z'))).toBe(-4 * HOUR_MS);
  expect(zoneOffset('America/New_York', at('2026-11-01T05:59:59Z'))).toBe(-4 * HOUR_MS);
  expect(zoneOffset('America/New_York', at('2026-11-01T06:00:00Z'))).toBe(-5 * HOUR_MS);
});

test('any other zone is known too', () => {
  expect(zoneOffset('Asia/Kolkata', at('2026-07-01T10:20:30Z'))).toBe(5.5 * HOUR_MS);
  expect(zoneOffset('Europe/London', at('2026-07-01T10:20:30Z'))).toBe(HOUR_MS);
});

test('a clock on the wall is one instant', () => {
  expect(instantOf('America/New_York', at('2026-03-09T09:30:00Z'))).toBe(at('2026-03-09T13:30:00Z'));
  expect(instantOf('America/New_York', at('2026-03-06T09:30:00Z'))).toBe(at('2026-03-06T14:30:00Z'));
  expect(instantOf('Asia/Seoul', at('2026-03-06T09:00:00Z'))).toBe(at('2026-03-06T00:00:00Z'));
});
