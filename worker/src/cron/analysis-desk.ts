import type { ForecastUse } from '#shared/analysis/forecast-record.ts';
import type { CurrentForecasts } from '#shared/analysis/forecast-share.ts';
import { FORECAST_MODELS, HORIZON_BARS, type ForecastModel } from '#shared/analysis/forecast.ts';
import type { RecordedForecast } from '#shared/analysis/forecast-columns.ts';
import { forecastReason } from '#shared/analysis/forecast-reason.ts';
import { BARS_MAX, newestBars } from '#shared/analysis/usable-bars.ts';
import type { BarColumns, Timeframe } from '#shared/domain/bar.ts';
import type { InstrumentId } from '#shared/domain/ids.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import { closedBars, type MarketWindow } from '#shared/domain/screen.ts';
import type { Reason } from '#shared/domain/signal.ts';
import type { ForecastCase } from '#shared/ports/analyst.ts';
import { analyse, recordsOf, type AnalyseDeps } from '#shared/usecases/analyse.ts';
import { log } from '../log.ts';

/** What is said of an instrument's forecasts, what the newest say, and whether they have earned a part. */
export interface ForecastLine {
  readonly line: Reason;
  readonly current: CurrentForecasts;
  readonly use: Readonly<Record<ForecastModel, ForecastUse>>;
}

/** A close waits this long for an analysis that it began; then the market goes on, and so does the analysis. */
const WAIT_MS = 100;
/** Of ten seconds one is spent: at home it is somebody's computer. */
const REST_TIMES = 9;
/** Cards of one look that get a line on the forecast. */
const LINES_MAX = 50;
/** Instruments whose recorded forecasts are read at one close; of a large market the rest follows at the next. */
const READ_AT_ONCE = 200;

/**
 * Analyses what the strategies found, one instrument at a time beside the market's clock. Each is looked at again when
 * its forecast has come due, or to do more of the record's past. What is not reached waits for a later close.
 */
export class AnalysisDesk {
  readonly #deps: AnalyseDeps;
  #running: Promise<void> | null = null;
  #restsUntil = 0;
  /** The step at which each was analysed with a whole record. */
  readonly #done = new Map<InstrumentId, number>();
  /** Recorded forecasts as they were last read, by timeframe and instrument: this desk alone adds to them. */
  readonly #recorded = new Map<Timeframe, Map<InstrumentId, readonly RecordedForecast[]>>();

  constructor(deps: AnalyseDeps) {
    this.#deps = deps;
  }

