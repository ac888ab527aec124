import type { TransactionView } from '../../contract/account.ts';
import { failure, type Failure } from '../../contract/errors.ts';
import { EQUAL_WEIGHT } from '../../domain/equal-weight.ts';
import { TIMEFRAME_MS, TIMEFRAMES, type Timeframe } from '../../domain/bar.ts';
import type { MarketId } from '../../domain/ids.ts';
import { err, ok, type Result } from '../../lib/result.ts';
import { DAY_MS, toIso, type MarketMs } from '../../lib/time.ts';
import { ROWS_DRAWN_MAX, type BarsHead, type CurveHead, type Picture } from '../../pictures/picture.ts';
import { day } from '../../words/format-time.ts';
import { percent } from '../../words/format.ts';
import { activeMarket } from '../active-market.ts';
import { benchmarkAlong } from '../benchmark.ts';
import { inMarketOf } from '../market-of.ts';
import type { UseCaseDeps } from '../ports.ts';
import { readColumns } from '../read-bars.ts';
import { accountSheet, capital, spanText, toneOf, type OfAnAccount } from './account-pictures.ts';
import { nameOf } from './instrument-picture.ts';
import type { Looking } from './looking.ts';

/*
 * Pictures that may be passed on: results of what is closed, in percent. No amounts, no quantities, no names of people,
 * bots or accounts, no ids, no prices of anybody's feed.
 */

/** Bookings read at a time, and how often. */
const PAGE = 500;
const PAGES_MAX = 4;
/** Under so many nothing is said about how good they are. */
const TOO_FEW = 20;

/** Everything sold by one order. */
interface Sale {
  readonly orderId: string | null;
  readonly symbol: string;
  readonly botId: string | null;
  readonly at: number;
  readonly pnl: number;
  readonly cost: number;
  readonly quantity: number;
  readonly proceeds: number;
}

/** One closed trade: the price from before it was bought until it was sold, against what was paid. */
export async function tradePicture(
  deps: UseCaseDeps,
  of: OfAnAccount,
  { orderId, looking }: { readonly orderId: string; readonly looking: Looking },
): Promise<Result<Picture, Failure>> {
  const bookings = await bookingsOf(of, 'all', (booking) => booking.orderId === orderId);
  if (!bookings.ok) return bookings;
  const sale = salesOf(bookings.value).find((one) => one.orderId === orderId);
  if (sale === undefined) return err(failure('not-found', { id: orderId }));
  const boughtAt = entryOf(bookings.value, sale);
  const { account, caller } = of;
  return inMarketOf(deps, { caller, accountId: account.id }, (there) =>
    tradeCurve(there, { of, sale, boughtAt, looking }),
  );
}

async function tradeCurve(
  deps: UseCaseDeps,
  asked: {
    readonly of: OfAnAccount;
    readonly sale: Sale;
    readonly boughtAt: number | null;
    readonly looking: Looking;
  },
): Promise<Result<Picture, Failure>> {
  const { of, sale, boughtAt, looking } = asked;
  const active = await activeMarket(deps);
  if (!active.ok) return active;
  const span = sale.at - (boughtAt ?? sale.at);
  const timeframe = timeframeFor(span, active.value.state.baseTimeframe);
  const limit = Math.min(BARS_MAX, Math.max(BARS_MIN, Math.ceil((span / TIMEFRAME_MS[timeframe]) * 1.25)));
  const read = await readColumns(deps, sale.symbol, { timeframe, limit, to: toIso(sale.at as MarketMs) });
  if (!read.ok) return read;
  const { instrument, columns } = read.value;
  const count = columns.t.length;
  if (count < 2) return err(failure('too-few-bars', { needs: 2, has: count }));
  const { reader, words } = looking;
  const w = words.pictures.trade;
  const paid = sale.cost / sale.quantity;
  const own = columns.c.map((close) => close / paid - 1);
  const placed = (at: number): number => {
    const index = columns.t.findLastIndex((t) => t <= at);
    return columns.t[Math.max(0, index)] ?? at;
  };
  const result = sale.pnl / sale.cost;
  const from = boughtAt ?? columns.t[0]!; // at least two
  const isDays = timeframe === '1d' || timeframe === '1w';
  const head: CurveHead = {
    ...accountSheet(of, looking),
    kind: 'curve',
    shape: 'line',
    zone: isDays ? 'UTC' : reader.zone,
    aside: spanText(from, sale.at, looking),
    ...nameOf(instrument, looking),
    figure: { text: percent(result, { signed: true }), tone: toneOf(result) },
    foot: shareFoot(of, looking),
    currency: null,
    own: w.own,
    other: null,
    across: { value: 0, text: '', isLimit: false },
    marks: [
      ...(boughtAt === null
        ? []
        : [{ at: placed(boughtAt), value: 0, text: w.bought(day(boughtAt, reader)), side: 'buy' as const }]),
      {
        at: placed(sale.at),
        value: sale.proceeds / sale.cost - 1,
        text: w.sold(day(sale.at, reader)),
        side: 'sell' as const,
      },
    ],
  };
  return ok({ head, columns: [columns.t, own] });
}

