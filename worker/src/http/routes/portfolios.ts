import { listOf } from '#shared/contract/common.ts';
import { CreatePortfolio, PortfolioView, UpdatePortfolio } from '#shared/contract/portfolio.ts';
import { route } from '../route.ts';

export const PORTFOLIO_ROUTES = [
  route({
    method: 'GET',
    path: '/api/portfolios',
    summary: 'Named sets of holders, oldest first',
    answer: listOf(PortfolioView),
    run: ({ composition, caller }) => composition.useCases.portfolios(caller),
  }),
  route({
    method: 'POST',
    path: '/api/portfolios',
    summary: 'Make a portfolio',
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
];
