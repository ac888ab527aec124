import { AwayAnswer } from '#shared/contract/away.ts';
import { ok } from '#shared/lib/result.ts';
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
    path: '/api/me/away',
    summary: 'What happened while the caller was away last, three days or more; null where they never were',
    answer: AwayAnswer,
    run: async ({ composition, caller }) => {
      const away = await composition.useCases.away(caller);
      return away.ok ? ok({ away: away.value }) : away;
    },
  }),
  route({
    method: 'POST',
    path: '/api/me/away/read',
    summary: 'They have seen it: it is not the first screen any more, nor said in a chat',
    status: 204,
    run: async ({ composition, caller }) => {
      await composition.user(caller.userId).tellAway();
      return ok(undefined);
    },
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
