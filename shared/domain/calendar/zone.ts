import { DAY_MS, MINUTE_MS } from '../../lib/time.ts';

export const ZONES = ['America/New_York', 'Asia/Seoul', 'UTC'] as const;
export type Zone = (typeof ZONES)[number];

/** From `from` on (UTC ms) a zone's clocks are `offset` ms ahead of UTC. */
interface Stretch {
  readonly from: number;
  readonly offset: number;
}

const formats = new Map<Zone, Intl.DateTimeFormat>();
/** Asking Intl costs microseconds, so a zone's year is asked once; the answers never change. */
const years = { 'America/New_York': new Map<number, Stretch[]>(), 'Asia/Seoul': new Map<number, Stretch[]>() };
type ChangingZone = keyof typeof years;

function askIntl(zone: Zone, instant: number): number {
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

/** The stretches of one UTC year: looks every 14 days, then halves down to the minute where the offset changed. */
function stretchesOf(zone: ChangingZone, year: number): readonly Stretch[] {
  const known = years[zone].get(year);
  if (known !== undefined) return known;
  const [start, end] = [Date.UTC(year, 0, 1), Date.UTC(year + 1, 0, 1)];
  const found: Stretch[] = [{ from: start, offset: askIntl(zone, start) }];
  for (let at = start; at < end; at += 14 * DAY_MS) {
    let [before, after] = [at, Math.min(at + 14 * DAY_MS, end)];
    const [old, offset] = [askIntl(zone, before), askIntl(zone, after)];
    if (old === offset) continue;
    while (after - before > MINUTE_MS) {
      const middle = before + Math.floor((after - before) / 2 / MINUTE_MS) * MINUTE_MS;
      if (askIntl(zone, middle) === old) before = middle;
      else after = middle;
    }
    found.push({ from: after, offset });
  }
  years[zone].set(year, found);
  return found;
}

/** How far a zone's clocks are ahead of UTC at an instant, in ms (New York in winter: −5 h). */
export function zoneOffset(zone: Zone, instant: number): number {
  if (zone === 'UTC') return 0;
  const stretches = stretchesOf(zone, new Date(instant).getUTCFullYear());
  let offset = stretches[0]?.offset ?? 0;
  for (const stretch of stretches) if (stretch.from <= instant) offset = stretch.offset;
  return offset;
}

/** The instant at which a zone's clocks show `local` (ms as if it were UTC). Sessions never start in a skipped or doubled hour. */
export function instantOf(zone: Zone, local: number): number {
  const guess = local - zoneOffset(zone, local);
  return local - zoneOffset(zone, guess);
}
