import { briefsDue } from '#shared/domain/alerts/brief-times.ts';
import { calendarOf } from '#shared/domain/calendar/market-calendar.ts';
import { closedBars, type MarketWindow } from '#shared/domain/screen.ts';
import { EQUAL_WEIGHT } from '#shared/domain/equal-weight.ts';
import type { BriefFacts } from '../../objects/account/briefs.ts';
import type { MarketMoment } from '../../objects/market/market-rpc.ts';
import type { Job, JobContext } from '../job.ts';

/** The funds that stand for the whole market, best known first. */
const FUNDS = ['SPY', 'VOO', 'VTI', 'KRX:069500'];
const WEEK_BARS = 5;

/** The brief of a day that ended, in a market that is played; with real prices the minute tick tells them. */
export const briefs: Job = async (context, now) => {
  const accounts = await tellBriefs(context, now, 'replay');
  return { code: 'briefs-told', values: { accounts } };
};

/** Lets every account say what is due to be said now; answers how many were asked. */
export async function tellBriefs(context: JobContext, now: MarketMoment, world: 'replay' | 'live'): Promise<number> {
  const { market, followers, account } = context;
  // Both exchanges of a market: whose day it is, each account knows.
  const calendars = world === 'replay' ? [calendarOf(market.exchange)] : [calendarOf('us'), calendarOf('krx')];
  if (calendars.every((calendar) => briefsDue(calendar, world, now.marketAt).length === 0)) return 0;
  const facts = await factsOf(context, now);
  const accounts = followers();
  await Promise.all(accounts.map(({ accountId }) => account(accountId).brief(facts, now)));
  return accounts.length;
}

async function factsOf({ market, events }: JobContext, now: MarketMoment): Promise<BriefFacts> {
  const [window, known] = await Promise.all([market.window('1d'), events.at(now.marketAt)]);
  return {
    benchmark: window === null ? null : benchmarkIn(window),
    events: [...known.values()].flat().filter(({ at }) => at >= now.marketAt),
  };
}

/** What holding would have made: a fund of the whole market where the market has one, else the same money in each stock. */
function benchmarkIn(window: MarketWindow): BriefFacts['benchmark'] {
  const fund = FUNDS.map((symbol) => window.instruments.findIndex((one) => one.symbol === symbol)).find(
    (at) => at >= 0,
  );
  const measured = fund === undefined ? window.instruments.map((_, position) => position) : [fund];
  const over = (bars: number): number | null => {
    const changes = measured.flatMap((position) => {
      const last = closedBars(window, position) - 1;
      const closes = window.columns[position]?.c;
      const [now, then] = [closes?.[last], closes?.[last - bars]];
      return now === undefined || then === undefined || then <= 0 ? [] : [(now / then - 1) * 100];
    });
    return changes.length === 0
      ? null
      : Number((changes.reduce((all, one) => all + one, 0) / changes.length).toFixed(4));
  };
  const day = over(1);
  const symbol = fund === undefined ? EQUAL_WEIGHT : (window.instruments[fund]?.symbol ?? EQUAL_WEIGHT);
  return day === null ? null : { symbol, day, week: over(WEEK_BARS) };
}
