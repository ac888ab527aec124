import { z } from 'zod';
import { AlertView, CreateAlert } from '#shared/contract/alert.ts';
import { Id, listOf, OfAccount } from '#shared/contract/common.ts';
import { route } from '../route.ts';

export const ALERT_ROUTES = [
  route({
    method: 'GET',
    path: '/api/alerts',
    summary: "The caller's alerts without a trade, of one account or of all; those that wait first",
    query: OfAccount,
    answer: listOf(AlertView),
    run: ({ composition, caller }, { query }) => composition.useCases.alerts(caller, query.accountId),
  }),
  route({
    method: 'POST',
    path: '/api/alerts',
    summary: 'Be told of a price, a percentage, an indicator at a close, or what is new in a screen',
    status: 201,
    scope: 'propose',
    body: CreateAlert,
    answer: AlertView,
    run: ({ composition, caller }, { body }) => composition.useCases.createAlert(caller, body),
  }),
  route({
    method: 'GET',
    path: '/api/alerts/:id',
    summary: 'One alert',
    answer: AlertView,
    run: ({ composition, caller }, { params }) => composition.useCases.alert(caller, params.id),
  }),
  route({
    method: 'DELETE',
    path: '/api/alerts/:id',
    summary: 'Remove an alert',
    scope: 'propose',
    answer: z.object({ id: Id }),
    run: ({ composition, caller }, { params }) => composition.useCases.deleteAlert(caller, params.id),
  }),
];
