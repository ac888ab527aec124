import type { Language } from '../contract/session.ts';
import { zoneOffset } from '../domain/calendar/zone.ts';
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
const naming = new Map<string, Intl.DateTimeFormat>();

/** What calendar and clock of a zone show, written as if it were UTC: `2026-03-14T10:33:04.000Z`. */
function shownIn(instant: string | number, zone: string): string {
  const at = msOf(instant);
  return new Date(at + zoneOffset(zone, at)).toISOString();
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
  return shownIn(instant, zone).slice(0, 10);
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
  const clock = shownIn(instant, zone).slice(11, options.seconds === true ? 19 : 16);
  return language === 'ko' ? clock.replace(/^0/, '') : clock;
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
  const [, month = 0, date = 0] = dateIn(instant, zone).split('-').map(Number);
  return language === 'ko' ? `${month}월 ${date}일` : `${date} ${MONTHS[month - 1] ?? ''}`;
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
