import { measureDay, type MeasuredDay } from '#shared/analysis/day-snapshot.ts';
import { targetSignal, volumeSignal } from '#shared/analysis/day-signals.ts';
import { eligibilityOf, rulesFor, shareMet, type Traded } from '#shared/analysis/index-eligibility.ts';
import { nextTarget, type StandingTarget } from '#shared/analysis/standing-target.ts';
import { TIMEFRAME_MS, type BarColumns, type Timeframe } from '#shared/domain/bar.ts';
import { calendarOf } from '#shared/domain/calendar/market-calendar.ts';
import { FUNDAMENTAL_COUNT, ratiosAt } from '#shared/domain/fundamentals.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import type { InstrumentSnapshot } from '#shared/domain/instrument-snapshot.ts';
import type { MarketSignal } from '#shared/domain/market-signal.ts';
import { closedBars, type MarketWindow } from '#shared/domain/screen.ts';
import { FUNDAMENTAL_FIELDS } from '#shared/domain/screen-tree.ts';
import type { DatedSplit } from '#shared/domain/split-adjust.ts';
import type { Frame } from '#shared/lib/frame.ts';
import { DAY_MS, type MarketMs, type TradingDay } from '#shared/lib/time.ts';
import type { MarketFacts } from '#shared/ports/screens.ts';
import { factsIn } from '../../store/facts.ts';
import { saveSignals } from '../../store/signals.ts';
import { saveSnapshots, standingTargets } from '../../store/snapshots.ts';
import type { Job, JobContext } from '../job.ts';
import { endsDay } from '../schedule.ts';

/** Measured together beside this process. */
const SLICE = 50;
/** A market so small is measured here: a millisecond or two of kernels, less than asking takes. */
const HERE_MAX = 10;
/** Of days as many as the longest average needs and settles on; of finer bars those of two weeks and a bit. */
const DAYS_READ = 300;
const FINE_DAYS_READ = 9;
const FINE_BARS_MAX = 1_000;
/** Digits of a figure that are kept. */
const DIGITS = 7;

/**
 * Writes what every instrument looked like at the end of a market day, once, and what is worth telling of it: a day of
 * unusual volume, a target that was reached.
 */
export const instrumentSnapshots: Job = async (context, now) => {
  const { db, market } = context;
  if (!endsDay(market, now.marketAt)) return { code: 'day-not-over', values: {} };
  const window = await market.window(market.timeframe);
  if (window === null) return { code: 'instruments-recorded', values: { instruments: 0, signals: 0 } };
  const day = calendarOf(market.exchange).tradingDayOf((now.marketAt - 1) as MarketMs);
  const [facts, before] = await Promise.all([
    factsIn(db).of(market.id, now.marketAt),
    standingTargets(db, market.id, day),
  ]);
  const splits = market.splits();
  const signals: MarketSignal[] = [];
  let written = 0;
  for (let first = 0; first < window.instruments.length; first += SLICE) {
    const slice = window.instruments.slice(first, first + SLICE);
    const measured = await measure(context, { window, first, slice, marketAt: now.marketAt });
    const rows = slice.flatMap((instrument, index) => {
      const one = measured[index] ?? null;
      if (one === null) return [];
      const known = before.get(instrument.id) ?? null;
      const since = (splits.get(instrument.id) ?? []).filter(({ at }) => at >= (known?.marketAt ?? Infinity));
      const { high, low } = one.overview;
      const target = nextTarget(known?.standing ?? null, { day, high, low, levels: one.levels }, since);
      signals.push(...said(instrument, one, { day, reached: target.reached }));
      const body = snapshotOf(one, {
        instrument,
        facts,
        timeframe: market.timeframe,
        marketAt: now.marketAt,
        splits: splits.get(instrument.id) ?? [],
        standing: target.standing,
      });
      const passed = one.checks.filter((check) => check.passed).length;
      return [{ instrumentId: instrument.id, day, passed, checks: one.checks.length, body }];
    });
    await saveSnapshots(db, { marketId: market.id, marketAt: now.marketAt }, rows);
    written += rows.length;
  }
  await saveSignals(db, { marketId: market.id, marketAt: now.marketAt, now: Date.now() }, signals);
  return { code: 'instruments-recorded', values: { instruments: written, signals: signals.length } };
};

/** The day of some instruments, measured beside this process. Throws when nobody answers: the job says that it failed. */
async function measure(
  { market, beside }: JobContext,
  of: {
    readonly window: MarketWindow;
    readonly first: number;
    readonly slice: readonly Instrument[];
    readonly marketAt: MarketMs;
  },
): Promise<readonly (MeasuredDay | null)[]> {
  const { window, first, slice, marketAt } = of;
  const { timeframe } = market;
  const count = barsRead(timeframe);
  const bars = slice.map((_, index) => newestBars(window, first + index, count));
  if (window.instruments.length <= HERE_MAX)
    return bars.map((one, index) => measureDay(one, { timeframe, exchange: slice[index]!.exchange, marketAt })); // one each
  const columns = bars.flatMap(({ t, o, h, l, c, v }) => [t, o, h, l, c, v]);
  const frame: Frame = { head: { timeframe, marketAt, exchanges: slice.map(({ exchange }) => exchange) }, columns };
  const answer = await beside('day-snapshots', frame);
  if (answer === null) throw new Error('the day could not be measured');
  return answer.head as readonly (MeasuredDay | null)[];
}