const BARS_MIN = 30;
const BARS_MAX = 200;

/** The finest in which the time held fits. */
function timeframeFor(span: number, base: Timeframe): Timeframe {
  const possible = TIMEFRAMES.filter((one) => TIMEFRAME_MS[one] >= TIMEFRAME_MS[base]);
  return possible.find((one) => span / TIMEFRAME_MS[one] <= BARS_MAX * 0.75) ?? '1w';
}

const WEEK_MS = 7 * DAY_MS;

/** The trades closed in the seven days up to a day, each in percent of what it cost; together, of the account. */
export async function weekPicture(
  of: OfAnAccount,
  { until, looking }: { readonly until: string | null; readonly looking: Looking },
): Promise<Result<Picture, Failure>> {
  const end = until === null ? of.marketAt : Math.min(of.marketAt, Date.parse(until) + DAY_MS - 1);
  const from = end - WEEK_MS;
  const bookings = await bookingsOf(of, 'sell', ({ at }) => Date.parse(at) <= from);
  if (!bookings.ok) return bookings;
  const performance = await of.port.performance(of.caller);
  if (!performance.ok) return performance;
  const sales = salesOf(bookings.value).filter(({ at }) => at > from && at <= end);
  const points = performance.value.points;
  const before = points.findLast(({ at }) => Date.parse(at) <= from) ?? points[0];
  const equity = Number(before?.equity ?? of.account.equity ?? 0);
  const together = equity > 0 ? sales.reduce((sum, { pnl }) => sum + pnl, 0) / equity : null;
  const { words } = looking;
  const w = words.pictures.week;
  const byResult = sales.toSorted((a, b) => b.pnl / b.cost - a.pnl / a.cost);
  // The best and the worst alike, never the best alone.
  const half = Math.floor(ROWS_DRAWN_MAX / 2);
  const shown = byResult.length <= ROWS_DRAWN_MAX ? byResult : [...byResult.slice(0, half), ...byResult.slice(-half)];
  const counts = countsText(sales, looking);
  const head: BarsHead = {
    ...accountSheet(of, looking),
    kind: 'bars',
    aside: spanText(from, end, looking),
    title: w.title,
    figure:
      together === null || sales.length === 0
        ? null
        : { text: percent(together, { signed: true, digits: 2 }), tone: toneOf(together) },
    foot: shareFoot(of, looking),
    rows: shown.map(({ symbol, pnl, cost }) => ({
      name: symbol.slice(symbol.indexOf(':') + 1),
      text: percent(pnl / cost, { signed: true }),
      fraction: Math.max(-1, Math.min(100, pnl / cost)),
      tone: toneOf(pnl / cost),
      limit: null,
    })),
    more:
      sales.length === 0
        ? w.none
        : shown.length < sales.length
          ? w.more({ counts, left: sales.length - shown.length })
          : counts,
  };
  return ok({ head, columns: [] });
}

