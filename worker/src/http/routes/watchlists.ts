import { z } from 'zod';
import { Id, listOf, OfAccount } from '#shared/contract/common.ts';
import { CreateWatchlist, UpdateWatchlist, WatchlistView } from '#shared/contract/watchlist.ts';
import { route } from '../route.ts';

export const WATCHLIST_ROUTES = [
  route({
    method: 'GET',
    path: '/api/watchlists',
    summary: "The caller's lists; a name has no instrument where the active market, or that of `accountId`, lacks it",
    query: OfAccount,
    answer: listOf(WatchlistView),
    run: ({ composition, caller }, { query }) => composition.useCases.watchlists(caller, query.accountId),
  }),
  route({
    method: 'POST',
    path: '/api/watchlists',
    summary: 'Make a list',
    status: 201,
    scope: 'propose',
    body: CreateWatchlist,
    answer: WatchlistView,
    run: ({ composition, caller }, { body }) => composition.useCases.createWatchlist(caller, body),
  }),
  route({
    method: 'GET',
    path: '/api/watchlists/:id',
    summary: 'One list',
    answer: WatchlistView,
    run: ({ composition, caller }, { params }) => composition.useCases.watchlist(caller, params.id),
  }),
  route({
    method: 'PATCH',
    path: '/api/watchlists/:id',
    summary: 'Rename a list or replace its names',
    scope: 'propose',
    body: UpdateWatchlist,
    answer: WatchlistView,
    run: ({ composition, caller }, { params, body }) => composition.useCases.updateWatchlist(caller, params.id, body),
  }),
  route({
    method: 'DELETE',
    path: '/api/watchlists/:id',
    summary: 'Remove a list; bots keep what they were made with',
    scope: 'propose',
    answer: z.object({ id: Id }),
    run: ({ composition, caller }, { params }) => composition.useCases.deleteWatchlist(caller, params.id),
  }),
];
