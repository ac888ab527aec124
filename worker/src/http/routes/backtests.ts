import { z } from 'zod';
import {
  BacktestRunDetail,
  BacktestRunView,
  CreateBacktest,
  CreateBotBacktest,
} from '#shared/contract/backtest-run.ts';
import { Id, listOf, PageQuery } from '#shared/contract/common.ts';
import { route } from '../route.ts';

export const BACKTEST_ROUTES = [
  route({
    method: 'GET',
    path: '/api/backtests',
    summary: 'What the caller asked of stored bars, newest first, with how far it is',
    query: PageQuery,
    answer: listOf(BacktestRunView),
    run: ({ composition, caller }, { query }) => composition.useCases.backtests(caller, query),
  }),
  route({
    method: 'POST',
    path: '/api/backtests',
    summary:
      'Ask for a backtest, a grid, a walk-forward or a Monte Carlo run over stored bars; it is worked on beside all else',
    status: 201,
    scope: 'propose',
    body: CreateBacktest,
    answer: BacktestRunView,
    run: ({ composition, caller }, { body }) => composition.useCases.createBacktest(caller, body),
  }),
  route({
    method: 'GET',
    path: '/api/backtests/:id',
    summary: 'One of them, with its result once it is done. Hypothetical, whatever it shows',
    answer: BacktestRunDetail,
    run: ({ composition, caller }, { params }) => composition.useCases.backtest(caller, params.id),
  }),
  route({
    method: 'POST',
    path: '/api/backtests/:id/cancel',
    summary: 'It stops before its next slice of work; one that is finished stays what it is',
    scope: 'propose',
    answer: BacktestRunDetail,
    run: ({ composition, caller }, { params }) => composition.useCases.cancelBacktest(caller, params.id),
  }),
  route({
    method: 'DELETE',
    path: '/api/backtests/:id',
    summary: 'Remove it and its result; where it is being worked on, that stops',
    scope: 'propose',
    answer: z.object({ id: Id }),
    run: ({ composition, caller }, { params }) => composition.useCases.deleteBacktest(caller, params.id),
  }),
  route({
    method: 'POST',
    path: '/api/bots/:id/backtest',
    summary: "The same with a bot's own strategy, amount, risk level and list",
    status: 201,
    scope: 'propose',
    body: CreateBotBacktest,
    answer: BacktestRunView,
    run: ({ composition, caller }, { params, body }) => composition.useCases.backtestBot(caller, params.id, body),
  }),
];
