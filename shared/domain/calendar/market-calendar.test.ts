import { fc } from '#shared/testing/property.ts';
import { describe, expect, test } from 'vitest';
import { DAY_MS, type MarketMs, type TradingDay } from '../../lib/time.ts';
import { dayText, easter, epochDay, isWeekend, parseDay, utcDay } from './day.ts';
import { calendarOf, type MarketCalendar } from './market-calendar.ts';

const us = calendarOf('us');
const krx = calendarOf('krx');
const at = (iso: string): MarketMs => Date.parse(iso) as MarketMs;
const iso = (instant: MarketMs): string => new Date(instant).toISOString().slice(0, 16);
const day = (text: string): TradingDay => text as TradingDay;

/** `MM-DD` of the weekdays of a year without a session, and of its half days. */
function unusual(calendar: MarketCalendar, year: number): { closed: string; half: string } {
  const days: string[] = [];
  for (let d = epochDay(year, 1, 1); d < epochDay(year + 1, 1, 1); d += 1) if (!isWeekend(d)) days.push(dayText(d));
  const text = (list: string[]): string => list.map((d) => d.slice(5)).join(' ');
  return {
    closed: text(days.filter((d) => !calendar.isTradingDay(day(d)))),
    half: text(days.filter((d) => calendar.session(day(d))?.kind === 'half')),
  };
}
const hours = (calendar: MarketCalendar, text: string): string | null => {
  const session = calendar.session(day(text));
  return session && `${iso(session.open)} ${iso(session.close)} ${session.kind}`;
};

describe('US days', () => {
  // NYSE Group announcements of 2024-11-08 and 2025-12-23.
  test.each([
    [2025, '01-01 01-09 01-20 02-17 04-18 05-26 06-19 07-04 09-01 11-27 12-25', '07-03 11-28 12-24'],
    [2026, '01-01 01-19 02-16 04-03 05-25 06-19 07-03 09-07 11-26 12-25', '11-27 12-24'],
    [2027, '01-01 01-18 02-15 03-26 05-31 06-18 07-05 09-06 11-25 12-24', '11-26'],
    [2028, '01-17 02-21 04-14 05-29 06-19 07-04 09-04 11-23 12-25', '07-03 11-24'],
  ])('%i is as published', (year, closed, half) => {
    expect(unusual(us, year)).toEqual({ closed, half });
  });

  test('half days of the past followed other habits', () => {
    expect(unusual(us, 2002)).toEqual({
      closed: '01-01 01-21 02-18 03-29 05-27 07-04 09-02 11-28 12-25',
      half: '07-05 11-29 12-24',
    });
    expect(unusual(us, 2003).half).toBe('07-03 11-28 12-24 12-26');
    expect(unusual(us, 2013).half).toBe('07-03 11-29 12-24');
  });

  test.each(
    '2001-09-11 2001-09-12 2001-09-13 2001-09-14 2004-06-11 2007-01-02 2012-10-29 2012-10-30 2018-12-05 2025-01-09'.split(
      ' ',
    ),
  )('%s was closed', (text) => {
    expect(us.session(day(text))).toBe(null);
  });

  test('years have the sessions they had', () => {
    const count = (year: number): number => {
      let sessions = 0;
      for (let d = epochDay(year, 1, 1); d < epochDay(year + 1, 1, 1); d += 1) {
        if (us.isTradingDay(dayText(d))) sessions += 1;
      }
      return sessions;
    };
    expect([2001, 2009, 2017, 2018, 2019].map(count)).toEqual([248, 252, 251, 251, 252]);
  });

  test('years beyond the published ones are marked', () => {
    expect(us.session(day('2028-12-29'))?.projected).toBe(false);
    expect(us.session(day('2029-01-02'))?.projected).toBe(true);
  });
});

