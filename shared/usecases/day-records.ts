import type { RatingsQuery, RatingView, SnapshotsQuery, SnapshotView } from '../contract/day-records.ts';
import { failure, type Failure } from '../contract/errors.ts';
import type { Caller } from '../domain/caller.ts';
import { dayText } from '../domain/calendar/day.ts';
import type { InstrumentId } from '../domain/ids.ts';
import type { Instrument } from '../domain/instrument.ts';
import { decimal, toText, type DecimalText } from '../lib/decimal.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { DAY_MS, toIso, type MarketMs } from '../lib/time.ts';
import type { StoredSnapshot } from '../ports/day-records.ts';
import type { Page } from './account-port.ts';
import { activeMarket, findInstrument, type ActiveMarket } from './active-market.ts';
import { finderOf } from './find-instrument.ts';
import type { UseCaseDeps } from './ports.ts';

const FIRST_DAY = '0000-00-00';
const LAST_DAY = '9999-99-99';

/** What was written of one instrument at the end of market days, newest first. The cursor is the day before which it goes on. */
export async function listSnapshots(
  deps: UseCaseDeps,
  name: string,
  { from = FIRST_DAY, to = LAST_DAY, cursor, limit }: SnapshotsQuery,
): Promise<Result<Page<SnapshotView>, Failure>> {
  const found = await findInstrument(deps, name);
  if (!found.ok) return found;
  if (cursor !== undefined && !isDay(cursor)) return err(failure('invalid-request', undefined, 'cursor'));
  const { id: marketId, instrument } = found.value;
  const until = cursor === undefined ? to : earlier(to, dayBefore(cursor));
  const rows = await deps.snapshots.of(
    { marketId, instrumentId: instrument.id },
    { from, to: until, limit: limit + 1 },
  );
  const items = rows.slice(0, limit).map((row) => snapshotView(instrument, row));
  return ok({ items, nextCursor: rows.length > limit ? (items.at(-1)?.day ?? null) : null });
}

const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));
const earlier = (a: string, b: string): string => (a < b ? a : b);
const dayBefore = (day: string): string => dayText(Date.parse(`${day}T00:00:00Z`) / DAY_MS - 1);

/**
 * Ratings of a market, newest day first, in it most checks passed first: of one day, or of all since one. The cursor
 * carries its day, so that a day that ends meanwhile moves nothing.
 */
export async function listRatings(
  deps: UseCaseDeps,
  caller: Caller,
  query: RatingsQuery,
): Promise<Result<Page<RatingView>, Failure>> {
  const active = await activeMarket(deps);
  if (!active.ok) return active;
  const wanted = await wantedOf(deps, caller, { active: active.value, query });
  if (!wanted.ok) return wanted;
  const [cursorDay, skip] = (query.cursor ?? '').split(':');
  if (query.cursor !== undefined && !(isDay(cursorDay ?? '') && /^\d{1,7}$/.test(skip ?? '')))
    return err(failure('invalid-request', undefined, 'cursor'));
  const { id: marketId, market } = active.value;
  const to = await deps.snapshots.newestDay(marketId, cursorDay || (query.day ?? LAST_DAY));
  if (to === null || (query.day !== undefined && to !== query.day)) return ok({ items: [], nextCursor: null });
  const offset = Number(skip ?? 0);
  const rows = await deps.snapshots.ratings(marketId, {
    from: query.since ?? to,
    to,
    passedMin: query.passedMin,
    instrumentIds: wanted.value,
    offset,
    limit: query.limit + 1,
  });
  const instruments = new Map((await market.instruments()).map((one) => [one.id, one]));
  const items = rows.slice(0, query.limit).flatMap((row): RatingView[] => {
    const instrument = instruments.get(row.instrumentId);
    return instrument === undefined ? [] : [ratingView(instrument, row)];
  });
  return ok({ items, nextCursor: rows.length > query.limit ? `${to}:${offset + query.limit}` : null });
}

/** Which instruments are asked for; null: all. */
async function wantedOf(
  deps: UseCaseDeps,
  caller: Caller,
  { active, query }: { readonly active: ActiveMarket; readonly query: RatingsQuery },
): Promise<Result<InstrumentId[] | null, Failure>> {
  const { id: marketId, state } = active;
  const { watchlistId, index } = query;
  let ids: InstrumentId[] | null = null;
  if (watchlistId !== undefined) {
    const list = (await deps.watchlists.list(caller.userId)).find(({ id }) => id === watchlistId);
    if (list === undefined) return err(failure('not-found', { id: watchlistId }, 'watchlistId'));
    const finder = await finderOf(deps, { marketId, marketAt: state.marketAt, names: list.names });
    ids = list.names.flatMap((name) => finder.find(name)?.id ?? []);
  }
  if (index !== undefined) {
    const { memberOf } = await deps.facts.of(marketId, state.marketAt);
    const members = [...(memberOf ?? [])].flatMap(([id, of]) => (of.includes(index) ? [id] : []));
    if (members.length === 0) return err(failure('unknown-instrument', { symbol: index }, 'index'));
    ids = ids === null ? members : ids.filter((id) => members.includes(id));
  }
  return ok(ids);
}

function ratingView(instrument: Instrument, { day, passed, checks, body }: StoredSnapshot): RatingView {
  const { symbol, nameEn, nameKo, currency } = instrument;
  const { close, change } = body.overview;
  return {
    symbol,
    nameEn,
    nameKo,
    currency,
    day,
    close: text(close),
    change,
    passed,
    of: checks,
    checks: checksOf(body),
  };
}

function snapshotView({ symbol, currency }: Instrument, row: StoredSnapshot): SnapshotView {
  const { day, marketAt, passed, checks, body } = row;
  const { open, high, low, close, volume, change, volumeTimes, volumeDays, indices } = body.overview;
  const { earnings, levels, standing } = body;
  const at = (instant: number | null): string | null => (instant === null ? null : toIso(instant as MarketMs));
  return {
    symbol,
    currency,
    day,
    marketAt: toIso(marketAt),
    timeframe: body.timeframe,
    overview: {
      open: text(open),
      high: text(high),
      low: text(low),
      close: text(close),
      volume: text(volume),
      change,
      volumeTimes,
      volumeDays,
      indices: indices === null ? null : [...indices],
    },
    technical: { ...body.technical },
    fundamental: body.fundamental === null ? null : { ...body.fundamental },
    bullFlag: body.bullFlag,
    earnings: earnings === null ? null : { last: at(earnings.last), next: at(earnings.next) },
    horizon: body.horizon,
    levels: levels === null ? null : { stop: text(levels.stop), target: text(levels.target) },
    rating: { passed, of: checks, checks: checksOf(body) },
    eligibility: eligibilityView(body.eligibility),
    standingTarget:
      standing === null ? null : { ...standing, target: text(standing.target), stop: text(standing.stop) },
  };
}

function eligibilityView(known: StoredSnapshot['body']['eligibility']): SnapshotView['eligibility'] {
  if (known === null) return null;
  const { index, asOf, checks } = known;
  const rules = checks.map(({ code, passed, values }) => ({ code, passed, values: { ...values } }));
  return { index, asOf, met: rules.filter(({ passed }) => passed === true).length, of: rules.length, rules };
}

function checksOf({ checks }: StoredSnapshot['body']): RatingView['checks'] {
  return checks.map(({ code, passed, values }) => ({ code, passed, values: { ...values } }));
}

function text(value: number): DecimalText {
  return toText(decimal(value.toFixed(6)));
}
