import { listOf } from '#shared/contract/common.ts';
import { StrategyView } from '#shared/contract/research.ts';
import { route } from '../route.ts';

export const RESEARCH_ROUTES = [
  route({
    method: 'GET',
    path: '/api/strategies',
    summary: 'Strategies a bot can run, with what can be set',
    answer: listOf(StrategyView),
    run: ({ composition, caller }) => composition.useCases.strategies(caller),
  }),
  route({
    method: 'GET',
    path: '/api/strategies/:name',
    summary: 'One strategy',
    answer: StrategyView,
    run: ({ composition, caller }, { params }) => composition.useCases.strategy(caller, params.name),
  }),
];
