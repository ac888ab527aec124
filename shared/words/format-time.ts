import type { Language } from '../contract/session.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../lib/time.ts';

/** Who reads: the language, and the zone in which instants are shown to this person. */
export interface Reader {
  readonly language: Language;
  /** IANA name. */
  readonly zone: string;
}

/** Where a reader is until somebody said otherwise. */
export const DEFAULT_ZONES: Record<Language, string> = { en: 'America/New_York', ko: 'Asia/Seoul' };

export function readerOf(language: Language, zone: string = DEFAULT_ZONES[language]): Reader {
  return { language, zone };
}

/** Names people use for the zones of our markets; the others show what Intl calls them. */
const ZONE_LABELS: Record<string, string> = { 'America/New_York': 'ET', 'Asia/Seoul': 'KST', UTC: 'UTC' };

// Building an Intl.DateTimeFormat costs far more than using one; there are few zones.
const formats = new Map<string, Intl.DateTimeFormat>();
const naming = new Map<string, Intl.DateTimeFormat>();

interface Parts {
  readonly year: string;
  readonly month: string;
  readonly day: string;
  readonly hour: string;
  readonly minute: string;
  readonly second: string;
}

function partsOf(instant: number, zone: string): Parts {
  const offset = RULES[zone]?.(instant);
  if (offset === undefined) return askIntl(instant, zone);
  const text = new Date(instant + offset).toISOString();
  return {
    ...{ year: text.slice(0, 4), month: text.slice(5, 7), day: text.slice(8, 10) },
    ...{ hour: text.slice(11, 13), minute: text.slice(14, 16), second: text.slice(17, 19) },
  };
}

/** For the years in which these rules hold; for all others, and all other zones, Intl is asked. */
const [RULES_FROM, RULES_TO] = [Date.UTC(2007, 0, 2), Date.UTC(2038, 0, 1)];
/**
 * How far the clocks of our markets are ahead of UTC. On a phone the first question to Intl takes a tenth of a second, while
 * the first page waits. New York: from 2 o'clock of the second Sunday of March to that of the first of November (Energy
 * Policy Act of 2005, in force since 2007); in Seoul nothing has changed since 1988.
 */
const RULES: Readonly<Record<string, (instant: number) => number | undefined>> = {
  UTC: () => 0,
  'Asia/Seoul': (instant) => (isRuled(instant) ? 9 * HOUR_MS : undefined),
  'America/New_York': (instant) => {
    if (!isRuled(instant)) return undefined;
    const year = new Date(instant).getUTCFullYear();
    const isSummer = instant >= sundayOf(year, 2, 8) + 7 * HOUR_MS && instant < sundayOf(year, 10, 1) + 6 * HOUR_MS;
    return (isSummer ? -4 : -5) * HOUR_MS;
  },
};

function isRuled(instant: number): boolean {
  return instant >= RULES_FROM && instant < RULES_TO;
}

/** Midnight UTC of the first Sunday from a day of a month on. */
function sundayOf(year: number, month: number, day: number): number {
  const from = Date.UTC(year, month, day);
  return from + ((7 - new Date(from).getUTCDay()) % 7) * DAY_MS;
}

function askIntl(instant: number, zone: string): Parts {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formats.set(zone, format);
  }
  const part = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]));
  const { year = '', month = '', day = '', hour = '', minute = '', second = '' } = part;
  return { year, month, day, hour, minute, second };
}

/**
 * What Intl calls a zone at an instant. Apart from the other parts: the names of all zones are read for it, a tenth of a
 * second on a phone, and hardly anybody is where they are needed.
 */
function zoneNameOf(instant: number, zone: string): string | undefined {
  const format = naming.get(zone) ?? new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'short' });
  naming.set(zone, format);
  return format.formatToParts(instant).find(({ type }) => type === 'timeZoneName')?.value;
}

/** Epoch milliseconds of an instant as it stands on the wire. */
export function msOf(instant: string | number): number {
  return typeof instant === 'number' ? instant : Date.parse(instant);
}

/** `YYYY-MM-DD` of an instant in a zone. */
export function dateIn(instant: string | number, zone: string): string {
  const { year, month, day } = partsOf(msOf(instant), zone);
  return `${year}-${month}-${day}`;
}

