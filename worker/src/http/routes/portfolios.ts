import { z } from 'zod';
import { Id, listOf, OfAccount } from '#shared/contract/common.ts';
import {
  CreateHolding,
  CreatePortfolio,
  ImportedHoldings,
  ImportHoldings,
  MoveHolder,
  PortfolioContent,
  PortfolioView,
  UpdateHolding,
  UpdatePortfolio,
} from '#shared/contract/portfolio.ts';
import { route } from '../route.ts';

export const PORTFOLIO_ROUTES = [
  route({
    method: 'GET',
    path: '/api/portfolios',
    summary: 'Named sets of holders, and of what is kept elsewhere, oldest first',
    answer: listOf(PortfolioView),
    run: ({ composition, caller }) => composition.useCases.portfolios(caller),
  }),
  route({
    method: 'POST',
    path: '/api/portfolios',
    summary: 'Make a portfolio; `elsewhere` is for what is kept at another bank, watched and never traded',
    status: 201,
    scope: 'propose',
    body: CreatePortfolio,
    answer: PortfolioView,
    run: ({ composition, caller }, { body }) => composition.useCases.createPortfolio(caller, body),
  }),
  route({
    method: 'GET',
    path: '/api/portfolios/:id',
    summary: 'One portfolio',
    answer: PortfolioView,
    run: ({ composition, caller }, { params }) => composition.useCases.portfolio(caller, params.id),
  }),
  route({
    method: 'PATCH',
    path: '/api/portfolios/:id',
    summary: 'Rename it or make it the default',
    scope: 'propose',
    body: UpdatePortfolio,
    answer: PortfolioView,
    run: ({ composition, caller }, { params, body }) => composition.useCases.updatePortfolio(caller, params.id, body),
  }),
  route({
    method: 'DELETE',
    path: '/api/portfolios/:id',
    summary: 'Remove it: its holders go to the default one, which itself stays; what was written down goes with it',
    scope: 'propose',
    answer: z.object({ id: Id }),
    run: ({ composition, caller }, { params }) => composition.useCases.deletePortfolio(caller, params.id),
  }),
  route({
    method: 'POST',
    path: '/api/portfolios/:id/holders',
    summary: 'Put a bot, or what people hold on an account, into it and out of any other',
    scope: 'propose',
    body: MoveHolder,
    answer: PortfolioView,
    run: ({ composition, caller }, { params, body }) => composition.useCases.moveHolder(caller, params.id, body),
  }),
  route({
    method: 'GET',
    path: '/api/portfolios/:id/holdings',
    summary:
      'What is in it at the newest price; what is kept elsewhere is priced by the active market, or by that of `accountId`',
    query: OfAccount,
    answer: PortfolioContent,
    run: ({ composition, caller }, { params, query }) =>
      composition.useCases.portfolioContent(caller, params.id, query.accountId),
  }),
  route({
    method: 'POST',
    path: '/api/portfolios/:id/holdings',
    summary: 'Write down something kept elsewhere',
    status: 201,
    scope: 'propose',
    query: OfAccount,
    body: CreateHolding,
    answer: PortfolioContent,
    run: ({ composition, caller }, { params, query, body }) =>
      composition.useCases.addHolding(caller, params.id, body, query.accountId),
  }),
  route({
    method: 'POST',
    path: '/api/portfolios/:id/holdings/import',
    summary:
      'The same from a CSV: a symbol and a quantity, where known cost, average price, price, currency; kept whole or refused with line and reason, `preview` keeps nothing',
    scope: 'propose',
    body: ImportHoldings,
    answer: ImportedHoldings,
    run: ({ composition, caller }, { params, body }) => composition.useCases.importHoldings(caller, params.id, body),
  }),
  route({
    method: 'PATCH',
    path: '/api/portfolios/:id/holdings/:holdingId',
    summary: 'Change what was written down',
    scope: 'propose',
    query: OfAccount,
    body: UpdateHolding,
    answer: PortfolioContent,
    run: ({ composition, caller }, { params, query, body }) =>
      composition.useCases.updateHolding(
        caller,
        { portfolioId: params.id, holdingId: params.holdingId },
        body,
        query.accountId,
      ),
  }),
  route({
    method: 'DELETE',
    path: '/api/portfolios/:id/holdings/:holdingId',
    summary: 'Take it out',
    scope: 'propose',
    query: OfAccount,
    answer: PortfolioContent,
    run: ({ composition, caller }, { params, query }) =>
      composition.useCases.removeHolding(
        caller,
        { portfolioId: params.id, holdingId: params.holdingId },
        query.accountId,
      ),
  }),
];
