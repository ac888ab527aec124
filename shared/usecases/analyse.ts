import { analysisOf, type Analysis, type Measured, type Records } from '../analysis/analysis.ts';
import { missingOrigins } from '../analysis/case-plan.ts';
import { FORECAST_MODELS, HORIZON_BARS, type ForecastModel } from '../analysis/forecast.ts';
import { recordOf, type ScoredCase } from '../analysis/forecast-record.ts';
import { usableBars } from '../analysis/usable-bars.ts';
import type { BarColumns } from '../domain/bar.ts';
import { err, ok, type Result } from '../lib/result.ts';
import type { Analyses, Analyst, AnalystFailure, CasesOf, ForecastCase } from '../ports/analyst.ts';

export interface AnalyseDeps {
  readonly analyst: Analyst;
  readonly analyses: Analyses;
}

/** An analysis, and how far its record reaches back. */
export interface AnalysedNow {
  readonly analysis: Analysis;
  readonly past: { readonly done: number; readonly of: number };
}

/** Past closes of the next-bar model. */
const PAST_DIRECTIONS = 150;
/** So many may be missing: each day without a look leaves one. */
const DIRECTIONS_MISSING_MAX = 20;
/** Past forecasts of one slice of work: about a second. */
const ORIGINS_A_SLICE = 10;
/** Bars each model looks ahead. */
const AHEAD: Readonly<Record<ForecastModel, number>> = { prophet: HORIZON_BARS, trees: 1 };

/**
 * The analysis of an instrument at its newest closed bar. Measured once per bar; what it forecasts is sealed at once,
 * and what was forecast before is scored where its bar has closed meanwhile. `further`: one slice of the record's past.
 */
export async function analyse(
  deps: AnalyseDeps,
  of: CasesOf,
  given: BarColumns,
  further: boolean,
): Promise<Result<AnalysedNow, AnalystFailure>> {
  const usable = usableBars(given, of.timeframe);
  if (!usable.ok) return err({ kind: 'refused', ...usable.error });
  const columns = usable.value;
  const measured = await measuredNow(deps, of, columns);
  if (!measured.ok) return measured;
  let cases = await scoredCases(deps, of, columns);
  if (further) {
    const looked = await lookFurther(deps, of, { columns, cases });
    if (!looked.ok) return looked;
    cases = await scoredCases(deps, of, columns);
  }
  return ok({
    analysis: analysisOf(measured.value, recordsOf(cases), of),
    past: pastOf(columns, cases),
  });
}

/** How each model did in these cases. */
export function recordsOf(cases: readonly ForecastCase[]): Records {
  const tried = FORECAST_MODELS.length;
  return { prophet: recordOf(scored(cases, 'prophet'), tried), trees: recordOf(scored(cases, 'trees'), tried) };
}

async function measuredNow(
  { analyst, analyses }: AnalyseDeps,
  of: CasesOf,
  columns: BarColumns,
): Promise<Result<Measured, AnalystFailure>> {
  const barAt = columns.t.at(-1)!; // usable bars are never none
  const known = await analyses.find(of, barAt);
  if (known !== null) return ok(known);
  const measured = await analyst.measure({ columns, timeframe: of.timeframe });
  if (!measured.ok) return measured;
  const { close, prophet, trees } = measured.value;
  const said = { barAt, made: 'live', close, dueAt: null, dueClose: null } as const;
  const sealed: ForecastCase[] = [];
  if (prophet !== null) sealed.push({ ...said, model: 'prophet', ...ends(prophet), chanceUp: prophet.chanceUp });
  if (trees !== null) sealed.push({ ...said, model: 'trees', low: null, high: null, chanceUp: trees.chanceUp });
  await analyses.save(of, measured.value, sealed);
  return measured;
}

function ends({ low, high }: { readonly low: readonly number[]; readonly high: readonly number[] }) {
  return { low: low.at(-1) ?? null, high: high.at(-1) ?? null };
}

/** Every case there is, with what happened where that is known by now. */
async function scoredCases({ analyses }: AnalyseDeps, of: CasesOf, columns: BarColumns): Promise<ForecastCase[]> {
  const cases = await analyses.cases(of);
  const places = placesOf(columns);
  const news: ForecastCase[] = [];
  const all = cases.map((one) => {
    const at = places.get(one.barAt);
    if (one.dueAt !== null || at === undefined) return one;
    const now = { ...one, ...dueOf(columns, at + AHEAD[one.model]) };
    if (now.dueAt !== null) news.push(now);
    return now;
  });
  if (news.length > 0) await analyses.score(of, news);
  return all;
}

