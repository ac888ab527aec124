import type { BacktestRunDetail } from '#shared/contract/backtest-run.ts';
import { failure, type Failure } from '#shared/contract/errors.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';
import type { Answer, UseCases } from '#shared/usecases/facade.ts';
import { aWaitingRun } from './backtest-builders.ts';
import type { FakeState } from './fake-use-cases.ts';

/** Writes down a call that changes something, and does it unless the next change is to fail. */
type Change = <T>(call: string, work: () => Result<T, Failure>) => Answer<T>;
type Backtests = Pick<UseCases, 'backtests' | 'backtest' | 'createBacktest' | 'backtestBot' | 'cancelBacktest'>;

/** Tests of the past that are taken down and never worked on; of stocks that there are. */
export function fakeBacktests(state: FakeState, change: Change): Backtests {
  const begun = (made: Partial<BacktestRunDetail>): Result<BacktestRunDetail, Failure> => {
    const run = aWaitingRun(made);
    state.tests = [run];
    return ok(run);
  };
  const find = (id: string): Result<BacktestRunDetail, Failure> => {
    const run = state.tests.find((known) => known.id === id);
    return run === undefined ? err(failure('not-found')) : ok(run);
  };
  return {
    backtests: () => Promise.resolve(ok({ items: state.tests, nextCursor: null })),
    backtest: (_caller, id) => Promise.resolve(find(id)),
    createBacktest: (_caller, input) => {
      const { strategy, symbols, from = '', to = '', cash, sizing } = input;
      const unknown = symbols.find((name) => !state.instruments.some(({ symbol }) => symbol === name));
      if (unknown !== undefined) return Promise.resolve(err(failure('unknown-instrument', { symbol: unknown })));
      const call = `createBacktest ${strategy} ${symbols.join(',')} ${from}..${to} ${cash} ${sizing.kind}`;
      return change(call, () => begun({ request: input }));
    },
    backtestBot: (_caller, id, { from = '', to = '' }) =>
      change(`backtestBot ${id} ${from}..${to}`, () => begun({ botId: id })),
    cancelBacktest: (_caller, id) => {
      const run = find(id);
      if (!run.ok) return Promise.resolve(run);
      return change(`cancelBacktest ${id}`, () => ok({ ...run.value, status: 'cancelled', result: null }));
    },
  };
}
