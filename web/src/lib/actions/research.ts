import type { BacktestRunDetail, BacktestRunView } from '#shared/contract/backtest-run.ts';
import { api } from '../api/client.ts';
import { routes } from '../api/routes.ts';
import { ui } from '../state/ui.svelte.ts';
import { act } from './act.ts';

export const startTest = (request: object): Promise<BacktestRunView | null> =>
  act(() => api.post<BacktestRunView>(routes.backtests, request), { changes: [routes.backtests] });

/** The same as a bot trades, over all bars there are. */
export const testBot = (bot: string): Promise<BacktestRunView | null> =>
  act(() => api.post<BacktestRunView>(routes.botBacktest(bot), { kind: 'backtest' }), { changes: [routes.backtests] });

export const cancelTest = (test: string): Promise<BacktestRunDetail | null> =>
  act(() => api.post<BacktestRunDetail>(routes.cancelBacktest(test)), { changes: [routes.backtests] });

export const removeTest = (test: string): Promise<{ id: string } | null> =>
  act(() => api.remove<{ id: string }>(routes.backtest(test)), {
    done: ui.w.research.removed,
    changes: [routes.backtests],
  });
