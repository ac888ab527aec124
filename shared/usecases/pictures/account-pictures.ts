import type { AccountView } from '../../contract/account.ts';
import type { Failure } from '../../contract/errors.ts';
import { EQUAL_WEIGHT } from '../../domain/equal-weight.ts';
import type { SectorExposureView } from '../../contract/risk.ts';
import type { Zone } from '../../domain/calendar/zone.ts';
import type { Caller } from '../../domain/caller.ts';
import type { MarketId } from '../../domain/ids.ts';
import { ok, type Result } from '../../lib/result.ts';
import type { MarketMs } from '../../lib/time.ts';
import {
  POINTS_DRAWN_MAX,
  ROWS_DRAWN_MAX,
  type BarsHead,
  type CurveHead,
  type Picture,
  type Tone,
} from '../../pictures/picture.ts';
import { dateIn, day, dayTime, fullDay } from '../../words/format-time.ts';
import { money, percent } from '../../words/format.ts';
import { accountFor } from '../access.ts';
import type { AccountPort } from '../account-port.ts';
import { benchmarkAlong } from '../benchmark.ts';
import type { UseCaseDeps } from '../ports.ts';
import { sheetOf, zoneName, type Looking } from './looking.ts';

export interface OfAnAccount {
  readonly port: AccountPort;
  readonly account: AccountView;
  readonly caller: Caller;
  /** Of its market, now. */
  readonly marketAt: MarketMs;
  /** Of its exchange. */
  readonly zone: Zone;
}

/** An account the caller may see, and the time on its market. */
export async function accountOfPicture(
  deps: UseCaseDeps,
  caller: Caller,
  accountId: string,
): Promise<Result<OfAnAccount, Failure>> {
  const port = accountFor(deps, caller, accountId);
  if (!port.ok) return port;
  const account = await port.value.view(caller);
  if (!account.ok) return account;
  const { marketAt, zone } = await deps.markets.market(account.value.marketId as MarketId).state();
  return ok({ port: port.value, account: account.value, caller, marketAt, zone });
}

export function accountSheet({ account, marketAt, zone }: OfAnAccount, looking: Looking) {
  return sheetOf(looking, { world: account.world, marketAt, marketZone: zone });
}

/** Its value over time beside holding the market. Without amounts: what came of it in percent. */
export async function equityPicture(
  deps: UseCaseDeps,
  of: OfAnAccount,
  looking: Looking,
): Promise<Result<Picture, Failure>> {
  const performance = await of.port.performance(of.caller);
  if (!performance.ok) return performance;
  const { account, marketAt } = of;
  const { reader, words, showsAmounts } = looking;
  const w = words.pictures;
  const points = performance.value.points.map(({ at, equity }) => ({ at: Date.parse(at), equity: Number(equity) }));
  const now = account.equity === null ? [] : [{ at: marketAt as number, equity: Number(account.equity) }];
  const drawn = thinned(atLeastTwo([...points.filter(({ at }) => at < marketAt), ...now], marketAt));
  const first = drawn[0]!; // at least two
  const along = await benchmarkAlong(
    deps,
    account.marketId as MarketId,
    drawn.map(({ at }) => at as MarketMs),
  );
  const from = first.equity || 1;
  const own = Float64Array.from(drawn, ({ equity }) => (showsAmounts ? equity : equity / from - 1));
  const other =
    along.growth === null ? null : along.growth.map((growth) => (showsAmounts ? from * (1 + growth) : growth));
  const { returnPercent } = performance.value;
  const result = returnPercent === null ? '' : percent(returnPercent / 100, { signed: true, digits: 2 });
  const value =
    account.equity === null || !showsAmounts
      ? ''
      : money(account.equity, account.baseCurrency, reader.language, { style: 'short' });
  const head: CurveHead = {
    ...accountSheet(of, looking),
    kind: 'curve',
    shape: 'line',
    aside: spanText(first.at, marketAt, looking),
    title: w.equity.title,
    figure: {
      text: [value, result].filter((text) => text !== '').join('  '),
      tone: toneOf(returnPercent === null ? null : returnPercent / 100),
    },
    foot: footOf(of, looking),
    currency: showsAmounts ? account.baseCurrency : null,
    own: w.equity.own,
    other: other === null ? null : along.symbol === EQUAL_WEIGHT ? w.equity.market : w.equity.fund(along.symbol),
    across: null,
    marks: [],
  };
  return ok({
    head,
    columns: [Float64Array.from(drawn, ({ at }) => at), own, ...(other === null ? [] : [Float64Array.from(other)])],
  });
}