/** The time of day with its zone: `10:33 ET`, `10:33:04 ET`; to a Korean in Korea `10:33`. */
export function time(instant: string | number, reader: Reader, options: { readonly seconds?: boolean } = {}): string {
  const clock = clockIn(instant, reader, options);
  const label = zoneLabel(instant, reader);
  return label === '' ? clock : `${clock} ${label}`;
}

/** The time of day alone, for lists whose head names the zone. */
export function clockIn(
  instant: string | number,
  { language, zone }: Reader,
  options: { readonly seconds?: boolean } = {},
): string {
  const { hour, minute, second } = partsOf(msOf(instant), zone);
  const hours = language === 'ko' ? String(Number(hour)) : hour;
  return `${hours}:${minute}${options.seconds === true ? `:${second}` : ''}`;
}

/** Empty where everybody means the same clock: Korean in Korea. */
export function zoneLabel(instant: string | number, { language, zone }: Reader): string {
  if (language === 'ko' && zone === 'Asia/Seoul') return '';
  return ZONE_LABELS[zone] ?? zoneNameOf(msOf(instant), zone) ?? zone;
}

/** Day and time: `14 Mar 10:33 ET`, `3월 14일 10:33`; without the day when it is today's. */
export function dayTime(
  instant: string | number,
  reader: Reader,
  now?: number,
  options: { readonly seconds?: boolean } = {},
): string {
  const clock = time(instant, reader, options);
  if (now !== undefined && dateIn(instant, reader.zone) === dateIn(now, reader.zone)) return clock;
  return `${day(instant, reader)} ${clock}`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A day without its year: `14 Mar`, `3월 14일`. */
export function day(instant: string | number, { language, zone }: Reader): string {
  const { month, day: date } = partsOf(msOf(instant), zone);
  return language === 'ko'
    ? `${Number(month)}월 ${Number(date)}일`
    : `${Number(date)} ${MONTHS[Number(month) - 1] ?? ''}`;
}

/** A day with its year: `14 Mar 2026`, `2026년 3월 14일`. */
export function fullDay(instant: string | number, reader: Reader): string {
  const year = dateIn(instant, reader.zone).slice(0, 4);
  return reader.language === 'ko' ? `${year}년 ${day(instant, reader)}` : `${day(instant, reader)} ${year}`;
}

/** A market day that is written as one, `2026-03-14`: the same everywhere. */
export function marketDay(text: string, language: Language): string {
  return day(`${text}T00:00:00Z`, { language, zone: 'UTC' });
}

/** The same with its year. */
export function fullMarketDay(text: string, language: Language): string {
  return fullDay(`${text}T00:00:00Z`, { language, zone: 'UTC' });
}

/** A length of time in its largest fitting unit: `30 s`, `12 min`, `6 h 12 min`, `3 days`. */
export function duration(ms: number, language: Language): string {
  const ko = language === 'ko';
  const size = Math.max(0, ms);
  if (size < MINUTE_MS) return ko ? `${Math.round(size / SECOND_MS)}초` : `${Math.round(size / SECOND_MS)} s`;
  if (size < HOUR_MS) return ko ? `${Math.round(size / MINUTE_MS)}분` : `${Math.round(size / MINUTE_MS)} min`;
  if (size < 2 * DAY_MS) {
    const hours = Math.floor(size / HOUR_MS);
    const minutes = Math.floor((size % HOUR_MS) / MINUTE_MS);
    if (ko) return minutes === 0 ? `${hours}시간` : `${hours}시간 ${minutes}분`;
    return minutes === 0 ? `${hours} h` : `${hours} h ${minutes} min`;
  }
  const days = Math.floor(size / DAY_MS);
  return ko ? `${days}일` : `${days} days`;
}

/** How long since something happened: `12 s ago`, `12초 전`. */
export function ago(ms: number, language: Language): string {
  return language === 'ko' ? age(ms, 'ko') : `${duration(ms, 'en')} ago`;
}

/** How old something is: `3 s old`, `3초 전`. */
export function age(ms: number, language: Language): string {
  return language === 'ko' ? `${duration(ms, 'ko')} 전` : `${duration(ms, 'en')} old`;
}