/** All trades closed in a replay, one after the other, beside holding its market. */
export async function replayPicture(
  deps: UseCaseDeps,
  of: OfAnAccount,
  looking: Looking,
): Promise<Result<Picture, Failure>> {
  const { account, marketAt } = of;
  if (account.world !== 'replay') return err(failure('not-found', { id: account.id }));
  const bookings = await bookingsOf(of, 'sell', () => false);
  if (!bookings.ok) return bookings;
  const performance = await of.port.performance(of.caller);
  if (!performance.ok) return performance;
  const [first] = performance.value.points;
  const start = first === undefined ? marketAt - DAY_MS : Math.min(Date.parse(first.at), marketAt - 1);
  const equity = Number(first?.equity ?? account.equity ?? 0) || 1;
  const sales = salesOf(bookings.value).toSorted((a, b) => a.at - b.at);
  let sum = 0;
  const points = [
    { at: start, value: 0 },
    ...sales.map(({ at, pnl }) => ({ at: Math.max(at, start), value: (sum += pnl / equity) })),
    { at: marketAt as number, value: sum },
  ];
  const along = await benchmarkAlong(
    deps,
    account.marketId as MarketId,
    points.map(({ at }) => at as MarketMs),
  );
  const { words } = looking;
  const w = words.pictures;
  const head: CurveHead = {
    ...accountSheet(of, looking),
    kind: 'curve',
    shape: 'line',
    aside: spanText(start, marketAt, looking),
    title: w.replay.title,
    figure: { text: percent(sum, { signed: true, digits: 2 }), tone: toneOf(sum) },
    foot: shareFoot(of, looking),
    currency: null,
    own: sales.length === 0 ? w.week.none : countsText(sales, looking),
    other: along.growth === null ? null : along.symbol === EQUAL_WEIGHT ? w.equity.market : w.equity.fund(along.symbol),
    across: null,
    marks: [],
  };
  return ok({
    head,
    columns: [
      Float64Array.from(points, ({ at }) => at),
      Float64Array.from(points, ({ value }) => value),
      ...(along.growth === null ? [] : [Float64Array.from(along.growth)]),
    ],
  });
}

function countsText(sales: readonly Sale[], { words }: Looking): string {
  const w = words.pictures.week;
  const counts = w.counts({ closed: sales.length, gained: sales.filter(({ pnl }) => pnl > 0).length });
  return sales.length < TOO_FEW ? `${counts}: ${w.tooFew}` : counts;
}

function shareFoot({ account }: OfAnAccount, { words }: Looking): string {
  return words.pictures.foot.share({ note: capital(words.states.worldNotes[account.world]) });
}

/** Newest first, until one is found that `isEnough`, or there are no more. */
async function bookingsOf(
  { port, caller }: OfAnAccount,
  type: 'all' | 'sell',
  isEnough: (booking: TransactionView) => boolean,
): Promise<Result<TransactionView[], Failure>> {
  const read: TransactionView[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const query = { limit: PAGE, cursor, ...(type === 'sell' && { type }) };
    const answer = await port.transactions(caller, query);
    if (!answer.ok) return answer;
    const { items, nextCursor } = answer.value;
    // One page more behind the one that was looked for: its purchase.
    const isDone = read.some(isEnough);
    read.push(...items);
    if (isDone || nextCursor === null) break;
    cursor = nextCursor;
  }
  return ok(read);
}

/** What each order sold, by the books: what it cost is what left the position. */
function salesOf(bookings: readonly TransactionView[]): Sale[] {
  const sold = bookings.filter((booking) => booking.type === 'sell' && booking.symbol !== null);
  const byOrder = Map.groupBy(sold, (booking) => booking.orderId ?? booking.id);
  return [...byOrder.values()].flatMap((parts) => {
    const [newest] = parts;
    if (newest === undefined) return [];
    const total = (part: (booking: TransactionView) => number): number =>
      parts.reduce((sum, booking) => sum + part(booking), 0);
    const cost = total(({ entries }) =>
      entries
        .filter(({ account }) => account.startsWith('positions:'))
        .reduce((sum, { amount }) => sum - Number(amount), 0),
    );
    const quantity = total((booking) => Math.abs(Number(booking.quantity ?? 0)));
    if (!(cost > 0) || !(quantity > 0)) return [];
    return [
      {
        orderId: newest.orderId,
        symbol: newest.symbol ?? '',
        botId: newest.botId,
        at: Date.parse(newest.at),
        pnl: total(({ realizedPnl }) => Number(realizedPnl ?? 0)),
        cost,
        quantity,
        proceeds: total((booking) => Math.abs(Number(booking.quantity ?? 0)) * Number(booking.price ?? 0)),
      },
    ];
  });
}

/** When what this sale ended was bought: the first purchase since the holder had none of it. */
function entryOf(bookings: readonly TransactionView[], sale: Sale): number | null {
  const own = bookings
    .filter(({ symbol, botId }) => symbol === sale.symbol && botId === sale.botId)
    .filter(({ at }) => Date.parse(at) <= sale.at)
    .toReversed();
  let held = 0;
  let since: number | null = null;
  for (const { type, quantity, at, orderId } of own) {
    const size = Math.abs(Number(quantity ?? 0));
    if (type === 'buy') {
      if (held <= 0) since = Date.parse(at);
      held = Math.max(0, held) + size;
    } else if (type === 'sell') {
      if (orderId === sale.orderId) return since;
      held -= size;
    }
  }
  return since;
}
