import { AccessEventView, AccessQuery } from '#shared/contract/access.ts';
import { listOf } from '#shared/contract/common.ts';
import { MeView, UpdateMe, UserView } from '#shared/contract/session.ts';
import { route } from '../route.ts';

export const PEOPLE_ROUTES = [
  route({
    method: 'GET',
    path: '/api/me',
    summary: 'Who asks, and what they may see',
    answer: MeView,
    run: ({ composition, caller }) => composition.useCases.me(caller),
  }),
  route({
    method: 'PATCH',
    path: '/api/me',
    summary: 'Change name, language or theme',
    body: UpdateMe,
    answer: MeView,
    run: ({ composition, caller }, { body }) => composition.useCases.updateMe(caller, body),
  }),
  route({
    method: 'GET',
    path: '/api/me/events',
    summary: 'Ways to act as the caller that were opened, used or closed: sign-ins, passkeys, tokens, chats, roles',
    scope: 'admin',
    query: AccessQuery,
    answer: listOf(AccessEventView),
    run: ({ composition, caller }, { query }) => composition.useCases.accessHistory(caller, query),
  }),
  route({
    method: 'GET',
    path: '/api/users',
    summary: 'Everybody who may sign in (the owner only)',
    scope: 'admin',
    answer: listOf(UserView),
    run: ({ composition, caller }) => composition.useCases.users(caller),
  }),
];
