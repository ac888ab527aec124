import { epochDay, isWeekend, onOrAfter, parseDay, weekday, yearOf, type EpochDay } from './day.ts';
import type { SpecialSession, YearDays } from './special-days.ts';

/*
 * Korea Exchange. 2025 and 2026 as published; every other year by the law on public holidays with the elections and
 * temporary holidays known, and marked projected. The rule gives the published years but for their temporary holidays.
 */
const PUBLISHED: Record<number, { readonly closed: readonly string[]; readonly examDay: string }> = {
  2025: {
    closed: (
      '01-01 01-27 01-28 01-29 01-30 03-03 05-01 05-05 05-06 06-03 06-06 08-15 ' +
      '10-03 10-06 10-07 10-08 10-09 12-25 12-31'
    ).split(' '),
    examDay: '11-13',
  },
  2026: {
    closed: (
      '01-01 02-16 02-17 02-18 03-02 05-01 05-05 05-25 06-03 07-17 08-17 09-24 09-25 ' + '10-05 10-09 12-25 12-31'
    ).split(' '),
    examDay: '11-19',
  },
};

/** Elections and temporary holidays of the years that go by rule. */
const CLOSED_OUTSIDE_RULE = (
  '2000-01-03 2000-04-13 2000-12-27 2000-12-28 2002-06-13 2002-07-01 2002-12-19 2004-04-15 2006-05-31 2007-12-19 ' +
  '2008-04-09 2010-06-02 2012-04-11 2012-12-19 2014-06-04 2015-08-14 2016-04-13 2016-05-06 2017-05-09 2017-10-02 ' +
  '2018-06-13 2020-04-15 2020-08-17 2022-03-09 2022-06-01 2023-10-02 2024-04-10 2024-10-01 2028-04-12'
)
  .split(' ')
  .map(parseDay);

/** Lunar New Year (Seollal), Buddha's Birthday, Chuseok as `MMDD`, in the Korean lunar calendar from 2000 on. */
const LUNAR_FROM = 2000;
const LUNAR = (
  '0205 0511 0912 0124 0501 1001 0212 0519 0921 0201 0508 0911 0122 0526 0928 0209 0515 0918 0129 0505 1006 ' +
  '0218 0524 0925 0207 0512 0914 0126 0502 1003 0214 0521 0922 0203 0510 0912 0123 0528 0930 0210 0517 0919 ' +
  '0131 0506 0908 0219 0525 0927 0208 0514 0915 0128 0503 1004 0216 0522 0924 0205 0512 0913 0125 0430 1001 ' +
  '0212 0519 0921 0201 0508 0910 0122 0527 0929 0210 0515 0917 0129 0505 1006 0217 0524 0925 0207 0513 0915 ' +
  '0127 0502 1003 0213 0520 0922 0203 0509 0912 0123 0528 1001 0211 0516 0919 0131 0506 0908 0219 0525 0927 ' +
  '0208 0515 0916 0128 0503 1004 0215 0522 0924 0204 0511 0913 0124 0430 1002 0212 0518 0921'
).split(' ');

/** `substituteFrom`: since when a weekday stands in for it; `on`: for which lost days (all also when two holidays meet). */
interface Holiday {
  readonly day: EpochDay;
  readonly substituteFrom: number;
  readonly on: 'weekend' | 'sunday';
}
const NEVER = Infinity;

function lunarHolidays(year: number): Holiday[] {
  const [seollal, buddha, chuseok] = LUNAR.slice((year - LUNAR_FROM) * 3, (year - LUNAR_FROM) * 3 + 3);
  if (seollal === undefined || buddha === undefined || chuseok === undefined) return [];
  const at = (text: string): EpochDay => epochDay(year, Number(text.slice(0, 2)), Number(text.slice(2)));
  const threeDays = (middle: EpochDay): Holiday[] =>
    [middle - 1, middle, middle + 1].map((day) => ({ day, substituteFrom: 2014, on: 'sunday' }));
  return [
    ...threeDays(at(seollal)),
    { day: at(buddha), substituteFrom: 2023, on: 'weekend' },
    ...threeDays(at(chuseok)),
  ];
}

/** Month, day, first and last year of a holiday with a fixed date, and since when it is substituted. */
const FIXED: readonly (readonly [number, number, number, number, number])[] = [
  [1, 1, 0, NEVER, NEVER],
  [3, 1, 0, NEVER, 2022],
  [4, 5, 0, 2005, NEVER],
  [5, 1, 0, NEVER, 2026], // Labour Day: the market was closed before it became a public holiday in 2026
  [5, 5, 0, NEVER, 2014],
  [6, 6, 0, NEVER, NEVER],
  [7, 17, 0, 2007, NEVER],
  [7, 17, 2026, NEVER, 2026], // Constitution Day, a holiday again
  [8, 15, 0, NEVER, 2021],
  [10, 3, 0, NEVER, 2021],
  [10, 9, 2013, NEVER, 2021],
  [12, 25, 0, NEVER, 2023],
];

function closedByRule(year: number): Set<EpochDay> {
  const fixed = FIXED.filter(([, , first, last]) => year >= first && year <= last).map(
    ([month, day, , , substituteFrom]): Holiday => ({ day: epochDay(year, month, day), substituteFrom, on: 'weekend' }),
  );
  const holidays = [...fixed, ...lunarHolidays(year)].sort((a, b) => a.day - b.day);
  const closed = new Set(holidays.map((holiday) => holiday.day));
  for (const [index, { day, substituteFrom, on }] of holidays.entries()) {
    if (year < substituteFrom) continue;
    const meets = holidays.some((other, place) => other.day === day && place < index);
    if (!meets && weekday(day) !== 0 && !(on === 'weekend' && weekday(day) === 6)) continue;
    let stand = day + 1;
    while (isWeekend(stand) || closed.has(stand)) stand += 1;
    closed.add(stand);
  }
  // The year's last weekday: books are closed, no session.
  let last = epochDay(year, 12, 31);
  while (isWeekend(last)) last -= 1;
  closed.add(last);
  for (const day of CLOSED_OUTSIDE_RULE) if (yearOf(day) === year) closed.add(day);
  return closed;
}

const LATE_OPEN: SpecialSession = { openMinute: 10 * 60, kind: 'regular' };
/** University entrance exam: everything an hour later. */
const EXAM: SpecialSession = { openMinute: 10 * 60, closeMinute: 16 * 60 + 30, kind: 'regular' };

/** The Thursday from 13 to 19 November, but for an earthquake and a pandemic; null for years before the hours of today. */
function examDayByRule(year: number): EpochDay | null {
  if (year < 2016) return null;
  if (year === 2017) return epochDay(2017, 11, 23);
  return year === 2020 ? epochDay(2020, 12, 3) : onOrAfter(epochDay(year, 11, 13), 4);
}

export function krxDays(year: number): YearDays {
  const published = PUBLISHED[year];
  const closed = published ? new Set(published.closed.map((day) => parseDay(`${year}-${day}`))) : closedByRule(year);
  let first = epochDay(year, 1, 1);
  while (isWeekend(first) || closed.has(first)) first += 1;
  const special = new Map<EpochDay, SpecialSession>([[first, LATE_OPEN]]);
  const exam = published ? parseDay(`${year}-${published.examDay}`) : examDayByRule(year);
  if (exam !== null) special.set(exam, EXAM);
  return { closed, special, projected: published === undefined };
}
