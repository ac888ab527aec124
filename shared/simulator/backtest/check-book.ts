import { visibleUntil } from '../../domain/bar-times.ts';
import { calendarOf } from '../../domain/calendar/market-calendar.ts';
import { sessionsAgo } from '../../domain/calendar/sessions-ago.ts';
import { settlesOn } from '../../domain/calendar/settlement.ts';
import type { Holder, InstrumentId } from '../../domain/ids.ts';
import { resampleBars } from '../../domain/resample.ts';
import { decimal, toText, type DecimalText } from '../../lib/decimal.ts';
import type { MarketMs } from '../../lib/time.ts';
import type { BookLine, ClosedTrade } from '../../risk/check.ts';
import { countsBars, PAST_RETURNS, pastOfBars, type PastPrices } from '../../risk/past-prices.ts';
import type { Trade } from './result.ts';
import type { Slot } from './slot.ts';

/*
 * What the checks read of a run, as `worker/src/objects/account/check-book.ts` and `closed-trades.ts` read it of an
 * account.
 */

/** As many closed trades as the account looks at. */
const TRADES_MAX = 400;
const DAY_TRADE_SESSIONS = 5;

/** What is held, valued by `valueOf`, and what other orders may still buy. */
export function bookOf(
  slots: readonly Slot[],
  { except, holder, valueOf }: { except: Slot; holder: Holder; valueOf: (slot: Slot) => number },
): BookLine[] {
  const lines: BookLine[] = [];
  for (const slot of slots) {
    const { instrument, held, entry, guard, multiplier } = slot;
    if (held !== 0) {
      const value = valueOf(slot);
      const loss = Math.max(0, value - held * guard.stop * multiplier);
      const hasStop = guard.stop > 0;
      lines.push({ instrument, holder, value: money(value), hasStop, lossAtStop: hasStop ? money(loss) : '0' });
    }
    if (entry === null || slot === except) continue;
    const loss = Math.max(0, entry.reserved - (entry.quantity ?? 0) * entry.stop * multiplier);
    lines.push({ instrument, holder, value: money(entry.reserved), hasStop: true, lossAtStop: money(loss) });
  }
  return lines;
}

/** Closed trades, newest first. */
export function closedOf(trades: readonly Trade[], slots: readonly Slot[], now: MarketMs): ClosedTrade[] {
  const closed: ClosedTrade[] = [];
  const ago = sessionsAgo(now);
  for (const { instrumentId, position, exit, pnl, fees } of trades.slice(-TRADES_MAX).toReversed()) {
    const exchange = slots[position]?.instrument.exchange;
    if (exit === null || exchange === undefined) continue;
    const isStopOut = exit.kind === 'stop' || exit.kind === 'trail' || exit.kind === 'break-even';
    closed.push({
      instrumentId,
      result: money(pnl + fees),
      isStopOut,
      sessionsAgo: ago(exchange, exit.at as MarketMs),
    });
  }
  return closed;
}

/** Proceeds of sales whose cash is not there yet. */
export function unsettledOf(trades: readonly Trade[], slots: readonly Slot[], now: MarketMs): DecimalText {
  let total = 0;
  for (const { position, exit, quantity } of trades) {
    const slot = slots[position];
    if (exit === null || slot === undefined) continue;
    const { exchange } = slot.instrument;
    const calendar = calendarOf(exchange);
    const day = settlesOn(calendar, exchange, calendar.tradingDayOf(exit.at as MarketMs));
    if (day > calendar.tradingDayOf(now)) total += quantity * exit.price * slot.multiplier;
  }
  return money(total);
}

/** Instruments bought and sold on the same day, in the last five sessions. */
export function dayTradesOf(trades: readonly Trade[], slots: readonly Slot[], now: MarketMs): number {
  const counted = new Set<string>();
  const ago = sessionsAgo(now);
  for (const { position, entry, exit } of trades) {
    const exchange = slots[position]?.instrument.exchange;
    if (exit === null || exchange === undefined) continue;
    const calendar = calendarOf(exchange);
    const day = calendar.tradingDayOf(exit.at as MarketMs);
    const isSameDay = calendar.tradingDayOf(entry.at as MarketMs) === day;
    const isRecent = ago(exchange, exit.at as MarketMs) < DAY_TRADE_SESSIONS;
    if (isSameDay && isRecent) counted.add(`${position} ${day}`);
  }
  return counted.size;
}

/** Past prices of everything that is held or ordered, and of `asked`: days, or the bars of a market that counts those. */
export function pastOf(
  slots: readonly Slot[],
  asked: Slot,
  { isOpening, isDaily }: { isOpening: boolean; isDaily: boolean },
): Map<InstrumentId, PastPrices> {
  const past = new Map<InstrumentId, PastPrices>();
  for (const slot of slots) {
    if (slot !== asked && slot.held === 0 && slot.entry === null) continue;
    // At an open its own bar has not closed.
    const closed = isOpening && slot.index >= 0 ? slot.next - 1 : slot.next;
    past.set(slot.instrument.id, pastOfSlot(slot, closed, isDaily));
  }
  return past;
}

/** More fine bars than a day of any market has, one a minute. */
const BARS_OF_A_DAY_MAX = 1_440;

function pastOfSlot({ instrument, view }: Slot, closed: number, isDaily: boolean): PastPrices {
  const { columns } = view;
  const { exchange } = instrument;
  if (isDaily || countsBars(exchange)) return pastOfBars(columns, closed);
  const from = Math.max(0, closed - (PAST_RETURNS + 2) * BARS_OF_A_DAY_MAX);
  const cut = (column: Float64Array): Float64Array => column.subarray(from, closed);
  const { t, o, h, l, c, v } = columns;
  const fine = { t: cut(t), o: cut(o), h: cut(h), l: cut(l), c: cut(c), v: cut(v) };
  const until = visibleUntil(exchange, '1d', view.marketAt);
  return pastOfBars(resampleBars(fine, { to: '1d', exchange, until, limit: PAST_RETURNS + 1, isCut: from > 0 }));
}

/** Last close of the trading day before the one of `now`; null without one. */
export function previousCloseOf({ instrument, bars }: Slot, now: MarketMs, closed: number): number | null {
  if (instrument.exchange !== 'krx' && instrument.exchange !== 'demo-krx') return null;
  const calendar = calendarOf(instrument.exchange);
  const day = calendar.tradingDayOf(now);
  for (let at = closed - 1; at >= 0; at -= 1) {
    if (calendar.tradingDayOf(bars.t[at] as MarketMs) < day) return bars.c[at] ?? null;
  }
  return null;
}

/** A double's noise is below what cash is kept in. */
export function money(value: number): DecimalText {
  return toText(decimal(value.toFixed(8)));
}
