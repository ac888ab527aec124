import { failure, type Failure } from '../contract/errors.ts';
import type { IndicatorsView } from '../contract/research.ts';
import { indicatorNamed } from '../indicators/index.ts';
import type { Indicator, IndicatorParams } from '../indicators/indicator.ts';
import { err, ok, type Result } from '../lib/result.ts';
import type { IndicatorsRequest } from './facade.ts';
import type { UseCaseDeps } from './ports.ts';
import { barTime, readColumns } from './read-bars.ts';

const USUAL = 'sma-20,sma-50,rsi-14';
const LINES_MAX = 10;
const PERIOD_MAX = 1_000;

interface Asked {
  readonly label: string;
  readonly indicator: Indicator;
  readonly params: IndicatorParams;
}

/** Indicator lines beside the newest closed bars. A name is `sma-20` or `macd-12-26-9`: parameters in their own order. */
export async function readIndicators(
  deps: UseCaseDeps,
  name: string,
  query: IndicatorsRequest,
): Promise<Result<IndicatorsView, Failure>> {
  const asked: Asked[] = [];
  for (const text of (query.names ?? USUAL).split(',').slice(0, LINES_MAX)) {
    const parsed = parse(text.trim().toLowerCase());
    if (parsed === null) return err(failure('invalid-request', { name: text.slice(0, 40) }, 'names'));
    asked.push(parsed);
  }
  const warmUp = Math.max(0, ...asked.map(({ indicator, params }) => indicator.warmUp(params)));
  // Recursive ones settle: three times the warm-up before the first value shown.
  const read = await readColumns(deps, name, { timeframe: query.timeframe, limit: query.limit + warmUp * 3 });
  if (!read.ok) return read;
  const { instrument, timeframe, columns } = read.value;
  const skip = Math.max(0, columns.t.length - query.limit);
  const lines = asked.flatMap(({ label, indicator, params }) =>
    indicator.compute(columns, params).map((values, index) => ({
      name: indicator.outputs.length === 1 ? label : `${label}.${indicator.outputs[index] ?? index}`,
      values: Array.from(values.subarray(skip), (value) => (Number.isFinite(value) ? value : null)),
    })),
  );
  return ok({
    symbol: instrument.symbol,
    timeframe,
    t: Array.from(columns.t.subarray(skip), (t) => barTime(timeframe, t)),
    lines,
  });
}

function parse(text: string): Asked | null {
  const [name, ...numbers] = text.split('-');
  const indicator = indicatorNamed(name ?? '');
  if (indicator === undefined) return null;
  const names = Object.keys(indicator.defaults);
  if (numbers.length > names.length) return null;
  const params: Record<string, number> = { ...indicator.defaults };
  for (const [index, number] of numbers.entries()) {
    const value = Number(number);
    if (!(value > 0 && value <= PERIOD_MAX)) return null;
    params[names[index] ?? ''] = value;
  }
  const label = [indicator.name, ...names.map((key) => params[key])].join('-');
  return { label, indicator, params };
}
