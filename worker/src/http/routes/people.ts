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
    path: '/api/users',
    summary: 'Everybody who may sign in (the owner only)',
    scope: 'admin',
    answer: listOf(UserView),
    run: ({ composition, caller }) => composition.useCases.users(caller),
  }),
];
