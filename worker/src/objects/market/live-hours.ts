import { calendarAsListed, calendarOf, type MarketCalendar } from '#shared/domain/calendar/market-calendar.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, type MarketMs, type TradingDay } from '#shared/lib/time.ts';
import type { LivePorts } from './live-market.ts';

/** What is asked for: enough for every next open. */
const BACK_MS = 7 * DAY_MS;
const AHEAD_MS = 14 * DAY_MS;
const STALE_MS = 6 * HOUR_MS;
/** A broker that did not answer is asked again after this. */
const AGAIN_AFTER_MS = MINUTE_MS;

/** When the exchange is open: the rule, and above it what the broker's own calendar says. */
export class LiveHours {
  private readonly ports: Pick<LivePorts, 'feed' | 'exchange' | 'now'>;
  private listed: { readonly calendar: MarketCalendar; readonly from: TradingDay; readonly to: TradingDay } | null =
    null;
  private heardAt: number | null = null;
  private askedAt = -Infinity;

  constructor(ports: LiveHours['ports']) {
    this.ports = ports;
  }

  get calendar(): MarketCalendar {
    return this.listed?.calendar ?? calendarOf(this.ports.exchange);
  }

  /** Null: today is a projection, and the broker was not heard about it. */
  isOpen(at: MarketMs): boolean | null {
    return this.isProjected(at) ? null : this.calendar.isOpen(at);
  }

  /** Asks the broker where what it said is old, and at once where nobody but it can know. A rehearsal never rests. */
  async refresh(at: MarketMs): Promise<void> {
    const { feed, exchange } = this.ports;
    const now = this.ports.now();
    const isFresh = this.heardAt !== null && now - this.heardAt < STALE_MS && !this.isProjected(at);
    if (exchange !== 'us' || isFresh || now - this.askedAt < AGAIN_AFTER_MS) return;
    this.askedAt = now;
    const day = (ms: number): TradingDay => new Date(ms).toISOString().slice(0, 10) as TradingDay;
    const [from, to] = [day(at - BACK_MS), day(at + AHEAD_MS)];
    const days = await feed.calendar(from, to);
    // Three weeks without a session are no calendar.
    if (days === null || days.length === 0) return;
    this.listed = { calendar: calendarAsListed(exchange, { from, to, days }), from, to };
    this.heardAt = now;
  }

  private isProjected(at: MarketMs): boolean {
    const day = new Date(at).toISOString().slice(0, 10);
    if (this.listed !== null && this.listed.from <= day && day <= this.listed.to) return false;
    const rule = calendarOf(this.ports.exchange);
    return rule.session(rule.tradingDayOf(at))?.projected ?? false;
  }
}
