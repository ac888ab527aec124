import { invariant } from '../../lib/invariant.ts';
import { DAY_MS, MINUTE_MS, type MarketMs, type TradingDay } from '../../lib/time.ts';
import type { Exchange } from '../instrument.ts';
import { dayText, isWeekend, parseDay, yearOf, type EpochDay } from './day.ts';
import { krxDays } from './krx-days.ts';
import type { YearDays } from './special-days.ts';
import { usDays } from './us-days.ts';
import { instantOf, zoneOffset, type Zone } from './zone.ts';

/** One regular session: open from `open` (inclusive) to `close` (exclusive). */
export interface MarketSession {
  readonly day: TradingDay;
  readonly open: MarketMs;
  readonly close: MarketMs;
  readonly kind: 'regular' | 'half';
  /** By rule, not by the exchange's list: a broker's calendar is asked before the first entry. */
  readonly projected: boolean;
}

/** A trading day as a broker lists it: minutes since midnight in the exchange's zone. */
export interface ListedDay {
  readonly day: TradingDay;
  readonly openMinute: number;
  readonly closeMinute: number;
}

/** Days and hours of one exchange. Days are `YYYY-MM-DD` in its zone, instants UTC. */
export interface MarketCalendar {
  isTradingDay(day: TradingDay): boolean;
  /** Null on a day without one. */
  session(day: TradingDay): MarketSession | null;
  isOpen(at: MarketMs): boolean;
  /** The session that is open at an instant, else null. */
  sessionAt(at: MarketMs): MarketSession | null;
  /** The first open strictly after an instant. */
  nextOpen(after: MarketMs): MarketMs;
  /** The last close at or before an instant. */
  previousClose(at: MarketMs): MarketMs;
  /** The exchange's date where it is a trading day, at any hour; on a weekend or holiday the trading day before. */
  tradingDayOf(at: MarketMs): TradingDay;
  nextTradingDay(day: TradingDay): TradingDay;
  previousTradingDay(day: TradingDay): TradingDay;
}

interface Hours {
  readonly zone: Zone;
  readonly openMinute: number;
  readonly closeMinute: (day: EpochDay) => number;
  /** Null: open every day of the week. */
  readonly days: ((year: number) => YearDays) | null;
}

const KRX_CLOSES_LATER_FROM = parseDay('2016-08-01');
const US: Hours = { zone: 'America/New_York', openMinute: 9 * 60 + 30, closeMinute: () => 16 * 60, days: usDays };
const KRX: Hours = {
  zone: 'Asia/Seoul',
  openMinute: 9 * 60,
  closeMinute: (day) => (day < KRX_CLOSES_LATER_FROM ? 15 * 60 : 15 * 60 + 30),
  days: krxDays,
};
/** Generated markets never rest: a session is a UTC day. */
const DEMO: Hours = { zone: 'UTC', openMinute: 0, closeMinute: () => 24 * 60, days: null };

/** No exchange is closed longer than this; a search that goes on is a bug. */
const LONGEST_CLOSURE_DAYS = 30;

/** `listed`: what somebody who must know says of a day; null: there is no session. */
function makeCalendar(hours: Hours, listed: ReadonlyMap<EpochDay, ListedDay | null> = new Map()): MarketCalendar {
  // What was worked out once stays true: years and sessions are kept.
  const years = new Map<number, YearDays>();
  const sessions = new Map<EpochDay, MarketSession | null>();

  function yearDays(day: EpochDay): YearDays | null {
    if (hours.days === null) return null;
    const year = yearOf(day);
    let days = years.get(year);
    if (days === undefined) years.set(year, (days = hours.days(year)));
    return days;
  }

  function makeSession(day: EpochDay): MarketSession | null {
    const given = listed.get(day);
    if (given === null) return null;
    const days = given === undefined ? yearDays(day) : null;
    if (days !== null && (isWeekend(day) || days.closed.has(day))) return null;
    const special = days?.special.get(day);
    const at = (minute: number): MarketMs => instantOf(hours.zone, day * DAY_MS + minute * MINUTE_MS) as MarketMs;
    return {
      day: dayText(day),
      open: at(given?.openMinute ?? special?.openMinute ?? hours.openMinute),
      close: at(given?.closeMinute ?? special?.closeMinute ?? hours.closeMinute(day)),
      kind: given !== undefined && given.closeMinute < hours.closeMinute(day) ? 'half' : (special?.kind ?? 'regular'),
      projected: days?.projected ?? false,
    };
  }

  function sessionOf(day: EpochDay): MarketSession | null {
    let session = sessions.get(day);
    if (session === undefined) sessions.set(day, (session = makeSession(day)));
    return session;
  }

  const localDay = (at: MarketMs): EpochDay => Math.floor((at + zoneOffset(hours.zone, at)) / DAY_MS);

  /** The first session from `day` on, walking by `step` days, that fits. */
  function seek(day: EpochDay, step: 1 | -1, fits: (session: MarketSession) => boolean): MarketSession {
    for (let walked = 0; walked <= LONGEST_CLOSURE_DAYS; walked += 1) {
      const session = sessionOf(day + walked * step);
      if (session !== null && fits(session)) return session;
    }
    invariant(false, `a session within ${LONGEST_CLOSURE_DAYS} days of ${dayText(day)}`);
  }
  const any = (): boolean => true;

  function sessionAt(at: MarketMs): MarketSession | null {
    const session = sessionOf(localDay(at));
    return session !== null && session.open <= at && at < session.close ? session : null;
  }

  return {
    isTradingDay: (day) => sessionOf(parseDay(day)) !== null,
    session: (day) => sessionOf(parseDay(day)),
    isOpen: (at) => sessionAt(at) !== null,
    sessionAt,
    nextOpen: (after) => seek(localDay(after), 1, (session) => session.open > after).open,
    previousClose: (at) => seek(localDay(at), -1, (session) => session.close <= at).close,
    tradingDayOf: (at) => seek(localDay(at), -1, any).day,
    nextTradingDay: (day) => seek(parseDay(day) + 1, 1, any).day,
    previousTradingDay: (day) => seek(parseDay(day) - 1, -1, any).day,
  };
}

const demo = makeCalendar(DEMO);
const HOURS: Record<Exchange, Hours> = { us: US, krx: KRX, 'demo-us': DEMO, 'demo-krx': DEMO };
const CALENDARS: Record<Exchange, MarketCalendar> = {
  us: makeCalendar(US),
  krx: makeCalendar(KRX),
  'demo-us': demo,
  'demo-krx': demo,
};

export function calendarOf(exchange: Exchange): MarketCalendar {
  return CALENDARS[exchange];
}

/**
 * The calendar as a broker has it: of the days from `from` to `to`, both included, those that are listed are sessions and
 * no others; all other days are by the rule.
 */
export function calendarAsListed(
  exchange: Exchange,
  { from, to, days }: { readonly from: TradingDay; readonly to: TradingDay; readonly days: readonly ListedDay[] },
): MarketCalendar {
  const listed = new Map<EpochDay, ListedDay | null>();
  for (let day = parseDay(from); day <= parseDay(to); day += 1) listed.set(day, null);
  for (const day of days) if (listed.has(parseDay(day.day))) listed.set(parseDay(day.day), day);
  return makeCalendar(HOURS[exchange], listed);
}
