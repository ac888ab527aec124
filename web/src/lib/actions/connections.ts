import type { AccountView } from '#shared/contract/account.ts';
import type {
  ConnectionView,
  CreateConnection,
  NewConnectionView,
  RemovedConnectionView,
  ReplaceKeys,
} from '#shared/contract/connection.ts';
import type { Leaving } from '#shared/contract/leaving.ts';
import { api } from '../api/client.ts';
import { routes } from '../api/routes.ts';
import { session } from '../state/session.svelte.ts';
import { toasts } from '../state/toasts.svelte.ts';
import { withStepUp } from '../state/step-up.svelte.ts';
import { ui } from '../state/ui.svelte.ts';
import { invalidate } from '../state/query.svelte.ts';
import { healthText } from '../words/health.ts';
import { act } from './act.ts';

const CHANGES = ['/connections', '/accounts'];

/**
 * Sends the keys once. They live in the form only: nothing here keeps, caches or logs them. Throws what the server said,
 * so that the form can show it beside its fields.
 */
export async function connect(input: CreateConnection): Promise<NewConnectionView> {
  try {
    return await withStepUp(() => api.post<NewConnectionView>(routes.connections, input));
  } finally {
    invalidate(...CHANGES);
    await session.refreshAccounts().catch(() => undefined);
  }
}

/** New keys for the same brokerage account; throws what the server said. */
export async function replaceKeys(connectionId: string, input: ReplaceKeys): Promise<ConnectionView> {
  try {
    return await withStepUp(() => api.post<ConnectionView>(routes.connectionKeys(connectionId), input));
  } finally {
    invalidate(...CHANGES);
  }
}

/** Asks the broker now and tells how the line is. */
export async function checkConnection(connectionId: string): Promise<ConnectionView | null> {
  const view = await act(() => api.post<ConnectionView>(routes.checkConnection(connectionId)), { changes: CHANGES });
  if (view === null) return null;
  const text = ui.w.connections.tried(healthText(view.health, { broker: view.broker }));
  toasts.say(text, view.health.state === 'connected' ? 'good' : 'bad');
  return view;
}

/** Forgets the keys, or sells first; the sheet has listed what is open. Answers what goes on at the broker unwatched. */
export async function disconnect(
  connectionId: string,
  positions: Leaving | undefined,
): Promise<RemovedConnectionView | null> {
  const removed = await act(() => api.remove<RemovedConnectionView>(routes.removeConnection(connectionId, positions)), {
    done: ({ isGone }) => {
      if (isGone) return ui.w.connections.disconnected;
      return positions === 'sell' ? ui.catalogue.leaving.keySelling : ui.catalogue.leaving.keyJoining;
    },
    changes: [...CHANGES, '/bots'],
  });
  await session.refreshAccounts().catch(() => undefined);
  return removed;
}

/** Whether an account may buy. Switching on may want the person themself; exits go on either way. */
export async function setMayTrade(accountId: string, mayTrade: boolean): Promise<AccountView | null> {
  const words = ui.w.connections;
  const account = await act(() => api.patch<AccountView>(routes.account(accountId), { mayTrade }), {
    done: mayTrade ? words.mayTradeNow : words.mayNotTradeNow,
    changes: CHANGES,
  });
  if (account) await session.refreshAccounts().catch(() => undefined);
  return account;
}
