import type { BarColumns } from '../domain/bar.ts';
import { NO_COSTS, type BacktestInput } from '../simulator/backtest/input.ts';
import type { BacktestResult } from '../simulator/backtest/result.ts';
import { runBacktest } from '../simulator/backtest/run-backtest.ts';
import { strategyNamed } from '../strategies/index.ts';
import { anInstrument } from './an-instrument.ts';

/** A strategy of the registry over these bars: all in, no costs, long only, whatever is open left. */
export function aBacktest(
  bars: BarColumns,
  changes: Omit<Partial<BacktestInput>, 'config' | 'strategy'> & {
    readonly strategy?: string;
    readonly config?: Record<string, number>;
  } = {},
): BacktestInput {
  const { strategy: name = 'ma-cross', config = {}, ...rest } = changes;
  const strategy = strategyNamed(name);
  if (strategy === null) throw new Error(`no strategy ${name}`);
  return {
    instruments: [{ instrument: anInstrument(), bars }],
    timeframe: '1d',
    strategy,
    config: strategy.configSchema.parse(config),
    cash: 10_000,
    from: null,
    to: null,
    sizing: { kind: 'all-in' },
    costs: NO_COSTS,
    mayShort: false,
    atEnd: 'left',
    ...rest,
  };
}

/** The result of a run that is expected to have one. */
export function ran(input: BacktestInput): BacktestResult {
  const result = runBacktest(input);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}
