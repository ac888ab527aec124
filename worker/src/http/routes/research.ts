import { listOf } from '#shared/contract/common.ts';
import { ScreenResultView, ScreenView, StrategyView } from '#shared/contract/research.ts';
import { route } from '../route.ts';

export const RESEARCH_ROUTES = [
  route({
    method: 'GET',
    path: '/api/screens',
    summary: 'Screens there are, with what can be set',
    answer: listOf(ScreenView),
    run: ({ composition, caller }) => composition.useCases.screens(caller),
  }),
  route({
    method: 'GET',
    path: '/api/screens/:id/results',
    summary: 'What a screen finds on the last closed bar, best first',
    answer: listOf(ScreenResultView),
    run: ({ composition, caller }, { params }) => composition.useCases.screenResults(caller, params.id),
  }),
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
