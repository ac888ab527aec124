import type { CreateBacktest } from '#shared/contract/backtest-run.ts';
import { DAY_MS } from '#shared/lib/time.ts';
import { firstAtOrAfter } from '#shared/simulator/backtest/timeline.ts';
import type { PastBars } from '#shared/usecases/past-bars.ts';
import type { BacktestAsked } from '../compute/backtest.ts';

/**
 * Bars before the range that are sent along: what a strategy warms up on, and two years of days for the largest night
 * move a bot sizes by. Years of minutes before it would only be carried about.
 */
const WARM_UP_BARS = 1_000;

/** A request with its bars as heavy work is asked; nothing after `until` counts. Both days of its range do. */
export function askedOf(
  run: CreateBacktest,
  past: readonly PastBars[],
  until: number,
): { head: BacktestAsked & { run: CreateBacktest }; columns: Float64Array[] } {
  const { strategy, config, sizing, costs, mayShort, atEnd } = run;
  const { commission, ...rest } = costs;
  const head = {
    run,
    instruments: past.map(({ instrument, splits, events, forecasts }) => ({
      instrument,
      splits: splits.map(({ at, ratio }) => ({ at, ratio })),
      dividends: [],
      events: [...events],
      forecasts: [...forecasts],
    })),
    timeframe: past[0]?.timeframe ?? '1d',
    strategy,
    config,
    cash: Number(run.cash),
    from: run.from === undefined ? null : Date.parse(run.from),
    to: Math.min(until, run.to === undefined ? until : Date.parse(run.to) + DAY_MS - 1),
    sizing: sizing.kind === 'bot' ? { ...sizing, limits: null, otherCash: 0 } : sizing,
    costs: {
      ...rest,
      commission:
        commission === 'market' ? ({ kind: 'market' } as const) : { kind: 'fraction' as const, perSide: commission },
    },
    mayShort,
    atEnd,
  };
  return { head, columns: past.flatMap(({ bars }) => columnsFrom(bars, head.from)) };
}

function columnsFrom({ t, o, h, l, c, v }: PastBars['bars'], from: number | null): Float64Array[] {
  const begin = from === null ? 0 : Math.max(0, firstAtOrAfter(t, from) - WARM_UP_BARS);
  return [t, o, h, l, c, v].map((column) => (begin === 0 ? column : column.subarray(begin)));
}