/** How far it was below its peak, and the limit at which buying stops. */
export async function drawdownPicture(of: OfAnAccount, looking: Looking): Promise<Result<Picture, Failure>> {
  const risk = await of.port.risk(of.caller);
  if (!risk.ok) return risk;
  const { words } = looking;
  const points = risk.value.drawdown.map(({ at, drawdown }) => ({ at: Date.parse(at), equity: -drawdown }));
  const drawn = thinned(atLeastTwo(points, of.marketAt));
  const now = drawn.at(-1)!.equity; // at least two
  const limit = risk.value.drawdownMax;
  const head: CurveHead = {
    ...accountSheet(of, looking),
    kind: 'curve',
    shape: 'fall',
    aside: spanText(drawn[0]!.at, of.marketAt, looking), // as above
    title: words.pictures.drawdown.title,
    figure: { text: percent(now, { signed: true, digits: 2 }), tone: toneOf(now) },
    foot: footOf(of, looking),
    currency: null,
    own: words.pictures.drawdown.title,
    other: null,
    across: { value: -limit, text: words.pictures.drawdown.limit(percent(limit)), isLimit: true },
    marks: [],
  };
  return ok({
    head,
    columns: [Float64Array.from(drawn, ({ at }) => at), Float64Array.from(drawn, ({ equity }) => Math.min(0, equity))],
  });
}

/** What is invested by sector, as shares of the account, each beside the most it may be. */
export async function exposurePicture(of: OfAnAccount, looking: Looking): Promise<Result<Picture, Failure>> {
  const risk = await of.port.risk(of.caller);
  if (!risk.ok) return risk;
  const { words } = looking;
  const w = words.pictures.exposure;
  const known = risk.value.exposure.filter((part) => part.fraction !== null && part.fraction > 0);
  const shown = known.length > ROWS_DRAWN_MAX ? known.slice(0, ROWS_DRAWN_MAX - 1) : known;
  const rest = known.slice(shown.length).reduce((sum, { fraction }) => sum + (fraction ?? 0), 0);
  const invested = known.reduce((sum, { fraction }) => sum + (fraction ?? 0), 0);
  const row = (name: string, fraction: number, limit: number | null): BarsHead['rows'][number] => ({
    name,
    text: percent(fraction),
    fraction,
    limit,
    tone: 'none',
  });
  const isWhole = known.length === risk.value.exposure.length && risk.value.equity !== null;
  const head: BarsHead = {
    ...accountSheet(of, looking),
    kind: 'bars',
    aside: words.pictures.asOf({ at: momentText(of.marketAt, looking) }),
    title: w.title,
    figure: { text: percent(invested, { signed: false }), tone: 'none' },
    foot: known.some(({ limit }) => limit !== null) ? w.limits : footOf(of, looking),
    rows: [
      ...shown.map((part) => row(sectorName(part, looking), part.fraction ?? 0, part.limit)),
      ...(rest > 0 ? [row(w.other, rest, null)] : []),
    ],
    more: known.length === 0 ? w.nothing : isWhole && invested < 1 ? w.cash(percent(1 - invested)) : null,
  };
  return ok({ head, columns: [] });
}

function sectorName({ kind, sector }: SectorExposureView, { words }: Looking): string {
  if (kind === 'funds') return words.pictures.exposure.funds;
  if (sector === null) return words.pictures.exposure.unknown;
  const { sectors } = words.web.markets;
  return Object.hasOwn(sectors, sector) ? (sectors[sector] ?? sector) : sector;
}

export function footOf({ account, marketAt }: OfAnAccount, looking: Looking): string {
  const { words, reader } = looking;
  const note = words.states.worldNotes[account.world];
  return words.pictures.foot.account({ note: capital(note), zone: zoneName(reader.zone, marketAt, looking) });
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function spanText(from: number, to: number, { reader, words }: Looking): string {
  const [first, last] = [fullDay(from, reader), fullDay(to, reader)];
  if (first === last) return last;
  const isSameYear = dateIn(from, reader.zone).slice(0, 4) === dateIn(to, reader.zone).slice(0, 4);
  // The year once: at the end in English, at the beginning in Korean.
  if (!isSameYear) return words.pictures.span({ from: first, to: last });
  return reader.language === 'ko'
    ? words.pictures.span({ from: first, to: day(to, reader) })
    : words.pictures.span({ from: day(from, reader), to: last });
}

function momentText(at: number, { reader }: Looking): string {
  return `${fullDay(at, reader)} ${dayTime(at, reader, at)}`;
}

/** What reads as 0% is neither. */
export function toneOf(fraction: number | null): Tone {
  return fraction === null || Math.abs(fraction) < 0.00005 ? 'none' : fraction > 0 ? 'gain' : 'loss';
}

interface Point {
  readonly at: number;
  readonly equity: number;
}

/** A line has two ends: an account on its first day stands level. */
function atLeastTwo(points: readonly Point[], now: number): Point[] {
  const [only] = points;
  if (only === undefined)
    return [
      { at: now - 1, equity: 0 },
      { at: now, equity: 0 },
    ];
  return points.length === 1 ? [{ ...only, at: Math.min(only.at, now) - 1 }, only] : [...points];
}

/** Every so-manieth point, the last one always. */
function thinned(points: readonly Point[]): Point[] {
  const step = Math.ceil(points.length / (POINTS_DRAWN_MAX / 2));
  return points.filter((_, index) => (points.length - 1 - index) % step === 0);
}