describe('US hours', () => {
  test('follow New York over both changes of the clock, old rule and new', () => {
    expect(hours(us, '2026-03-06')).toBe('2026-03-06T14:30 2026-03-06T21:00 regular');
    expect(hours(us, '2026-03-09')).toBe('2026-03-09T13:30 2026-03-09T20:00 regular');
    expect(hours(us, '2026-10-30')).toBe('2026-10-30T13:30 2026-10-30T20:00 regular');
    expect(hours(us, '2026-11-02')).toBe('2026-11-02T14:30 2026-11-02T21:00 regular');
    expect(hours(us, '2005-04-01')).toBe('2005-04-01T14:30 2005-04-01T21:00 regular');
    expect(hours(us, '2005-04-04')).toBe('2005-04-04T13:30 2005-04-04T20:00 regular');
    expect(hours(us, '2005-10-31')).toBe('2005-10-31T14:30 2005-10-31T21:00 regular');
  });

  test('a half day closes at one', () => {
    expect(hours(us, '2025-11-28')).toBe('2025-11-28T14:30 2025-11-28T18:00 half');
    expect(us.isOpen(at('2025-11-28T17:59:59.999Z'))).toBe(true);
    expect(us.isOpen(at('2025-11-28T18:00:00Z'))).toBe(false);
  });

  test('open is inclusive, close is not', () => {
    expect(us.isOpen(at('2026-03-09T13:29:59.999Z'))).toBe(false);
    expect(us.isOpen(at('2026-03-09T13:30:00Z'))).toBe(true);
    expect(us.isOpen(at('2026-03-09T20:00:00Z'))).toBe(false);
    expect(us.sessionAt(at('2026-03-09T15:00:00Z'))?.day).toBe('2026-03-09');
  });

  test('the next open is strictly later, the previous close is not', () => {
    expect(iso(us.nextOpen(at('2026-03-06T14:30:00Z'))), 'over the change of the clock').toBe('2026-03-09T13:30');
    expect(iso(us.nextOpen(at('2026-03-06T14:29:00Z')))).toBe('2026-03-06T14:30');
    expect(iso(us.nextOpen(at('2001-09-10T20:00:00Z')))).toBe('2001-09-17T13:30');
    expect(iso(us.previousClose(at('2026-03-09T20:00:00Z')))).toBe('2026-03-09T20:00');
    expect(iso(us.previousClose(at('2026-03-09T19:59:00Z')))).toBe('2026-03-06T21:00');
    expect(iso(us.previousClose(at('2026-01-01T15:00:00Z')))).toBe('2025-12-31T21:00');
  });

  test("an instant belongs to the exchange's date, a closed date to the day before", () => {
    expect(us.tradingDayOf(at('2026-03-10T02:00:00Z')), 'still the evening of the 9th').toBe('2026-03-09');
    expect(us.tradingDayOf(at('2026-03-08T15:00:00Z')), 'a Sunday').toBe('2026-03-06');
    expect(us.nextTradingDay(day('2026-07-02'))).toBe('2026-07-06');
    expect(us.previousTradingDay(day('2026-07-06'))).toBe('2026-07-02');
  });
});

