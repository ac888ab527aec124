import { indexSignal } from '#shared/analysis/day-signals.ts';
import { calendarOf } from '#shared/domain/calendar/market-calendar.ts';
import type { MarketSignal } from '#shared/domain/market-signal.ts';
import { closedBars, type MarketWindow, type UpcomingEvent } from '#shared/domain/screen.ts';
import { DAY_MS, type MarketMs } from '#shared/lib/time.ts';
import { saveSignals } from '../../store/signals.ts';
import type { Job } from '../job.ts';

/** An announcement is told at the first close after it: over a weekend that is three days. */
const FRESH_MS = 4 * DAY_MS;

/** Announced changes of indices as signals, each once. */
export const signals: Job = async ({ db, market, events }, now) => {
  const window = await market.window(market.timeframe);
  const dated = await events.at(now.marketAt);
  const calendar = calendarOf(market.exchange);
  const found = (window?.instruments ?? []).flatMap((instrument, position) => {
    const price = window === null ? null : lastClose(window, position);
    if (price === null) return [];
    return (dated.get(instrument.id) ?? []).flatMap((event): MarketSignal[] => {
      const knownAt = event.knownAt ?? event.at;
      if (!isNews(event, knownAt, now.marketAt)) return [];
      const said = indexSignal(event, { marketAt: now.marketAt, price });
      // Of the day it was announced: the same announcement at a later close is the same signal.
      const day = calendar.tradingDayOf((knownAt - 1) as MarketMs);
      return said === null ? [] : [{ ...said, instrumentId: instrument.id, day }];
    });
  });
  await saveSignals(db, { marketId: market.id, marketAt: now.marketAt, now: Date.now() }, found);
  return { code: 'signals-told', values: { signals: found.length } };
};

function isNews({ at }: UpcomingEvent, knownAt: number, marketAt: MarketMs): boolean {
  return knownAt <= marketAt && marketAt - knownAt < FRESH_MS && at > marketAt - DAY_MS;
}

function lastClose(window: MarketWindow, position: number): number | null {
  return window.columns[position]?.c[closedBars(window, position) - 1] ?? null;
}
