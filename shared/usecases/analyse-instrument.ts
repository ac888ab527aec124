import type { Analysis } from '../analysis/analysis.ts';
import { FORECAST_MODELS } from '../analysis/forecast.ts';
import { supportAndResistance, type TurnLevel } from '../analysis/pivots/levels.ts';
import { BARS_MAX } from '../analysis/usable-bars.ts';
import type { AnalysisQuery, AnalysisView, ForecastRecordView, ForecastView } from '../contract/analysis.ts';
import { ERROR_STATUS, failure, type ErrorCode, type Failure } from '../contract/errors.ts';
import { TIMEFRAME_MS, type Timeframe } from '../domain/bar.ts';
import { dayText } from '../domain/calendar/day.ts';
import { calendarOf } from '../domain/calendar/market-calendar.ts';
import type { Instrument } from '../domain/instrument.ts';
import { quantise } from '../domain/tick.ts';
import { decimal, toText } from '../lib/decimal.ts';
import { roundDigits } from '../lib/round-digits.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { DAY_MS } from '../lib/time.ts';
import type { AnalystFailure } from '../ports/analyst.ts';
import { analyse, type AnalysedNow } from './analyse.ts';
import type { UseCaseDeps } from './ports.ts';
import { barTime, readColumns } from './read-bars.ts';

interface Asked {
  readonly name: string;
  readonly query: AnalysisQuery;
  /** Does one slice of what the record is still missing. */
  readonly further: boolean;
}

/** What can be said of an instrument at its newest closed bar, with the record of each model that had a part in it. */
export async function analyseInstrument(
  deps: UseCaseDeps,
  { name, query, further }: Asked,
): Promise<Result<AnalysisView, Failure>> {
  const read = await readColumns(deps, name, { timeframe: query.timeframe, limit: BARS_MAX });
  if (!read.ok) return read;
  const { instrument, timeframe, columns } = read.value;
  const done = await analyse(deps, { instrumentId: instrument.id, timeframe }, columns, further);
  if (!done.ok) return err(failureOf(done.error));
  const turns = supportAndResistance(columns, columns.t.length - 1);
  return ok(view(instrument, timeframe, { ...done.value, turns }));
}

/** The forecast of it alone. */
export async function forecastInstrument(deps: UseCaseDeps, asked: Asked): Promise<Result<ForecastView, Failure>> {
  const whole = await analyseInstrument(deps, asked);
  if (!whole.ok) return whole;
  const { symbol, timeframe, asOf, close, bars, nextBar, records, progress } = whole.value;
  return ok({ symbol, timeframe, asOf, close, bars, nextBar, records, progress });
}

function failureOf(error: AnalystFailure): Failure {
  if (error.kind === 'unavailable' || !Object.hasOwn(ERROR_STATUS, error.code)) return failure('unavailable');
  return failure(error.code as ErrorCode, error.values);
}

interface ToShow extends AnalysedNow {
  readonly turns: ReturnType<typeof supportAndResistance>;
}

function view(instrument: Instrument, timeframe: Timeframe, { analysis, past, turns }: ToShow): AnalysisView {
  const price = (value: number): string => toText(decimal(roundDigits(value, instrument.currency === 'KRW' ? 0 : 4)));
  const turn = (level: TurnLevel | undefined) =>
    level === undefined ? null : { price: price(level.price), touches: level.touches };
  const { prophet, range, levels, t } = analysis;
  return {
    symbol: instrument.symbol,
    timeframe,
    asOf: barTime(timeframe, t),
    close: price(analysis.close),
    bars: (prophet?.median ?? []).map((median, index) => ({
      ahead: index + 1,
      on: openingOf(instrument, timeframe, { t, ahead: index + 1 }),
      low: price(prophet!.low[index]!), // in range: of one length
      median: price(median),
      high: price(prophet!.high[index]!), // as above
    })),
    nextBar: range && { low: price(range.low), high: price(range.high), inside: range.inside, of: range.of },
    records: FORECAST_MODELS.map((model) => recordView(analysis, model)),
    progress: past,
    barsSeen: analysis.bars,
    measures: { ...analysis.measures },
    patterns: [...analysis.patterns],
    horizon: analysis.horizon,
    levels: levels && {
      stop: toText(decimal(quantise(levels.stop, instrument, 'stop'))),
      target: toText(decimal(quantise(levels.target, instrument, 'target'))),
      fromForecast: levels.fromForecast,
    },
    turns: { support: turn(turns.support[0]), resistance: turn(turns.resistance[0]) },
    checks: analysis.checks.map(({ code, passed, values }) => ({ code, passed, values: { ...values } })),
  };
}

function recordView({ records, prophet, trees }: Analysis, model: ForecastRecordView['model']): ForecastRecordView {
  const isFitted = (model === 'prophet' ? prophet : trees) !== null;
  const record = records[model];
  return { model, ...record, use: isFitted ? record.use : 'not-fitted' };
}

/** When the bar so many after `t` opens: by the calendar for days, by the clock where the market never rests. */
function openingOf(
  { exchange }: Instrument,
  timeframe: Timeframe,
  { t, ahead }: { readonly t: number; readonly ahead: number },
): string | null {
  if (timeframe === '1d') {
    const calendar = calendarOf(exchange);
    let day = dayText(Math.floor(t / DAY_MS));
    for (let i = 0; i < ahead; i += 1) day = calendar.nextTradingDay(day);
    return day;
  }
  const isAlwaysOpen = exchange === 'demo-us' || exchange === 'demo-krx';
  return isAlwaysOpen || timeframe === '1w' ? barTime(timeframe, t + ahead * TIMEFRAME_MS[timeframe]) : null;
}
