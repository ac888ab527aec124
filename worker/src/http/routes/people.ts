import { z } from 'zod';
import { AwayAnswer } from '#shared/contract/away.ts';
import { AccessEventView, AccessQuery } from '#shared/contract/access.ts';
import { Id, listOf } from '#shared/contract/common.ts';
import { GoodbyeView, SayGoodbye } from '#shared/contract/goodbye.ts';
import { MeView, UpdateMe, UserView } from '#shared/contract/session.ts';
import { ok, type Result } from '#shared/lib/result.ts';
import { requireUnlimited } from '#shared/usecases/access.ts';
import type { Myself } from '#shared/usecases/me.ts';
import { exportFile } from '../export-file.ts';
import type { Composition } from '../../composition.ts';
import { log } from '../../log.ts';
import { isSecure } from '../origin.ts';
import { route } from '../route.ts';
import { clearedCookie } from '../session-cookie.ts';

/** A phone is led there, also by somebody who looks at Nod on the computer it runs on. */
function withAddress<E>(me: Result<Myself, E>, { env }: Pick<Composition, 'env'>): Result<MeView, E> {
  return me.ok ? ok({ ...me.value, publicUrl: env.settings.PUBLIC_URL ?? null }) : me;
}

export const PEOPLE_ROUTES = [
  route({
    method: 'GET',
    path: '/api/me',
    summary: 'Who asks, and what they may see',
    answer: MeView,
    run: async ({ composition, caller }) => withAddress(await composition.useCases.me(caller), composition),
  }),
  route({
    method: 'PATCH',
    path: '/api/me',
    summary: 'Change name, language or theme',
    body: UpdateMe,
    answer: MeView,
    run: async ({ composition, caller }, { body }) =>
      withAddress(await composition.useCases.updateMe(caller, body), composition),
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
    // Whatever only reads along has seen nothing in their place.
    scope: 'approve',
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
    path: '/api/me/export',
    summary: 'Everything of the caller as a file, one thing a line; without any secret',
    scope: 'admin',
    file: 'application/x-ndjson',
    answer: z.instanceof(ReadableStream<Uint8Array>),
    run: ({ composition, caller, headers }) => {
      const allowed = requireUnlimited(caller);
      if (!allowed.ok) return Promise.resolve(allowed);
      headers.set('content-disposition', 'attachment; filename="nod-export.ndjson"');
      return Promise.resolve(ok(exportFile(composition, caller)));
    },
  }),
  route({
    method: 'GET',
    path: '/api/me/goodbye',
    summary: 'What ends with the caller’s own sign-in here, and what has to be ended first; nothing is changed',
    scope: 'admin',
    answer: GoodbyeView,
    run: ({ composition, caller }) => composition.useCases.goodbye(caller),
  }),
  route({
    method: 'POST',
    path: '/api/me/goodbye',
    summary:
      'End the caller’s own sign-in for good and erase what is theirs alone (name typed, step-up `say-goodbye`); refused while something of theirs is open',
    scope: 'admin',
    body: SayGoodbye,
    answer: z.object({ id: Id }),
    run: async ({ composition, caller, request, headers }, { body }) => {
      const gone = await composition.useCases.sayGoodbye(caller, body);
      log(gone.ok ? 'said-goodbye' : 'goodbye-refused', {
        userId: caller.userId,
        ...(!gone.ok && { code: gone.error.code }),
      });
      if (gone.ok) headers.append('set-cookie', clearedCookie(isSecure(request, composition.env.settings)));
      return gone;
    },
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
