import type { BackToPaperView, GoLive, WentLiveView } from '#shared/contract/going-live.ts';
import { api } from '../api/client.ts';
import { routes } from '../api/routes.ts';
import { session } from '../state/session.svelte.ts';
import { ui } from '../state/ui.svelte.ts';
import { act } from './act.ts';

const CHANGES = ['/accounts', '/bots', '/connections'];

/** Opens the account with real money and shows it; null when it stayed shut, and why has been told. */
export async function goLive(accountId: string, input: GoLive): Promise<WentLiveView | null> {
  const words = ui.w.goingLive;
  const went = await act(() => api.post<WentLiveView>(routes.goLive(accountId), input), {
    done: ({ notCopied }) =>
      notCopied.length === 0
        ? words.done
        : `${words.done} ${words.notCopied(notCopied.map(({ name }) => name).join(', '))}`,
    changes: CHANGES,
  });
  if (went === null) return null;
  await session.refreshAccounts().catch(() => undefined);
  session.choose(went.accountId);
  return went;
}

/** Stops buying with real money and shows paper again. */
export async function backToPaper(accountId: string): Promise<BackToPaperView | null> {
  const back = await act(() => api.post<BackToPaperView>(routes.backToPaper(accountId)), {
    done: ui.w.goingLive.backDone,
    changes: CHANGES,
  });
  if (back === null) return null;
  await session.refreshAccounts().catch(() => undefined);
  if (back.paperAccountId !== null) session.choose(back.paperAccountId);
  return back;
}
