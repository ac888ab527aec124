import type { BarColumns, Timeframe } from '../../domain/bar.ts';
import { adjustForSplits } from '../../domain/split-adjust.ts';
import { profileOf } from '../../domain/own-profile.ts';
import { RISK_PROFILES } from '../../domain/risk-profile.ts';
import type { ColumnStore } from '../../indicators/column-store.ts';
import { INDICATORS } from '../../indicators/index.ts';
import { err, ok, type Result } from '../../lib/result.ts';
import { DAY_MS } from '../../lib/time.ts';
import { assumptionsOf } from './assumptions.ts';
import { BareDesk } from './bare-desk.ts';
import { BotDesk } from './bot-desk.ts';
import { drawdownsOf } from './drawdowns.ts';
import type { BacktestInput, BacktestInstrument, BacktestRefusal } from './input.ts';
import { dayOf, inspectBars, type Inspection } from './inspect.ts';
import type { BacktestResult, Trade } from './result.ts';
import { Run } from './run.ts';
import { Slot } from './slot.ts';
import { exposureOf, growthOf, monthsOf, over, tradeFigures } from './statistics.ts';
import { timelineOf } from './timeline.ts';

/**
 * Runs a strategy over past bars: pure and synchronous, float64 books. A signal on a close fills at the next open; stops
 * and targets fill inside bars by `guard.ts`. The same input gives the same result.
 */
export function runBacktest(input: BacktestInput): Result<BacktestResult, BacktestRefusal> {
  const ran = ranOf(input, null);
  return ran.ok ? ok(resultOf(input, ran.value.run, ran.value.inspected)) : ran;
}

/** The curve of one try after the other, which nobody looks at afterwards: written anew by the next one. */
export interface Scratch {
  equity: Float64Array;
}

/** What a search keeps of a try: the same run and the same figures, without what only a report shows. */
export function tryBacktest(
  input: BacktestInput,
  scratch: Scratch,
): Result<Pick<BacktestResult, 'statistics'> & { readonly equity: Float64Array }, BacktestRefusal> {
  const ran = ranOf(input, scratch);
  if (!ran.ok) return ran;
  const { run } = ran.value;
  return ok({ statistics: figuresOf(input, run).statistics, equity: run.equity });
}

function ranOf(
  input: BacktestInput,
  scratch: Scratch | null,
): Result<{ readonly run: Run; readonly inspected: readonly Inspection[] }, BacktestRefusal> {
  const inspected = input.instruments.map((given) => inspectionOf(given, input.timeframe));
  const refusal = refusalOf(input, inspected);
  if (refusal !== null) return err(refusal);
  const { instruments, sizing } = input;
  const times = timelineOf(
    instruments.map(({ bars }) => bars),
    input.from,
    input.to,
  );
  if (times.length < 2) return err({ code: 'no-bars-in-range', values: { bars: times.length } });
  const profile = sizing.kind === 'bot' ? profileOf(sizing.riskLevel, sizing.profile) : RISK_PROFILES.medium;
  const slots = instruments.map((given, position) => new Slot(given, position, input, profile));
  const desk = sizing.kind === 'bot' ? new BotDesk(input, sizing, slots) : new BareDesk(sizing);
  if (scratch !== null && scratch.equity.length < times.length) scratch.equity = new Float64Array(times.length);
  const equity = scratch?.equity.subarray(0, times.length);
  const run = new Run(input, slots, times, desk, equity);
  run.all();
  return ok({ run, inspected });
}

/** What was found in the bars behind a store, which must not change while it is used: read once for all runs of a grid. */
const inspections = new WeakMap<ColumnStore, { readonly bars: BarColumns; readonly inspection: Inspection }>();

function inspectionOf(given: BacktestInstrument, timeframe: Timeframe): Inspection {
  const { instrument, bars, splits = [], store } = given;
  const known = store && inspections.get(store);
  if (known?.bars === bars) return known.inspection;
  const inspection = inspectBars(instrument.symbol, bars, { timeframe, splitsAt: new Set(splits.map(({ at }) => at)) });
  if (store !== undefined) inspections.set(store, { bars, inspection });
  return inspection;
}

