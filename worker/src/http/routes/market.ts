import { OfAccount } from '#shared/contract/common.ts';
import { ControlMarket, MarketView } from '#shared/contract/market.ts';
import { route } from '../route.ts';

export const MARKET_ROUTES = [
  route({
    method: 'GET',
    path: '/api/market',
    summary: 'Where the active market stands, or the one that `accountId` trades on',
    query: OfAccount,
    answer: MarketView,
    run: ({ composition, caller }, { query }) => composition.useCases.market(caller, query.accountId),
  }),
  route({
    method: 'PATCH',
    path: '/api/market',
    summary: 'Transport of a replayed or generated market: pause, speed, run to the next proposal',
    scope: 'trade',
    body: ControlMarket,
    answer: MarketView,
    run: ({ composition, caller }, { body }) => composition.useCases.controlMarket(caller, body),
  }),
];
