import type { CreateBacktest } from '#shared/contract/backtest-run.ts';
import { DAY_MS } from '#shared/lib/time.ts';
import type { PastBars } from '#shared/usecases/past-bars.ts';
import type { BacktestAsked } from '../compute/backtest.ts';

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
  return { head, columns: past.flatMap(({ bars: { t, o, h, l, c, v } }) => [t, o, h, l, c, v]) };
}
