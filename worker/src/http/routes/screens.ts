import { z } from 'zod';
import { Id, listOf, OfAccount } from '#shared/contract/common.ts';
import {
  CreateScreen,
  IndexView,
  LooseScreen,
  ResultsQuery,
  ScreenResultView,
  ScreenRunView,
  ScreenView,
  ScreenWords,
  ToWatchlist,
  UpdateScreen,
} from '#shared/contract/screen.ts';
import { WatchlistView } from '#shared/contract/watchlist.ts';
import { route } from '../route.ts';

export const SCREEN_ROUTES = [
  route({
    method: 'GET',
    path: '/api/indices',
    summary: 'Indices that a screen can look at: those of which a list is imported, and a generated market has its own',
    query: OfAccount,
    answer: listOf(IndexView),
    run: ({ composition, caller }, { query }) => composition.useCases.indices(caller, query.accountId),
  }),
  route({
    method: 'GET',
    path: '/api/screens',
    summary:
      'Screens there are: those from the start, then your own, each in words, with what is new and gone since the day before',
    query: OfAccount,
    answer: listOf(ScreenView),
    run: ({ composition, caller }, { query }) => composition.useCases.screens(caller, query.accountId),
  }),
  route({
    method: 'POST',
    path: '/api/screens',
    summary: 'Save a screen: a tree of conditions, what it looks at, what it is ranked by',
    status: 201,
    scope: 'propose',
    body: CreateScreen,
    answer: ScreenView,
    run: ({ composition, caller }, { body }) => composition.useCases.createScreen(caller, body),
  }),
  route({
    method: 'POST',
    path: '/api/screens/check',
    summary: 'A screen in words, and whether it can ever find anything; nothing is kept',
    body: LooseScreen,
    answer: ScreenWords,
    run: ({ composition, caller }, { body }) => composition.useCases.checkScreen(caller, body),
  }),
  route({
    method: 'POST',
    path: '/api/screens/run',
    summary: 'Run a screen that is not saved; of such screens only the newest results are kept',
    scope: 'propose',
    query: OfAccount,
    body: LooseScreen,
    answer: ScreenRunView,
    run: ({ composition, caller }, { body, query }) =>
      composition.useCases.runLooseScreen(caller, body, query.accountId),
  }),
  route({
    method: 'GET',
    path: '/api/screens/:id',
    summary: 'One screen',
    answer: ScreenView,
    run: ({ composition, caller }, { params }) => composition.useCases.screen(caller, params.id),
  }),
  route({
    method: 'PATCH',
    path: '/api/screens/:id',
    summary: 'Rename a screen or change what it looks for',
    scope: 'propose',
    body: UpdateScreen,
    answer: ScreenView,
    run: ({ composition, caller }, { params, body }) => composition.useCases.updateScreen(caller, params.id, body),
  }),
  route({
    method: 'DELETE',
    path: '/api/screens/:id',
    summary: 'Remove a screen of your own',
    scope: 'propose',
    answer: z.object({ id: Id }),
    run: ({ composition, caller }, { params }) => composition.useCases.deleteScreen(caller, params.id),
  }),
  route({
    method: 'POST',
    path: '/api/screens/:id/run',
    summary: 'Run a screen on the last closed bar; over a large market the run is asked for again',
    scope: 'propose',
    query: OfAccount,
    answer: ScreenRunView,
    run: ({ composition, caller }, { params, query }) =>
      composition.useCases.runScreen(caller, params.id, query.accountId),
  }),
  route({
    method: 'GET',
    path: '/api/screens/runs/:run',
    summary: 'How far a run is, and what it found',
    answer: ScreenRunView,
    run: ({ composition, caller }, { params }) => composition.useCases.screenRun(caller, params.run),
  }),
  route({
    method: 'POST',
    path: '/api/screens/runs/:run/cancel',
    summary: 'Stop a run; one that has ended stays as it is',
    scope: 'propose',
    answer: ScreenRunView,
    run: ({ composition, caller }, { params }) => composition.useCases.cancelScreenRun(caller, params.run),
  }),
  route({
    method: 'GET',
    path: '/api/screens/:id/results',
    summary: 'What a screen found, newest first, each compared with the day before',
    query: ResultsQuery.extend(OfAccount.shape),
    answer: listOf(ScreenResultView),
    run: ({ composition, caller }, { params, query }) => composition.useCases.screenResults(caller, params.id, query),
  }),
  route({
    method: 'POST',
    path: '/api/screens/:id/watchlist',
    summary: 'Make a watchlist of what a screen found last',
    status: 201,
    scope: 'propose',
    query: OfAccount,
    body: ToWatchlist,
    answer: WatchlistView,
    run: ({ composition, caller }, { params, body, query }) =>
      composition.useCases.screenToWatchlist(caller, params.id, { ...body, accountId: query.accountId }),
  }),
];
