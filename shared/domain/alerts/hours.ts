import { MINUTE_MS, type WallMs } from '../../lib/time.ts';
import { zoneOffset } from '../calendar/zone.ts';

/** A part of every day in a person's zone, `HH:MM` to `HH:MM`; one that ends before it begins goes over midnight. */
export interface Hours {
  readonly from: string;
  readonly to: string;
}

const DAY_MINUTES = 24 * 60;

/** Minutes since midnight on the wall of `zone` (an IANA name). */
export function minuteOfDay(instant: WallMs, zone: string): number {
  return Math.floor((instant + zoneOffset(zone, instant)) / MINUTE_MS) % DAY_MINUTES;
}

export function minuteOf(text: string): number {
  return Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));
}

/** Whether the clock on the wall of `zone` is inside; the end itself is outside. Of equal ends: never. */
export function isWithin({ from, to }: Hours, instant: WallMs, zone: string): boolean {
  const [start, end, now] = [minuteOf(from), minuteOf(to), minuteOfDay(instant, zone)];
  if (start === end) return false;
  return start < end ? now >= start && now < end : now >= start || now < end;
}

/**
 * The next instant after `instant` at which the clock on the wall shows `text`, across a night of 23 or 25 hours too. A
 * time that such a night leaves out is the same minute an hour later.
 */
export function nextAt(text: string, instant: WallMs, zone: string): WallMs {
  const wanted = minuteOf(text);
  const thisMinute = Math.floor(instant / MINUTE_MS) * MINUTE_MS;
  const ahead = (wanted - minuteOfDay(instant, zone) + DAY_MINUTES) % DAY_MINUTES;
  const guess = thisMinute + (ahead === 0 ? DAY_MINUTES : ahead) * MINUTE_MS;
  const off = signed(minuteOfDay(guess as WallMs, zone) - wanted);
  const moved = guess - off * MINUTE_MS;
  const isThere = moved > instant && minuteOfDay(moved as WallMs, zone) === wanted;
  return (isThere ? moved : guess) as WallMs;
}

/** A difference of clocks as the shorter way round. */
function signed(minutes: number): number {
  return ((minutes + DAY_MINUTES / 2 + DAY_MINUTES) % DAY_MINUTES) - DAY_MINUTES / 2;
}
