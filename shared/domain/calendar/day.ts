import { invariant } from '../../lib/invariant.ts';
import { DAY_MS, type MarketMs, type TradingDay } from '../../lib/time.ts';

/** Days since 1970-01-01: what calendars compute with. */
export type EpochDay = number;

/** 0 is Sunday, 6 Saturday. */
export type Weekday = 0 | 1 | 2 | 3 | 4 | 5 | 6;

export function epochDay(year: number, month: number, day: number): EpochDay {
  return Date.UTC(year, month - 1, day) / DAY_MS;
}

/** Throws on anything but an existing `YYYY-MM-DD`: input was parsed at the edge. */
export function parseDay(day: string): EpochDay {
  const found = Date.parse(`${day}T00:00:00Z`) / DAY_MS;
  invariant(Number.isInteger(found) && dayText(found) === day, `a day YYYY-MM-DD: ${day}`);
  return found;
}

export function dayText(day: EpochDay): TradingDay {
  return new Date(day * DAY_MS).toISOString().slice(0, 10) as TradingDay;
}

/** The UTC date of an instant: the trading day of a daily bar, whose `t` is midnight UTC of its day. */
export function utcDay(instant: MarketMs): TradingDay {
  return dayText(Math.floor(instant / DAY_MS));
}

export function yearOf(day: EpochDay): number {
  return new Date(day * DAY_MS).getUTCFullYear();
}

export function weekday(day: EpochDay): Weekday {
  // 1970-01-01 was a Thursday; the double remainder serves days before it.
  return ((((day + 4) % 7) + 7) % 7) as Weekday;
}

export function isWeekend(day: EpochDay): boolean {
  return weekday(day) === 0 || weekday(day) === 6;
}

/** The first such weekday on or after a day. */
export function onOrAfter(day: EpochDay, wanted: Weekday): EpochDay {
  return day + ((wanted - weekday(day) + 7) % 7);
}

/** Easter Sunday, Gregorian (Meeus, Astronomical Algorithms, chapter 8). */
export function easter(year: number): EpochDay {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const f = Math.floor((b + 8) / 25);
  const g = Math.floor((b - f + 1) / 3);
  const h = (19 * a + b - Math.floor(b / 4) - g + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const n = h + l - 7 * m + 114;
  return epochDay(year, Math.floor(n / 31), (n % 31) + 1);
}
