import type {
  AccountLimitsView,
  AccountView,
  CreateTransaction,
  OwnerLimitsView,
  PositionView,
  TransactionView,
  UpdateLimits,
  UpdateOwnerLimits,
} from '#shared/contract/account.ts';
import type { Leaving } from '#shared/contract/leaving.ts';
import type { MoveStop, OrderView } from '#shared/contract/proposal.ts';
import { roleMay } from '#shared/domain/role.ts';
import { api } from '../api/client.ts';
import { routes } from '../api/routes.ts';
import { session } from '../state/session.svelte.ts';
import { ui } from '../state/ui.svelte.ts';
import { act } from './act.ts';

const CHANGES = ['/accounts', '/bots', '/proposals'];

async function thenAccounts<T>(answer: Promise<T | null>): Promise<T | null> {
  const value = await answer;
  if (value !== null) await session.refreshAccounts().catch(() => undefined);
  return value;
}

/** Stop buying: protection stays. */
export const stopBuying = (accountId: string): Promise<AccountView | null> =>
  thenAccounts(
    act(() => api.post<AccountView>(routes.pause(accountId)), { done: ui.w.stop.stoppedNow, changes: CHANGES }),
  );

export const allowBuying = (accountId: string): Promise<AccountView | null> =>
  thenAccounts(
    act(() => api.post<AccountView>(routes.resume(accountId)), { done: ui.w.stop.resumed, changes: CHANGES }),
  );

/** All accounts: the owner of this Nod stops every one there is, everybody else each one they may stop. */
export async function stopBuyingEverywhere(): Promise<boolean> {
  const buying = session.accounts.filter(
    ({ closedAt, mode, role }) => closedAt === null && mode === 'active' && roleMay(role, 'stop'),
  );
  const each = () => Promise.all(buying.map(({ id }) => api.post<AccountView>(routes.pause(id))));
  const all = () => api.post(routes.everyMode, { mode: 'reducing' });
  const call: () => Promise<unknown> = session.me?.isInstaller === true ? all : each;
  return (await thenAccounts(act(call, { done: ui.w.stop.allStoppedNow, changes: CHANGES }))) !== null;
}

/** Lifts what stopped all of them at once. */
export const allowBuyingEverywhere = async (): Promise<boolean> =>
  (await thenAccounts(
    act(() => api.post<unknown>(routes.everyMode, { mode: 'active' }), {
      done: ui.w.stop.allResumed,
      changes: CHANGES,
    }),
  )) !== null;

export const sellEverything = (accountId: string): Promise<AccountView | null> =>
  thenAccounts(
    act(() => api.post<AccountView>(routes.panic(accountId)), { done: ui.w.stop.haltedNow, changes: CHANGES }),
  );

/** What is not sold yet stays, protected; nothing is bought. */
export const takeBackSelling = (accountId: string): Promise<AccountView | null> =>
  thenAccounts(
    act(() => api.remove<AccountView>(routes.panic(accountId)), {
      done: ui.catalogue.selling.takenBack,
      changes: CHANGES,
    }),
  );

/** Whoever was away has seen what happened. Where nobody can be told, it is shown again another time. */
export async function readAway(): Promise<void> {
  await api.post(routes.awayRead).catch(() => undefined);
  session.seen();
}

/** For good; it stays to be read. */
export const closeAccount = (
  accountId: string,
  done: string,
  positions: Leaving | undefined,
): Promise<AccountView | null> =>
  thenAccounts(
    act(() => api.remove<AccountView>(routes.closeAccount(accountId, positions)), { done, changes: CHANGES }),
  );

export const sellPosition = (accountId: string, symbol: string, holder: string): Promise<OrderView | null> =>
  act(() => api.post<OrderView>(routes.closePosition(accountId, symbol), { holder }), {
    done: ui.w.portfolio.sold,
    changes: CHANGES,
  });

export const moveStop = (
  accountId: string,
  symbol: string,
  input: MoveStop & { holder: string },
): Promise<PositionView | null> =>
  act(() => api.post<PositionView>(routes.moveStop(accountId, symbol), input), {
    done:
      input.stopPrice !== undefined
        ? ui.w.portfolio.moved
        : input.targetPrice === null
          ? ui.w.portfolio.targetGone
          : ui.w.portfolio.targetMoved,
    changes: CHANGES,
  });

/** Some limits anew. */
export const changeLimits = (
  accountId: string,
  change: UpdateLimits,
  done: string,
): Promise<AccountLimitsView | null> =>
  act(() => api.patch<AccountLimitsView>(routes.risk(accountId), change), { done, changes: CHANGES });

/** Some of the owner's limits for all accounts anew. */
export const changeOwnerLimits = (change: UpdateOwnerLimits, done: string): Promise<OwnerLimitsView | null> =>
  act(() => api.patch<OwnerLimitsView>(routes.ownerLimits, change), { done, changes: [...CHANGES, '/owner-limits'] });

export const book = (accountId: string, input: CreateTransaction): Promise<TransactionView | null> =>
  act(() => api.post<TransactionView>(routes.transactions(accountId), input), {
    done: ui.w.ledger.booked,
    changes: CHANGES,
  });
