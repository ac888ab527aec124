import type { AccountView } from '#shared/contract/account.ts';
import type { BotView } from '#shared/contract/bot.ts';
import type { PositionView } from '#shared/contract/account.ts';
import type { ProposalView } from '#shared/contract/proposal.ts';
import type { List } from '../api/list.ts';
import { routes } from '../api/routes.ts';
import { watch, type Watched } from './query.svelte.ts';
import { session } from './session.svelte.ts';

/* What most screens show of the chosen account. Each is one address, fetched once however many show it. */
const ofAccount = <T>(path: (accountId: string) => string): Watched<T> =>
  watch<T>(() => (session.accountId === null ? null : path(session.accountId)));

export const watchAccount = (): Watched<AccountView> => ofAccount(routes.account);
export const watchPositions = (): Watched<List<PositionView>> => ofAccount(routes.positions);
export const watchPending = (): Watched<List<ProposalView>> =>
  ofAccount((accountId) => routes.proposals({ status: 'pending', accountId }));
export const watchBots = (): Watched<List<BotView>> =>
  ofAccount((accountId) => `${routes.bots}?accountId=${accountId}`);
