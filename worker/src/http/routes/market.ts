import { ControlMarket, MarketView } from '#shared/contract/market.ts';
import { route } from '../route.ts';

export const MARKET_ROUTES = [
  route({
    method: 'GET',
    path: '/api/market',
    summary: 'Where the active market stands',
    answer: MarketView,
    run: ({ composition, caller }) => composition.useCases.market(caller),
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
