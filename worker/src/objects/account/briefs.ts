import type { CloseBrief, MorningBrief, WeekBrief } from '#shared/contract/brief.ts';
import type { ResearchDone } from '#shared/contract/watch.ts';
import { briefsDue, type Brief, type DueBrief } from '#shared/domain/alerts/brief-times.ts';
import type { InstrumentId } from '#shared/domain/ids.ts';
import type { UpcomingEvent } from '#shared/domain/screen.ts';
import { decimal, sum } from '#shared/lib/decimal.ts';
import { DAY_MS, toIso, type MarketMs, type TradingDay } from '#shared/lib/time.ts';
import { allBots } from './bot-book.ts';
import type { AccountContext, Present } from './context.ts';
import { appendEvent } from './event-log.ts';
import { homeCalendar } from './home-calendar.ts';
import { isUsed } from './in-use.ts';
import { instrumentOf } from './instruments.ts';
import { looksOf } from './looks.ts';
import { limitsOf, modeOf, readMeta } from './meta.ts';
import { heldPositions, inBase, rateToBase, valueInBase } from './money-book.ts';
import { differencesOf, modeView } from './order-details.ts';
import { isFirst } from './trips.ts';
import { equityOf } from './valuation.ts';
import { percentBelow } from './views.ts';

/** What the market knows and the account does not. */
export interface BriefFacts {
  /** Of holding the market over its last day, and its last five; null without prices. */
  readonly benchmark: { readonly symbol: string; readonly day: number; readonly week: number | null } | null;
  /** What is to come, of what somebody may hold. */
  readonly events: readonly UpcomingEvent[];
}

/** Events further away than this are not of today. */
const EVENTS_AHEAD_MS = 7 * DAY_MS;
const EVENTS_MAX = 3;
const LOOKS_MAX = 3;
const RESEARCH_MAX = 3;
const CLOSED_MAX = 12;

/** Each kind of message of a brief, in the order they are told. */
const TYPES = { morning: 'brief.morning', close: 'brief.close', week: 'brief.week' } as const satisfies Record<
  Brief,
  string
>;

/**
 * Says what is due to be said at this moment, each once. An account that nobody uses says nothing, the close only where
 * something happened; a market that is played faster than life says each at most once a day of the person's own.
 */
export function tellBriefs(ctx: AccountContext, present: Present, facts: BriefFacts): void {
  const due = briefsDue(homeCalendar(ctx), ctx.spec.world, ctx.marketNow());
  for (const one of due) {
    if (!isUsed(ctx) || closeOf(ctx, one) < openedAt(ctx)) continue;
    if (!isFirst(ctx, `brief-${one.brief}`, one.day)) continue;
    const body = bodyOf(ctx, one, { present, facts });
    if (body === null) continue;
    const wallDay = toIso(ctx.now()).slice(0, 10);
    if (isPlayed(ctx) && !isFirst(ctx, `brief-${one.brief}-told`, wallDay)) continue;
    appendEvent(ctx, { type: TYPES[one.brief], actor: 'clock', subject: null, body: { ...body } });
  }
}

function bodyOf(
  ctx: AccountContext,
  { brief, day }: DueBrief,
  { present, facts }: { present: Present; facts: BriefFacts },
): MorningBrief | CloseBrief | WeekBrief | null {
  switch (brief) {
    case 'morning':
      return morningOf(ctx, day, { present, facts });
    case 'close':
      return closeBriefOf(ctx, day, { present, facts });
    case 'week':
      return weekOf(ctx, day, { present, facts });
  }
}

interface Known {
  readonly present: Present;
  readonly facts: BriefFacts;
}

function morningOf(ctx: AccountContext, day: string, { present, facts }: Known): MorningBrief {
  const equity = equityOf(ctx, present);
  const since = lastClose(ctx);
  const yesterday = sessionStart(ctx, since);
  return {
    day,
    value: equity === null ? null : inBase(ctx, equity),
    yesterday: resultOf(ctx, daysBack(ctx, 1), facts.benchmark, 'day'),
    protection: protectionOf(ctx),
    orders: sentSince(ctx, yesterday),
    overnight: happenedSince(ctx, since),
    looks: allBots(ctx)
      .filter(({ mode }) => mode === 'active')
      .slice(0, LOOKS_MAX)
      .map(({ id, name }) => ({ bot: name, at: looksOf(ctx, id, 1)[0]?.nextLookAt ?? null })),
    events: eventsOf(ctx, facts.events),
    research: researchSince(ctx),
    needs: needsOf(ctx),
  };
}

