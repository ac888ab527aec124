import { BackToPaperView, GoingLiveView, GoLive, WentLiveView } from '#shared/contract/going-live.ts';
import { route } from '../route.ts';

export const GOING_LIVE_ROUTES = [
  route({
    method: 'GET',
    path: '/api/accounts/:id/going-live',
    summary: 'The door to real money: what this account showed, what will differ, what is missing',
    scope: 'admin',
    answer: GoingLiveView,
    run: ({ composition, caller }, { params }) => composition.useCases.goingLive(caller, params.id),
  }),
  route({
    method: 'POST',
    path: '/api/accounts/:id/go-live',
    summary: 'Open a new account with real money (step-up `going-live`); copied bots begin paused and ask',
    status: 201,
    scope: 'admin',
    body: GoLive,
    answer: WentLiveView,
    run: ({ composition, caller }, { params, body }) => composition.useCases.goLive(caller, params.id, body),
  }),
  route({
    method: 'GET',
    path: '/api/accounts/:id/back-to-paper',
    summary: 'What stays open on a live account when its person goes back to paper',
    answer: BackToPaperView,
    run: ({ composition, caller }, { params }) => composition.useCases.backToPaper(caller, params.id),
  }),
  route({
    method: 'POST',
    path: '/api/accounts/:id/back-to-paper',
    summary: 'Back to paper: the live account stops buying and goes on protecting what it holds',
    answer: BackToPaperView,
    run: ({ composition, caller }, { params }) => composition.useCases.goBackToPaper(caller, params.id),
  }),
];
