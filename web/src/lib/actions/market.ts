import type { ControlMarket, JobView, MarketView, UpdateJob } from '#shared/contract/market.ts';
import { api } from '../api/client.ts';
import { routes } from '../api/routes.ts';
import { live } from '../state/live.svelte.ts';
import { session } from '../state/session.svelte.ts';
import { ui } from '../state/ui.svelte.ts';
import { act } from './act.ts';

/** Moves the clock of a replayed or generated market. */
export async function controlMarket(input: ControlMarket): Promise<void> {
  const market = await act(() => api.patch<MarketView>(routes.market(), input));
  if (market) live.showMarket(market);
}

export const runJob = (name: string): Promise<JobView | null> =>
  act(() => api.post<JobView>(routes.runJob(name, session.accountId)), {
    done: ui.w.jobs.ran,
    changes: [routes.jobs(session.accountId)],
  });

export const updateJob = (name: string, input: UpdateJob): Promise<JobView | null> =>
  act(() => api.patch<JobView>(routes.job(name), input), {
    done: ui.w.jobs.saved,
    changes: [routes.jobs(session.accountId)],
  });