/** Null where nothing was bought, sold or refused since the session opened. */
function closeBriefOf(ctx: AccountContext, day: string, { present, facts }: Known): CloseBrief | null {
  const from = sessionStart(ctx, lastClose(ctx));
  const happened = happenedSince(ctx, from);
  if (happened.bought + happened.sold + happened.notBought === 0) return null;
  const equity = equityOf(ctx, present);
  return {
    day,
    value: equity === null ? null : inBase(ctx, equity),
    today: resultOf(ctx, daysBack(ctx, 1), facts.benchmark, 'day'),
    bought: happened.bought,
    sold: salesSince(ctx, from)
      .slice(-CLOSED_MAX)
      .map(({ instrumentId, realized }) => {
        const { symbol, nameEn, nameKo, currency } = instrumentOf(ctx, instrumentId);
        return { symbol, nameEn, nameKo, result: realized, currency };
      }),
    notBought: happened.notBought,
    protection: protectionOf(ctx),
    needs: needsOf(ctx),
  };
}

function weekOf(ctx: AccountContext, day: string, { present, facts }: Known): WeekBrief {
  const equity = equityOf(ctx, present);
  const from = weekStart(ctx, day as TradingDay);
  const peak = readMeta(ctx.sql, 'peakEquity');
  return {
    from,
    to: day,
    value: equity === null ? null : inBase(ctx, equity),
    week: resultOf(ctx, beforeDay(ctx, from), facts.benchmark, 'week'),
    closed: salesSince(ctx, homeCalendar(ctx).session(from)?.open ?? 0)
      .slice(-CLOSED_MAX)
      .map(({ instrumentId, realized }) => {
        const rate = rateToBase(ctx, instrumentOf(ctx, instrumentId).currency) ?? decimal(1);
        return inBase(ctx, decimal(realized).times(rate));
      }),
    open: openResult(ctx, present),
    questions: questionsSince(ctx, homeCalendar(ctx).session(from)?.open ?? 0),
    drawdownPercent: equity === null || peak === null ? null : percentBelow(decimal(peak), equity),
    drawdownMaxPercent: limitsOf(ctx.sql).drawdownMax * 100,
    mode: modeView(ctx).modeSentence,
  };
}

const isPlayed = ({ spec }: AccountContext): boolean => spec.world === 'demo' || spec.world === 'replay';

/** When the account was opened, in its market's time. */
function openedAt({ sql }: AccountContext): number {
  return sql.first<{ at: number }>('SELECT market_at AS at FROM event ORDER BY seq LIMIT 1')?.at ?? 0;
}

/** The close that a brief is about: an account that was opened after it has nothing to say of it. */
function closeOf(ctx: AccountContext, { brief, day }: DueBrief): number {
  const session = homeCalendar(ctx).session(day as TradingDay);
  return (brief === 'morning' ? session?.open : session?.close) ?? 0;
}

function lastClose(ctx: AccountContext): MarketMs {
  return homeCalendar(ctx).previousClose(ctx.marketNow());
}

/** The open of the session that ended at a close. */
function sessionStart(ctx: AccountContext, close: MarketMs): number {
  const calendar = homeCalendar(ctx);
  return calendar.session(calendar.tradingDayOf((close - 1) as MarketMs))?.open ?? close;
}

interface SnapshotRow {
  readonly market_at: number;
  readonly equity: string;
}

/** The account's value at the end of the day so many recorded days before the newest. */
function daysBack({ sql }: AccountContext, count: number): SnapshotRow | null {
  return sql.first<SnapshotRow>('SELECT market_at, equity FROM snapshot ORDER BY day DESC LIMIT 1 OFFSET ?', count);
}

function beforeDay({ sql }: AccountContext, day: string): SnapshotRow | null {
  return sql.first<SnapshotRow>('SELECT market_at, equity FROM snapshot WHERE day < ? ORDER BY day DESC LIMIT 1', day);
}

/** From a recorded value to the newest one, without what was paid in and out between; null where either is missing. */
function resultOf(
  ctx: AccountContext,
  before: SnapshotRow | null,
  benchmark: BriefFacts['benchmark'],
  over: 'day' | 'week',
): MorningBrief['yesterday'] {
  const last = daysBack(ctx, 0);
  if (before === null || last === null) return null;
  const flows = ctx.sql
    .all<{ amount: string; currency: 'USD' | 'KRW'; type: string }>(
      "SELECT amount, currency, type FROM booking WHERE type IN ('deposit', 'withdrawal') AND market_at > ? AND market_at <= ?",
      before.market_at,
      last.market_at,
    )
    .map(({ amount, currency, type }) => {
      const size = decimal(amount)
        .abs()
        .times(rateToBase(ctx, currency) ?? 1);
      return type === 'deposit' ? size : size.times(-1);
    });
  const result = decimal(last.equity).minus(before.equity).minus(sum(flows));
  const percent = benchmark === null ? null : over === 'day' ? benchmark.day : benchmark.week;
  return {
    amount: inBase(ctx, result),
    percent: Number(before.equity) > 0 ? Number(result.div(before.equity).times(100).toFixed(4)) : null,
    benchmark: benchmark === null || percent === null ? null : { symbol: benchmark.symbol, percent },
  };
}

function protectionOf(ctx: AccountContext): MorningBrief['protection'] {
  const positions = heldPositions(ctx);
  return { positions: positions.length, protected: positions.filter(({ heldBy }) => heldBy !== 'none').length };
}

