import { memoryGroups } from '#bot/testing/memory-groups.ts';
import type { MarketPort, StoredWatchlist, UseCaseDeps } from '#shared/usecases/ports.ts';
import { createUseCases } from '#shared/usecases/use-cases.ts';
import type { UseCases } from '#shared/usecases/facade.ts';
import type { Language } from '#shared/contract/session.ts';
import { ok } from '#shared/lib/result.ts';
import { toIso } from '#shared/lib/time.ts';
import type { BacktestRunDetail } from '#shared/contract/backtest-run.ts';
import { AlertSettings } from '#shared/domain/alerts/settings.ts';
import type { MarketId } from '#shared/domain/ids.ts';
import type { SimAccount } from './sim-account.ts';

/** The account every caller is led to, as the directory would; whether it is theirs it says itself. */
export const SIM_ACCOUNT_ID = 'a_test0001';

/**
 * The real use cases over one real account in Node. Lists of the house are empty and everybody is confirmed; what is not
 * given here fails when it is asked.
 */
export function useCasesOver(account: SimAccount, language: Language = 'en'): UseCases {
  const market: MarketPort = {
    state: async () => (await account.market.glance([])).state,
    instruments: () => account.market.instruments(),
    quotes: async (ids) => [...(await account.market.glance(ids)).quotes],
    control: async () => (await account.market.glance([])).state,
    lookNow: () => Promise.resolve(),
    splits: () => Promise.resolve([]),
  };
  const none = () => Promise.resolve([]);
  const given: Partial<UseCaseDeps> = {
    version: 'test',
    now: () => account.now,
    background: (_name, work) => void work().catch(() => undefined),
    accounts: {
      idsOf: () => Promise.resolve([SIM_ACCOUNT_ID]),
      defaultId: () => Promise.resolve(SIM_ACCOUNT_ID),
      account: () => account.api,
    },
    markets: {
      activeId: () => Promise.resolve('demo' as MarketId),
      market: () => market,
      bars: () => ({ read: () => Promise.resolve(new ArrayBuffer(0)), readMany: none }),
      aliases: none,
      imported: () => Promise.resolve(null),
    },
    users: {
      find: (id) =>
        Promise.resolve({
          ...{ id, name: 'Mina', role: 'owner' as const, language, theme: 'system' as const },
          createdAt: '2026-01-01T00:00:00.000Z',
        }),
      list: none,
      create: () => Promise.resolve(),
      update: () => Promise.resolve(),
    },
    watchlists: listsOf([]),
    groups: memoryGroups(),
    backtests: testsOf([]),
    screens: { list: none, latest: none } as unknown as UseCaseDeps['screens'],
    signals: { list: none, unread: () => Promise.resolve(0) } as unknown as UseCaseDeps['signals'],
    requireStepUp: () => Promise.resolve(ok(undefined)),
    globalMode: {
      read: () => Promise.resolve('active'),
      replace: () => Promise.resolve(true),
      tell: () => Promise.resolve(0),
      worlds: () => Promise.resolve(['demo']),
    },
    ownerLimits: {
      read: () => Promise.resolve({}),
      replace: () => Promise.resolve(true),
      tell: () => Promise.resolve(0),
    },
    visits: {
      mark: () => Promise.resolve(account.away),
      tell: () => {
        const isFirst = account.away?.isTold === false;
        if (account.away !== null) account.away = { ...account.away, isTold: true };
        return Promise.resolve(isFirst);
      },
    },
    alertSettings: { read: () => Promise.resolve(AlertSettings.parse({})), write: () => Promise.resolve() },
    portfolios: {
      list: none,
      create: () => Promise.resolve('p_1'),
      update: () => Promise.resolve(),
      remove: () => Promise.resolve(),
      addHolder: () => Promise.resolve(),
      moveHolder: () => Promise.resolve(),
      holdings: none,
      updateHolding: () => Promise.resolve(),
      saveHoldings: () => Promise.resolve(),
    },
    jobs: {
      list: none,
      update: () => Promise.resolve(ok(undefined)),
      changed: () => Promise.resolve(),
      run: () => Promise.resolve(ok(undefined)),
    },
  };
  return createUseCases(given as UseCaseDeps);
}

/** What people asked of past prices, in memory: taken down, and never worked on. */
function testsOf(runs: (BacktestRunDetail & { readonly userId: string })[]): UseCaseDeps['backtests'] {
  return {
    create: ({ userId, accountId, botId, request }, now) => {
      const id = `t_${runs.length + 1}`;
      runs.push({
        ...{ id, userId, accountId, botId, request, kind: request.kind, status: 'waiting', problem: null },
        ...{ progress: { done: 0, of: 0 }, summary: null, createdAt: toIso(now), finishedAt: null, result: null },
      });
      return Promise.resolve(id);
    },
    list: (userId) => Promise.resolve(runs.filter((run) => run.userId === userId)),
    find: (userId, id) => Promise.resolve(runs.find((run) => run.userId === userId && run.id === id) ?? null),
    cancel: () => Promise.resolve(),
    remove: () => Promise.resolve(),
    wake: () => Promise.resolve(),
  };
}

/** The lists of one person, in memory. */
function listsOf(lists: StoredWatchlist[]): UseCaseDeps['watchlists'] {
  return {
    list: () => Promise.resolve(lists),
    create: (_userId, { name, symbols }) => {
      lists.push({ id: 'w_1', name, names: [...symbols], createdAt: '2026-01-01T00:00:00.000Z' });
      return Promise.resolve('w_1');
    },
    update: () => Promise.resolve(true),
    remove: () => Promise.resolve(true),
  };
}
