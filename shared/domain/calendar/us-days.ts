import { easter, epochDay, isWeekend, onOrAfter, parseDay, weekday, yearOf, type EpochDay } from './day.ts';
import type { SpecialSession, YearDays } from './special-days.ts';

/*
 * New York Stock Exchange and Nasdaq, from 2000 on: the rule, and what it cannot know. Checked against NYSE's notices
 * for 2025 to 2028 (the last year they cover).
 */
const PUBLISHED_UNTIL = 2028;

/** Closed outside the rule: 11 September, state funerals, the storm Sandy. */
const CLOSED_OUTSIDE_RULE = [
  '2001-09-11',
  '2001-09-12',
  '2001-09-13',
  '2001-09-14',
  '2004-06-11',
  '2007-01-02',
  '2012-10-29',
  '2012-10-30',
  '2018-12-05',
  '2025-01-09',
].map(parseDay);

const HALF: SpecialSession = { closeMinute: 13 * 60, kind: 'half' };
const SPECIAL_OUTSIDE_RULE: readonly (readonly [EpochDay, SpecialSession])[] = [
  [parseDay('2002-09-11'), { openMinute: 12 * 60, kind: 'regular' }],
  [parseDay('2003-12-26'), HALF],
];

/** A holiday on a Saturday is observed the Friday before, on a Sunday the Monday after. */
function observed(day: EpochDay): EpochDay {
  if (weekday(day) === 6) return day - 1;
  return weekday(day) === 0 ? day + 1 : day;
}

function holidays(year: number): EpochDay[] {
  const newYear = epochDay(year, 1, 1);
  const days = [
    // A Saturday New Year's Day is not observed: the Friday belongs to the old year's books.
    weekday(newYear) === 6 ? newYear : observed(newYear),
    onOrAfter(epochDay(year, 1, 15), 1), // Martin Luther King
    onOrAfter(epochDay(year, 2, 15), 1), // Washington's Birthday
    easter(year) - 2, // Good Friday
    onOrAfter(epochDay(year, 5, 25), 1), // Memorial Day
    observed(epochDay(year, 7, 4)),
    onOrAfter(epochDay(year, 9, 1), 1), // Labor Day
    thanksgiving(year),
    observed(epochDay(year, 12, 25)),
  ];
  if (year >= 2022) days.push(observed(epochDay(year, 6, 19))); // Juneteenth
  return days;
}

function thanksgiving(year: number): EpochDay {
  return onOrAfter(epochDay(year, 11, 22), 4);
}

/** Early closes by rule; a day that is closed or a weekend drops out by itself. */
function halfDays(year: number): EpochDay[] {
  const july4 = epochDay(year, 7, 4);
  const days = [thanksgiving(year) + 1, epochDay(year, 12, 24)];
  // Until 2012 a Thursday the 4th gave the Friday after it, since then the Wednesday before it.
  if (weekday(july4) === 4 && year < 2013) days.push(july4 + 1);
  else if (!isWeekend(july4)) days.push(july4 - 1);
  return days;
}

export function usDays(year: number): YearDays {
  const closed = new Set([...holidays(year), ...CLOSED_OUTSIDE_RULE.filter((day) => yearOf(day) === year)]);
  const special = new Map(SPECIAL_OUTSIDE_RULE.filter(([day]) => yearOf(day) === year));
  for (const day of halfDays(year)) if (!closed.has(day) && !isWeekend(day)) special.set(day, HALF);
  return { closed, special, projected: year > PUBLISHED_UNTIL };
}
