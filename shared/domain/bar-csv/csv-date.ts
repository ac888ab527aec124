import { DAY_MS, MINUTE_MS } from '../../lib/time.ts';

/** A written date: `local` reads it as if it were UTC; `offsetMs` is the zone it names (null: it names none). */
export interface WrittenTime {
  readonly local: number;
  readonly offsetMs: number | null;
}

const DATE_TIME =
  /^(\d{4})([-/.]?)(\d{2})\2(\d{2})(?:[T ](\d{2}):?(\d{2})(?::?(\d{2})(?:\.\d{1,9})?)?)? ?(Z|UTC|[+-]\d{2}:?\d{2})?$/;
const CLOCK = /^(\d{1,2}):?(\d{2})(?::?(\d{2}))?$/;

/**
 * Reads `2020-01-31`, `20200131`, `2020/01/31`, each with an optional time and zone, and epoch seconds or
 * milliseconds (10 or 13 digits). Null for anything else, also for days that do not exist; `01/02/2020` means two
 * days to two readers and is not read.
 */
export function parseWrittenTime(text: string): WrittenTime | null {
  if (/^\d{10}$/.test(text)) return { local: Number(text) * 1_000, offsetMs: 0 };
  if (/^\d{13}$/.test(text)) return { local: Number(text), offsetMs: 0 };
  const match = DATE_TIME.exec(text);
  if (!match) return null;
  const [, year, , month, day, hour, minute, second, zone] = match;
  const midnight = dayStart(Number(year), Number(month), Number(day));
  const clock = hour === undefined ? 0 : clockMs(Number(hour), Number(minute), Number(second ?? 0));
  if (midnight === null || clock === null) return null;
  return { local: midnight + clock, offsetMs: zone === undefined ? null : zoneOffset(zone) };
}

/** Time of day of a separate column, in milliseconds: `09:30`, `093000`, `9:30:00`. Null when it is none. */
export function parseClock(text: string): number | null {
  const match = CLOCK.exec(text);
  if (!match) return null;
  return clockMs(Number(match[1]), Number(match[2]), Number(match[3] ?? 0));
}

function dayStart(year: number, month: number, day: number): number | null {
  if (year < 1800 || year > 2200 || month < 1 || month > 12 || day < 1) return null;
  const at = Date.UTC(year, month - 1, day);
  return new Date(at).getUTCDate() === day ? at : null;
}

function clockMs(hour: number, minute: number, second: number): number | null {
  if (hour > 23 || minute > 59 || second > 59) return null;
  return (hour * 60 + minute) * MINUTE_MS + second * 1_000;
}

function zoneOffset(zone: string): number {
  if (zone === 'Z' || zone === 'UTC') return 0;
  const sign = zone.startsWith('-') ? -1 : 1;
  return sign * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2))) * MINUTE_MS;
}

/** Midnight UTC of the day a local time lies in. */
export function dateOf(local: number): number {
  return Math.floor(local / DAY_MS) * DAY_MS;
}