describe('Korean days', () => {
  test.each([
    [
      2025,
      '01-01 01-27 01-28 01-29 01-30 03-03 05-01 05-05 05-06 06-03 06-06 08-15 10-03 10-06 10-07 10-08 10-09 12-25 12-31',
    ],
    [2026, '01-01 02-16 02-17 02-18 03-02 05-01 05-05 05-25 06-03 07-17 08-17 09-24 09-25 10-05 10-09 12-25 12-31'],
    // Projected from the law and the almanac.
    [2027, '01-01 02-08 02-09 03-01 05-03 05-05 05-13 07-19 08-16 09-14 09-15 09-16 10-04 10-11 12-27 12-31'],
    // Chuseok meets Foundation Day: one day more.
    [
      2028,
      '01-26 01-27 01-28 03-01 04-12 05-01 05-02 05-05 06-06 07-17 08-15 10-02 10-03 10-04 10-05 10-09 12-25 12-29',
    ],
    // As it was.
    [2023, '01-23 01-24 03-01 05-01 05-05 05-29 06-06 08-15 09-28 09-29 10-02 10-03 10-09 12-25 12-29'],
  ])('%i', (year, closed) => {
    expect(unusual(krx, year)).toEqual({ closed, half: '' });
  });

  test('only 2025 and 2026 are published', () => {
    const projected = ['2024-12-30', '2025-01-02', '2026-12-30', '2027-01-04'].map(
      (d) => krx.session(day(d))?.projected,
    );
    expect(projected).toEqual([true, false, false, true]);
  });

  test('the first day opens at ten, the exam day runs an hour later', () => {
    expect(hours(krx, '2026-01-02')).toBe('2026-01-02T01:00 2026-01-02T06:30 regular');
    expect(hours(krx, '2026-01-05')).toBe('2026-01-05T00:00 2026-01-05T06:30 regular');
    expect(hours(krx, '2025-11-13')).toBe('2025-11-13T01:00 2025-11-13T07:30 regular');
    expect(hours(krx, '2026-11-19')).toBe('2026-11-19T01:00 2026-11-19T07:30 regular');
    expect(hours(krx, '2027-01-04')).toBe('2027-01-04T01:00 2027-01-04T06:30 regular');
    expect(hours(krx, '2016-07-29'), 'until then it closed at three').toBe('2016-07-29T00:00 2016-07-29T06:00 regular');
  });

  test('the morning in Seoul is the evening before in UTC', () => {
    expect(krx.tradingDayOf(at('2026-01-04T23:00:00Z'))).toBe('2026-01-05');
    expect(iso(krx.nextOpen(at('2026-02-13T06:30:00Z'))), 'over Seollal').toBe('2026-02-19T00:00');
  });
});

describe('the generated market', () => {
  const demo = calendarOf('demo-krx');

  test('is open round the clock, a session being a UTC day', () => {
    expect(hours(demo, '2026-01-01')).toBe('2026-01-01T00:00 2026-01-02T00:00 regular');
    expect(demo.isOpen(at('2026-01-03T12:00:00Z'))).toBe(true);
    expect(demo.tradingDayOf(at('2026-01-03T23:59:59Z'))).toBe('2026-01-03');
    expect(iso(demo.nextOpen(at('2026-01-03T00:00:00Z')))).toBe('2026-01-04T00:00');
    expect(iso(demo.previousClose(at('2026-01-03T12:00:00Z')))).toBe('2026-01-03T00:00');
  });
});

describe('any instant', () => {
  const instants = fc.integer({ min: Date.UTC(2000, 0, 10), max: Date.UTC(2030, 11, 1) });

  test.each(['us', 'krx', 'demo-us'] as const)('lies between the closes and opens of %s', (exchange) => {
    const calendar = calendarOf(exchange);
    fc.assert(
      fc.property(instants, (number) => {
        const now = number as MarketMs;
        const [close, open] = [calendar.previousClose(now), calendar.nextOpen(now)];
        expect(close <= now && now < open).toBe(true);
        expect(open - close < 15 * DAY_MS).toBe(true);
        expect(calendar.isOpen(open)).toBe(true);
        expect(calendar.isOpen(close)).toBe(exchange === 'demo-us');
        const session = calendar.session(calendar.tradingDayOf(now));
        expect(session !== null && session.open < session.close).toBe(true);
        if (calendar.isOpen(now)) expect(calendar.sessionAt(now)).toBe(session);
      }),
      { numRuns: 150 },
    );
  });
});

describe('days', () => {
  test('Easter', () => {
    expect([2000, 2008, 2011, 2025, 2026].map((year) => dayText(easter(year)))).toEqual([
      '2000-04-23',
      '2008-03-23',
      '2011-04-24',
      '2025-04-20',
      '2026-04-05',
    ]);
  });

  test('only existing days are parsed', () => {
    expect(parseDay('1970-01-02')).toBe(1);
    for (const text of ['2026-02-30', '2026-2-3', '', 'yesterday']) expect(() => parseDay(text), text).toThrow();
    expect(utcDay(at('2026-03-09T00:00:00Z'))).toBe('2026-03-09');
  });
});