function resultOf(input: BacktestInput, run: Run, inspected: readonly Inspection[]): BacktestResult {
  const curve = { t: run.times, equity: run.equity };
  return {
    curve,
    ...figuresOf(input, run),
    months: monthsOf(curve, input.cash),
    unfilled: run.unfilled,
    assumptions: assumptionsOf(input),
    warnings: inspected.flatMap(({ oddities }) => oddities),
  };
}

function figuresOf(input: BacktestInput, run: Run): Pick<BacktestResult, 'trades' | 'statistics'> {
  const { books, times, equity, slots } = run;
  const trades: Trade[] = [...books.trades, ...books.stillOpen(slots)];
  const { meanEquity, ...falls } = drawdownsOf(times, equity);
  const growth = growthOf(times, equity, input.timeframe);
  const finalEquity = equity[equity.length - 1]!; // there are bars
  return {
    trades,
    statistics: {
      startCash: input.cash,
      finalEquity,
      returnFraction: finalEquity / input.cash - 1,
      ...growth,
      ...falls,
      calmar: growth.annualReturn === null ? null : over(growth.annualReturn, falls.maxDrawdown),
      ...tradeFigures(trades),
      exposure: exposureOf(trades, times.length),
      annualTurnover: turnoverOf(books.traded, meanEquity, times),
      fees: books.fees,
      dividends: books.dividends,
      buyAndHold: buyAndHold(input, run),
    },
  };
}

const YEAR_MS = 365.25 * DAY_MS;

function turnoverOf(traded: number, meanEquity: number, times: Float64Array): number | null {
  const years = (times[times.length - 1]! - times[0]!) / YEAR_MS; // there are bars
  return over(traded, meanEquity * years);
}

/** Mean return of holding each instrument from the first bar on which the strategy could have an opinion. */
function buyAndHold({ instruments, strategy, config, to }: BacktestInput, { times }: Run): number | null {
  const warmUp = Math.max(0, ...strategy.indicators(config).map(warmUpOf));
  const first = times[0]!; // there are bars
  let total = 0;
  let counted = 0;
  for (const { bars, splits = [] } of instruments) {
    const { t, c } = adjustForSplits(bars, splits);
    let begin = warmUp;
    while (begin < t.length && t[begin]! < first) begin += 1; // in range
    let end = t.length - 1;
    while (end >= 0 && t[end]! > (to ?? Infinity)) end -= 1; // in range
    if (begin >= end) continue;
    total += c[end]! / c[begin]! - 1; // in range
    counted += 1;
  }
  return over(total, counted);
}

function warmUpOf({ indicator, params }: { indicator: string; params: Readonly<Record<string, number>> }): number {
  return INDICATORS.find(({ name }) => name === indicator)?.warmUp(params) ?? 0;
}

function refusalOf(input: BacktestInput, inspected: readonly Inspection[]): BacktestRefusal | null {
  const { instruments, strategy, config, costs, cash, sizing } = input;
  const [first] = instruments;
  if (first === undefined) return { code: 'no-instruments', values: {} };
  if (!(cash > 0 && cash < Infinity)) return { code: 'number-out-of-range', values: { name: 'cash', value: cash } };
  const { commission, spread, slippage, volumeShareMax } = costs;
  const fractions = {
    commission: commission.kind === 'fraction' ? commission.perSide : 0,
    spread,
    slippage,
    volumeShareMax: volumeShareMax ?? 0,
  };
  for (const [name, value] of Object.entries(fractions)) {
    if (!(value >= 0 && value <= (name === 'volumeShareMax' ? 1 : 0.5)))
      return { code: 'number-out-of-range', values: { name, value } };
  }
  if (sizing.kind === 'bot' && input.mayShort) return { code: 'short-not-for-bots', values: {} };
  if (instruments.some(({ instrument }) => instrument.currency !== first.instrument.currency))
    return { code: 'several-currencies', values: {} };
  const needed = strategy.barsNeeded(config);
  let longest = 0;
  for (const [position, { instrument, bars }] of instruments.entries()) {
    const unsound = inspected[position]?.unsound ?? null;
    if (unsound !== null) {
      const { index, why } = unsound;
      const values = { symbol: instrument.symbol, bar: index + 1, day: dayOf(bars.t[index] ?? NaN), why };
      return { code: 'bars-invalid', values };
    }
    longest = Math.max(longest, bars.t.length);
  }
  if (longest < needed) return { code: 'windows-longer-than-data', values: { needed, bars: longest } };
  return null;
}
