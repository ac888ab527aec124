import { supportAndResistance, type TurnLevel } from '../analysis/pivots/levels.ts';
import { emptyPeriod, pivotPeriod, readPeriodBefore } from '../analysis/pivots/period.ts';
import { pivotLevels } from '../analysis/pivots/pivot-levels.ts';
import type { Failure } from '../contract/errors.ts';
import type { PivotsQuery, PivotsView } from '../contract/pivots.ts';
import { tickSize } from '../domain/tick.ts';
import { decimal, toText, type DecimalText } from '../lib/decimal.ts';
import { ok, type Result } from '../lib/result.ts';
import type { UseCaseDeps } from './ports.ts';
import { barTime, readColumns } from './read-bars.ts';

/** Turns of the last 250 bars, and two whole periods of the longest (days of a market that never closes). */
const BARS_READ = 400;

/** Pivot levels, support and resistance of one instrument at its newest closed bar. */
export async function readPivots(
  deps: UseCaseDeps,
  name: string,
  { method, timeframe: asked }: PivotsQuery,
): Promise<Result<PivotsView, Failure>> {
  const read = await readColumns(deps, name, { timeframe: asked, limit: BARS_READ });
  if (!read.ok) return read;
  const { instrument, timeframe, columns } = read.value;
  const last = columns.t.length - 1;
  const before = emptyPeriod();
  const isWhole = last >= 0 && readPeriodBefore(columns, last, timeframe, before);
  const text = (price: number): DecimalText => {
    // Nobody orders at a level: the nearest tick tells where it is.
    const tick = tickSize(instrument, Math.abs(price));
    return toText(decimal((Math.round(price / tick) * tick).toFixed(6)));
  };
  const at = (index: number): string => barTime(timeframe, columns.t[index] ?? 0);
  const levels = isWhole ? pivotLevels(method, before) : null;
  const turns = supportAndResistance(columns, last);
  const level = ({ price, touches, lastIndex }: TurnLevel) => ({ price: text(price), touches, lastAt: at(lastIndex) });
  return ok({
    symbol: instrument.symbol,
    currency: instrument.currency,
    timeframe,
    method,
    period: pivotPeriod(timeframe),
    from: isWhole ? at(before.firstIndex) : null,
    to: isWhole ? at(before.lastIndex) : null,
    levels:
      levels === null
        ? null
        : {
            pivot: text(levels.pivot),
            support: levels.support.map(text),
            resistance: levels.resistance.map(text),
          },
    turns: { support: turns.support.map(level), resistance: turns.resistance.map(level) },
  });
}
