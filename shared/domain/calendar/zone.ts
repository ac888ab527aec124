import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../lib/time.ts';

export const ZONES = ['America/New_York', 'Asia/Seoul', 'UTC'] as const;
export type Zone = (typeof ZONES)[number];

/** The years in which the rules of our markets' clocks hold; for all others, and for all other zones, Intl is asked. */
const [RULED_FROM, RULED_TO] = [Date.UTC(1989, 0, 1), Date.UTC(2038, 0, 1)];
const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * How far the clocks of a zone (an IANA name) are ahead of UTC at an instant, in ms: New York in winter −5 h. Those of our
 * markets are known by rule: to ask Intl costs microseconds each time, and the first time a tenth of a second on a phone,
 * where the first page waits for it.
 */
export function zoneOffset(zone: string, instant: number): number {
  if (zone === 'UTC') return 0;
  if (instant >= RULED_FROM && instant < RULED_TO) {
    // Nothing has changed in Seoul since 1988.
    if (zone === 'Asia/Seoul') return 9 * HOUR_MS;
    if (zone === 'America/New_York') return (isNewYorkSummer(instant) ? -4 : -5) * HOUR_MS;
  }
  return askIntl(zone, instant);
}

function isNewYorkSummer(instant: number): boolean {
  const [from, to] = summerOf(new Date(instant).getUTCFullYear());
  return instant >= from && instant < to;
}

/** Bars ask for the same few years again and again. */
const summers = new Map<number, readonly [from: number, to: number]>();

/**
 * New York's, from 2 o'clock of one Sunday to 2 o'clock of another: the second of March and the first of November (Energy
 * Policy Act of 2005, in force since 2007), before that the first of April and the last of October.
 */
function summerOf(year: number): readonly [from: number, to: number] {
  let summer = summers.get(year);
  if (summer === undefined) {
    const [from, to] =
      year >= 2007
        ? [sundayFrom(year, 2, 8), sundayFrom(year, 10, 1)]
        : [sundayFrom(year, 3, 1), sundayFrom(year, 9, 25)];
    summers.set(year, (summer = [from + 7 * HOUR_MS, to + 6 * HOUR_MS]));
  }
  return summer;
}

/** Midnight UTC of the first Sunday from a day of a month on. */
function sundayFrom(year: number, month: number, day: number): number {
  const from = Date.UTC(year, month, day);
  return from + ((7 - new Date(from).getUTCDay()) % 7) * DAY_MS;
}

function askIntl(zone: string, instant: number): number {
  let format = formats.get(zone);
  if (format === undefined) {
    const fields = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' } as const;
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', ...fields });
    formats.set(zone, format);
  }
  const parts: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(instant)) parts[type] = Number(value);
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute) - Math.floor(instant / MINUTE_MS) * MINUTE_MS;
}

/** The instant at which a zone's clocks show `local` (ms as if it were UTC). Sessions never start in a skipped or doubled hour. */
export function instantOf(zone: Zone, local: number): number {
  const guess = local - zoneOffset(zone, local);
  return local - zoneOffset(zone, guess);
}