/** What happened at the bar that a forecast spoke of; nulls: it has not closed yet. */
function dueOf({ t, c }: BarColumns, place: number): Pick<ForecastCase, 'dueAt' | 'dueClose'> {
  return { dueAt: t[place] ?? null, dueClose: c[place] ?? null };
}

/** One slice of what is still missing of the record. */
async function lookFurther(
  { analyst, analyses }: AnalyseDeps,
  of: CasesOf,
  { columns, cases }: { readonly columns: BarColumns; readonly cases: readonly ForecastCase[] },
): Promise<Result<void, AnalystFailure>> {
  const bars = { columns, timeframe: of.timeframe };
  const last = columns.t.length - 1;
  const past = (model: ForecastModel, ago: number): Omit<ForecastCase, 'chanceUp' | 'low' | 'high'> => ({
    model,
    made: 'past',
    barAt: columns.t[last - ago]!, // in range: it was asked from these bars
    close: columns.c[last - ago]!, // as above
    ...dueOf(columns, last - ago + AHEAD[model]),
  });
  const origins = missingOrigins(columns.t.length, agosOf(columns, cases, 'prophet')).slice(0, ORIGINS_A_SLICE);
  if (origins.length > 0) {
    const said = await analyst.pastForecasts(bars, origins);
    if (!said.ok) return said;
    const made = new Map(said.value.map(({ ago, forecast }) => [ago, forecast]));
    await analyses.seal(
      of,
      origins.map((ago) => {
        const forecast = made.get(ago);
        return forecast === undefined
          ? unfitted(past('prophet', ago))
          : { ...past('prophet', ago), ...ends(forecast), chanceUp: forecast.chanceUp };
      }),
    );
  } else if (missingDirections(columns, cases) > DIRECTIONS_MISSING_MAX) {
    const said = await analyst.pastDirections(bars, PAST_DIRECTIONS);
    if (!said.ok) return said;
    const made = new Map(said.value.map(({ ago, chanceUp }) => [ago, chanceUp]));
    await analyses.seal(
      of,
      Array.from({ length: directionsWanted(columns) }, (_, index) => {
        const chanceUp = made.get(index + 1);
        const one = past('trees', index + 1);
        return chanceUp === undefined ? unfitted(one) : { ...one, low: null, high: null, chanceUp };
      }),
    );
  }
  return ok(undefined);
}

function unfitted(one: Omit<ForecastCase, 'chanceUp' | 'low' | 'high'>): ForecastCase {
  return { ...one, made: 'unfitted', chanceUp: 0.5, low: null, high: null };
}

function pastOf(columns: BarColumns, cases: readonly ForecastCase[]): AnalysedNow['past'] {
  const prophet = agosOf(columns, cases, 'prophet').length;
  const missing = missingOrigins(columns.t.length, agosOf(columns, cases, 'prophet')).length;
  const directions = missingDirections(columns, cases);
  const trees = directionsWanted(columns);
  const open = directions > DIRECTIONS_MISSING_MAX ? directions : 0;
  return { done: prophet + trees - open, of: prophet + missing + trees };
}

function directionsWanted(columns: BarColumns): number {
  // Features warm up over 50 bars and 60 are learned from first.
  return Math.max(0, Math.min(PAST_DIRECTIONS, columns.t.length - 1 - 111));
}

function missingDirections(columns: BarColumns, cases: readonly ForecastCase[]): number {
  const wanted = directionsWanted(columns);
  const known = agosOf(columns, cases, 'trees').filter((ago) => ago >= 1 && ago <= wanted).length;
  return wanted - known;
}

/** How many bars before the newest each case of a model was made, where that bar is among these. */
function agosOf(columns: BarColumns, cases: readonly ForecastCase[], model: ForecastModel): number[] {
  const places = placesOf(columns);
  const last = columns.t.length - 1;
  return cases.flatMap((one) => {
    const at = one.model === model ? places.get(one.barAt) : undefined;
    return at === undefined ? [] : [last - at];
  });
}

function placesOf({ t }: BarColumns): Map<number, number> {
  return new Map(Array.from(t, (at, place) => [at, place]));
}

/** The cases of a model whose bar has come, oldest first, none made before the one before it was due. */
function scored(cases: readonly ForecastCase[], model: ForecastModel): ScoredCase[] {
  const result: ScoredCase[] = [];
  let free = -Infinity;
  for (const { model: of, made, barAt, dueAt, dueClose, close, chanceUp, low, high } of cases) {
    if (of !== model || made === 'unfitted' || dueAt === null || dueClose === null || barAt < free) continue;
    free = dueAt;
    const inside = low === null || high === null ? null : dueClose >= low && dueClose <= high;
    result.push({ chanceUp, rose: dueClose > close, inside });
  }
  return result;
}
