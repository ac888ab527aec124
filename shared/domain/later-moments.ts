import { DAY_MS, HOUR_MS, MINUTE_MS, type WallMs } from '../lib/time.ts';
import { nextAt } from './alerts/hours.ts';
import { dayText } from './calendar/day.ts';
import { calendarOf } from './calendar/market-calendar.ts';
import type { Currency } from './instrument.ts';
import type { World } from './market.ts';

export const LATER_MOMENTS = ['in-an-hour', 'at-lunch', 'before-the-close'] as const;
export type LaterMoment = (typeof LATER_MOMENTS)[number];

/** A reminder nearer than this is none, and one that leaves less is too late. */
const LEAST_MS = MINUTE_MS;
const BEFORE_CLOSE_MS = 30 * MINUTE_MS;
const LUNCH = '12:00';

interface Asked {
  /** ISO, wall time. */
  readonly answerBy: string;
  readonly currency: Currency;
  readonly world: World;
}

interface Moment {
  readonly moment: LaterMoment;
  readonly at: WallMs;
}

/**
 * Where Later can move the one reminder of a question, the nearest first; none where its window is too short. Lunch is
 * noon on the reader's clock, the close that of the exchange, where prices are real.
 */
export function laterMoments(
  proposal: Asked,
  { now, zone }: { readonly now: WallMs; readonly zone: string },
): Moment[] {
  const until = Date.parse(proposal.answerBy);
  const close = closeAfter(proposal, now);
  const moments: Moment[] = [
    { moment: 'in-an-hour', at: (now + HOUR_MS) as WallMs },
    { moment: 'at-lunch', at: nextAt(LUNCH, now, zone) },
    ...(close === null ? [] : [{ moment: 'before-the-close' as const, at: (close - BEFORE_CLOSE_MS) as WallMs }]),
  ];
  return moments.filter(({ at }) => at - now >= LEAST_MS && until - at >= LEAST_MS).sort((a, b) => a.at - b.at);
}

/** The next close of its exchange; invented and past markets have no day on the wall. */
function closeAfter({ currency, world }: Asked, now: WallMs): number | null {
  if (world === 'demo' || world === 'replay') return null;
  const calendar = calendarOf(currency === 'KRW' ? 'krx' : 'us');
  const today = Math.floor(now / DAY_MS);
  for (const day of [today - 1, today, today + 1]) {
    const session = calendar.session(dayText(day));
    if (session !== null && session.close - BEFORE_CLOSE_MS > now) return session.close;
  }
  return null;
}