/** Orders that left since, and how many of them the broker knows. What protects stands with its position. */
function sentSince(ctx: AccountContext, since: number): MorningBrief['orders'] {
  const row = ctx.sql.first<{ sent: number; known: number | null }>(
    `SELECT count(*) AS sent, sum(broker_order_id IS NOT NULL OR state = 'rejected') AS known FROM intent i
     WHERE market_at >= ? AND purpose <> 'protection' AND EXISTS (SELECT 1 FROM attempt a WHERE a.intent_id = i.id)`,
    since,
  );
  return { sent: row?.sent ?? 0, known: row?.known ?? 0, differences: differencesOf(ctx).length };
}

function happenedSince(ctx: AccountContext, since: number): MorningBrief['overnight'] {
  const count = (query: string): number => ctx.sql.first<{ n: number }>(query, since)?.n ?? 0;
  const bookings = (type: string): number =>
    count(`SELECT count(DISTINCT coalesce(order_id, id)) AS n FROM booking WHERE type = '${type}' AND market_at > ?`);
  return {
    bought: bookings('buy'),
    sold: bookings('sell'),
    notBought: count(
      "SELECT count(*) AS n FROM event WHERE type IN ('order.not-sent', 'order.rejected') AND market_at > ?",
    ),
  };
}

function salesSince(ctx: AccountContext, since: number): { instrumentId: InstrumentId; realized: string }[] {
  return ctx.sql.all<{ instrumentId: InstrumentId; realized: string }>(
    `SELECT instrument_id AS instrumentId, realized FROM booking
     WHERE type = 'sell' AND realized IS NOT NULL AND holder <> 'external' AND market_at > ? ORDER BY number`,
    since,
  );
}

function openResult(ctx: AccountContext, present: Present): string | null {
  const results = heldPositions(ctx).map((position) => {
    const value = valueInBase(ctx, position, instrumentOf(ctx, position.instrumentId), present);
    const rate = rateToBase(ctx, position.currency);
    return value === null || rate === null ? null : value.minus(decimal(position.cost).times(rate));
  });
  return results.includes(null) ? null : inBase(ctx, sum(results.filter((one) => one !== null)));
}

function questionsSince(ctx: AccountContext, since: number): WeekBrief['questions'] {
  const rows = ctx.sql.all<{ status: string; n: number }>(
    `SELECT status, count(*) AS n FROM proposal WHERE market_at >= ?
       AND NOT (status = 'approved' AND decided_channel = 'clock') GROUP BY status`,
    since,
  );
  const of = (status: string): number => rows.find((row) => row.status === status)?.n ?? 0;
  return {
    asked: rows.reduce((all, { n }) => all + n, 0),
    approved: of('approved'),
    skipped: of('rejected'),
    unanswered: of('expired'),
  };
}

function needsOf(ctx: AccountContext): MorningBrief['needs'] {
  const count = (query: string): number => ctx.sql.first<{ n: number }>(`SELECT count(*) AS n FROM ${query}`)?.n ?? 0;
  const { positions, protected: safe } = protectionOf(ctx);
  return {
    questions: count("proposal WHERE status = 'pending'"),
    unresolved: count("intent WHERE state IN ('unknown', 'needs-human')"),
    unprotected: positions - safe,
    halted: modeOf(ctx.sql).mode === 'halted',
  };
}

/** What finished since the brief before; the newest, oldest first. */
function researchSince({ sql }: AccountContext): ResearchDone[] {
  return sql
    .all<{ body: string }>(
      `SELECT body FROM event WHERE type = 'research.done'
         AND seq > coalesce((SELECT max(seq) FROM event WHERE type = 'brief.morning'), 0) ORDER BY seq DESC LIMIT ?`,
      RESEARCH_MAX,
    )
    .map(({ body }) => JSON.parse(body) as ResearchDone)
    .reverse();
}

/** What is ahead of anything held, the nearest first. */
function eventsOf(ctx: AccountContext, events: readonly UpcomingEvent[]): MorningBrief['events'] {
  const held = new Set<string>(heldPositions(ctx).map(({ instrumentId }) => instrumentId));
  const now = ctx.marketNow();
  return events
    .filter(({ instrumentId, at }) => held.has(instrumentId) && at >= now && at - now <= EVENTS_AHEAD_MS)
    .toSorted((a, b) => a.at - b.at)
    .slice(0, EVENTS_MAX)
    .map(({ instrumentId, kind, at }) => {
      const { symbol, nameEn, nameKo } = instrumentOf(ctx, instrumentId);
      return { symbol, nameEn, nameKo, kind, at: toIso(at) };
    });
}

/** The first trading day of the week that a day is in. */
function weekStart(ctx: AccountContext, day: TradingDay): TradingDay {
  const calendar = homeCalendar(ctx);
  const weekday = (text: string): number => (new Date(`${text}T00:00:00Z`).getUTCDay() + 6) % 7;
  let first = day;
  for (;;) {
    const before = calendar.previousTradingDay(first);
    if (weekday(before) >= weekday(first)) return first;
    first = before;
  }
}