  /** Begins the next analysis among these if none is under way, and waits for it a moment. */
  async look(wanted: readonly InstrumentId[], window: MarketWindow, timeframe: Timeframe): Promise<void> {
    if (this.#running !== null || Date.now() < this.#restsUntil) return;
    const next = wanted.find((id) => window.step - (this.#done.get(id) ?? -Infinity) >= HORIZON_BARS);
    const position = window.instruments.findIndex(({ id }) => id === next);
    const columns = window.columns[position];
    if (next === undefined || columns === undefined) return;
    // The window slides on while the analysis runs.
    const bars = copied(columns, closedBars(window, position));
    this.#running = this.#analyse(next, bars, { step: window.step, timeframe }).finally(() => {
      this.#running = null;
    });
    await Promise.race([this.#running, scheduler.wait(WAIT_MS)]);
  }

  async #analyse(
    instrumentId: InstrumentId,
    bars: BarColumns,
    { step, timeframe }: { readonly step: number; readonly timeframe: Timeframe },
  ): Promise<void> {
    const startedAt = Date.now();
    try {
      const result = await analyse(this.#deps, { instrumentId, timeframe }, bars, true);
      this.#recorded.get(timeframe)?.delete(instrumentId);
      // What cannot be analysed now is not asked again at every close.
      if (!result.ok || result.value.past.done >= result.value.past.of) this.#done.set(instrumentId, step);
    } catch (error) {
      this.#done.set(instrumentId, step);
      log('analysis-failed', { instrument: instrumentId, error });
    }
    const now = Date.now();
    this.#restsUntil = now + (now - startedAt) * REST_TIMES;
  }

  /** Recorded forecasts of these, for strategies that go by them. */
  async forecasts(
    instrumentIds: readonly InstrumentId[],
    timeframe: Timeframe,
  ): Promise<ReadonlyMap<InstrumentId, readonly RecordedForecast[]>> {
    let known = this.#recorded.get(timeframe);
    if (known === undefined) {
      known = new Map<InstrumentId, readonly RecordedForecast[]>();
      this.#recorded.set(timeframe, known);
    }
    const missing = instrumentIds.filter((id) => !known.has(id)).slice(0, READ_AT_ONCE);
    const read = await this.#deps.analyses.recorded(missing, timeframe);
    for (const id of missing) known.set(id, read.get(id) ?? []);
    return known;
  }

  /** What forecasts of these are worth and what the newest say, from the records as they stand. */
  async lines(
    instruments: readonly Instrument[],
    timeframe: Timeframe,
    window: MarketWindow,
  ): Promise<Map<InstrumentId, ForecastLine>> {
    const lines = new Map<InstrumentId, ForecastLine>();
    for (const { id, symbol } of instruments.slice(0, LINES_MAX)) {
      const cases = await this.#deps.analyses.cases({ instrumentId: id, timeframe });
      const records = recordsOf(cases);
      const ticker = symbol.slice(symbol.indexOf(':') + 1);
      const current = currentForecasts(cases, window, id);
      const line = forecastReason(
        ticker,
        FORECAST_MODELS.map((model) => records[model]),
      );
      const isLate = FORECAST_MODELS.every((model) => records[model].use !== 'better' || current[model] === null);
      lines.set(id, {
        line: line.code === 'forecast-used' && isLate ? { ...line, code: 'forecast-not-now' } : line,
        current,
        use: { prophet: records.prophet.use, trees: records.trees.use },
      });
    }
    return lines;
  }
}

/** The newest forecast of each model that still speaks of bars to come, in the prices of the newest bar. */
function currentForecasts(
  cases: readonly ForecastCase[],
  window: MarketWindow,
  instrumentId: InstrumentId,
): CurrentForecasts {
  const position = window.instruments.findIndex(({ id }) => id === instrumentId);
  const columns = window.columns[position];
  const closed = columns === undefined ? 0 : closedBars(window, position);
  const newest = (
    model: ForecastModel,
    bars: number,
  ): { readonly one: ForecastCase; readonly scale: number } | null => {
    for (let ago = 0; columns !== undefined && ago < bars && ago < closed; ago += 1) {
      const at = closed - 1 - ago;
      const one = cases.findLast(
        (each) => each.model === model && each.made !== 'unfitted' && each.barAt === columns.t[at],
      );
      if (one !== undefined) return { one, scale: (columns.c[at] ?? one.close) / one.close };
    }
    return null;
  };
  const trend = newest('prophet', HORIZON_BARS);
  const next = newest('trees', 1);
  const at = (price: number | null, scale: number): number | null => (price === null ? null : price * scale);
  return {
    prophet: trend && {
      chanceUp: trend.one.chanceUp,
      low: at(trend.one.low, trend.scale),
      high: at(trend.one.high, trend.scale),
    },
    trees: next && { chanceUp: next.one.chanceUp },
  };
}

function copied(columns: BarColumns, closed: number): BarColumns {
  const { t, o, h, l, c, v } = columns;
  const cut = (column: Float64Array): Float64Array => column.subarray(0, closed);
  const newest = newestBars({ t: cut(t), o: cut(o), h: cut(h), l: cut(l), c: cut(c), v: cut(v) }, BARS_MAX);
  return {
    t: newest.t.slice(),
    o: newest.o.slice(),
    h: newest.h.slice(),
    l: newest.l.slice(),
    c: newest.c.slice(),
    v: newest.v.slice(),
  };
}
