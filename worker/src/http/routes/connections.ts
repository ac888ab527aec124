import { listOf } from '#shared/contract/common.ts';
import {
  ConnectionView,
  CreateConnection,
  NewConnectionView,
  RemovedConnectionView,
  ReplaceKeys,
} from '#shared/contract/connection.ts';
import { CloseAccount, LeavingView } from '#shared/contract/leaving.ts';
import { log } from '../../log.ts';
import { route } from '../route.ts';

/** Broker connections. Keys come in here and never go out again: not more of them than the last four characters. */
export const CONNECTION_ROUTES = [
  route({
    method: 'GET',
    path: '/api/connections',
    summary: 'Broker connections of the caller, and how they are',
    scope: 'admin',
    answer: listOf(ConnectionView),
    run: ({ composition, caller }) => composition.useCases.connections(caller),
  }),
  route({
    method: 'POST',
    path: '/api/connections',
    summary: 'Connect a broker by its keys: read back, sealed, and for a paper account one is opened (needs a step-up)',
    status: 201,
    scope: 'admin',
    isSecret: true,
    body: CreateConnection,
    answer: NewConnectionView,
    run: async ({ composition, caller }, { body }) => {
      const made = await composition.useCases.createConnection(caller, body);
      if (made.ok) log('connection-added', { userId: caller.userId, id: made.value.connection.id });
      return made;
    },
  }),
  route({
    method: 'GET',
    path: '/api/connections/:id',
    summary: 'One connection: account, environment, permissions, health, ages and budget',
    scope: 'admin',
    answer: ConnectionView,
    run: ({ composition, caller }, { params }) => composition.useCases.connection(caller, params.id),
  }),
  route({
    method: 'DELETE',
    path: '/api/connections/:id',
    summary:
      'Forget the keys and close its accounts; what is held is sold first, left with its stops or handed over (`positions`)',
    scope: 'admin',
    query: CloseAccount,
    answer: RemovedConnectionView,
    run: async ({ composition, caller }, { params, query }) => {
      const removed = await composition.useCases.removeConnection(caller, params.id, query);
      if (removed.ok && removed.value.isGone)
        log('connection-removed', { userId: caller.userId, id: removed.value.id });
      return removed;
    },
  }),
  route({
    method: 'GET',
    path: '/api/connections/:id/leaving',
    summary: 'What of its accounts stays open without the keys, and who protects that afterwards',
    scope: 'admin',
    answer: listOf(LeavingView),
    run: ({ composition, caller }, { params }) => composition.useCases.leavingConnection(caller, params.id),
  }),
  route({
    method: 'POST',
    path: '/api/connections/:id/check',
    summary: 'Try now: ask the broker whether it is there and takes the keys',
    scope: 'admin',
    answer: ConnectionView,
    run: ({ composition, caller }, { params }) => composition.useCases.checkConnection(caller, params.id),
  }),
  route({
    method: 'POST',
    path: '/api/connections/:id/keys',
    summary: 'New keys for the same brokerage account (needs a step-up)',
    scope: 'admin',
    isSecret: true,
    body: ReplaceKeys,
    answer: ConnectionView,
    run: async ({ composition, caller }, { params, body }) => {
      const replaced = await composition.useCases.replaceKeys(caller, params.id, body);
      if (replaced.ok) log('connection-keys-replaced', { userId: caller.userId, id: replaced.value.id });
      return replaced;
    },
  }),
];