/** Views of the last closed bars of one instrument. */
function newestBars(window: MarketWindow, position: number, count: number): BarColumns {
  const closed = closedBars(window, position);
  const { t, o, h, l, c, v } = window.columns[position]!; // one for each instrument
  const cut = (column: Float64Array): Float64Array => column.subarray(Math.max(0, closed - count), closed);
  return { t: cut(t), o: cut(o), h: cut(h), l: cut(l), c: cut(c), v: cut(v) };
}

function barsRead(timeframe: Timeframe): number {
  const each = TIMEFRAME_MS[timeframe];
  return each >= DAY_MS ? DAYS_READ : Math.min(FINE_BARS_MAX, Math.ceil((FINE_DAYS_READ * DAY_MS) / each));
}

function said(
  { id }: Instrument,
  measured: MeasuredDay,
  { day, reached }: { readonly day: TradingDay; readonly reached: StandingTarget | null },
): MarketSignal[] {
  const found = [volumeSignal(measured), reached === null ? null : targetSignal(measured, reached)];
  return found.flatMap((one) => (one === null ? [] : [{ ...one, instrumentId: id, day }]));
}

function snapshotOf(
  measured: MeasuredDay,
  about: {
    readonly instrument: Instrument;
    readonly facts: MarketFacts;
    readonly timeframe: Timeframe;
    readonly marketAt: MarketMs;
    readonly splits: readonly DatedSplit[];
    readonly standing: StandingTarget | null;
  },
): InstrumentSnapshot {
  const { instrument, facts, timeframe, marketAt, splits, standing } = about;
  const { overview, measures, bullFlag, horizon, levels, checks } = measured;
  const dates = (facts.events.get(instrument.id) ?? []).filter(({ kind }) => kind === 'earnings').map(({ at }) => at);
  return {
    timeframe,
    overview: {
      ...figures(overview),
      indices: facts.memberOf === null ? null : (facts.memberOf.get(instrument.id) ?? []),
    },
    technical: figures(measures),
    ...reportedOf(facts, instrument, { price: overview.close, splits, traded: measured.traded }),
    bullFlag: bullFlag === null ? null : { ...figures({ ...bullFlag }) },
    earnings: facts.eventKinds.has('earnings')
      ? { last: dates.findLast((at) => at <= marketAt) ?? null, next: dates.find((at) => at > marketAt) ?? null }
      : null,
    horizon,
    levels: levels === null ? null : figures({ stop: levels.stop, target: levels.target }),
    checks: checks.map(({ code, passed, values }) => ({ code, passed, values: figures(values) })),
    standing,
  };
}

/** Ratios of what was reported, and how many of the rules for joining an index are met. */
function reportedOf(
  { fundamentals, memberOf }: MarketFacts,
  { id, exchange, currency }: Instrument,
  at: { readonly price: number; readonly splits: readonly DatedSplit[]; readonly traded: Traded },
): Pick<InstrumentSnapshot, 'fundamental' | 'eligibility'> {
  const known = fundamentals.get(id) ?? null;
  if (known === null) return { fundamental: null, eligibility: null };
  const ratios = new Float64Array(FUNDAMENTAL_COUNT);
  ratiosAt(known, at, ratios);
  const rules = rulesFor(exchange);
  const about = { currency, marketValue: ratios[0] ?? NaN, earnings: known.earnings, traded: at.traded };
  const checks = rules === null ? [] : eligibilityOf(rules, about);
  ratios[FUNDAMENTAL_COUNT - 1] = rules === null ? NaN : shareMet(checks);
  const isMember = rules !== null && memberOf?.get(id)?.includes(rules.index) === true;
  return {
    fundamental: figures(Object.fromEntries(FUNDAMENTAL_FIELDS.map((field, place) => [field, ratios[place] ?? null]))),
    eligibility:
      rules === null || isMember
        ? null
        : {
            index: rules.index,
            asOf: rules.asOf,
            checks: checks.map((one) => ({ ...one, values: figures(one.values) })),
          },
  };
}

/** The same with fewer digits; what is no number is null. */
function figures<T extends Readonly<Record<string, number | null>>>(values: T): T {
  const short = (value: number | null): number | null =>
    value === null || !Number.isFinite(value) ? null : Number(value.toPrecision(DIGITS));
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, short(value)])) as T;
}
