import { z } from 'zod';
import { failure } from '#shared/contract/errors.ts';
import { CreateSession, SessionView } from '#shared/contract/session.ts';
import { SCOPES } from '#shared/domain/caller.ts';
import { err, ok } from '#shared/lib/result.ts';
import { toIso, type WallMs } from '#shared/lib/time.ts';
import { splitCredential } from '../../objects/user/secret.ts';
import { isKnownUser } from '../authenticate.ts';
import { isOwnOrigin, isSecure } from '../origin.ts';
import { openRoute, route } from '../route.ts';
import { clearedCookie, readSessionCookie, sessionCookie } from '../session-cookie.ts';

const iso = (instant: number): string => toIso(instant as WallMs);

export const SESSION_ROUTES = [
  openRoute({
    method: 'POST',
    path: '/api/session',
    summary: 'Sign in with the code of a sign-in link; sets the session cookie',
    status: 201,
    body: CreateSession,
    answer: SessionView,
    run: async ({ composition, request, headers }, { body }) => {
      const { settings } = composition.env;
      // A stranger's page must not sign a browser in as somebody else; scripts send no Origin.
      if (request.headers.get('origin') !== null && !isOwnOrigin(request, settings)) return err(failure('bad-origin'));
      const parts = splitCredential(body.code);
      if (parts === null || !(await isKnownUser(composition, parts.userId))) return err(failure('link-code-invalid'));
      const secure = isSecure(request, settings);
      const cookie = readSessionCookie(request, secure);
      const former = cookie === null ? null : splitCredential(cookie);
      const replaces = former?.userId === parts.userId ? former.secret : null;
      const session = await composition.user(parts.userId).signIn(parts.secret, { scopes: [...SCOPES], replaces });
      if (!session.ok) return session;
      const { secret, expiresAt } = session.value;
      const now = Date.now();
      const maxAgeS = Math.floor((expiresAt - now) / 1000);
      headers.append('set-cookie', sessionCookie(`${parts.userId}.${secret}`, { secure, maxAgeS }));
      return ok({
        userId: parts.userId,
        kind: 'session',
        scopes: [...SCOPES],
        createdAt: iso(now),
        expiresAt: iso(expiresAt),
      });
    },
  }),
  route({
    method: 'GET',
    path: '/api/session',
    summary: 'The session or token this request came with',
    answer: SessionView,
    run: ({ caller, credential }) =>
      Promise.resolve(
        ok({
          userId: caller.userId,
          kind: credential.kind === 'token' ? 'token' : 'session',
          scopes: credential.scopes,
          createdAt: iso(credential.createdAt),
          expiresAt: iso(credential.expiresAt),
        } as const),
      ),
  }),
  route({
    method: 'DELETE',
    path: '/api/session',
    summary: 'Sign out here, or everywhere with `all=true`; open screens close',
    status: 204,
    query: z.object({ all: z.enum(['true', 'false']).optional() }),
    run: async ({ composition, request, headers, caller, credential }, { query }) => {
      const user = composition.user(caller.userId);
      // A token ends itself; only one that may administer ends the sign-ins of people.
      if (query.all === 'true' && !caller.scopes.includes('admin'))
        return err(failure('scope-missing', { scope: 'admin' }));
      if (query.all === 'true' && caller.accountIds !== null) return err(failure('not-allowed'));
      if (query.all === 'true') await user.signOutAll(caller.channel);
      else if (credential.kind === 'session') await user.signOut(credential.id);
      else await user.revokeToken(credential.id, caller.channel);
      headers.append('set-cookie', clearedCookie(isSecure(request, composition.env.settings)));
      return ok(undefined);
    },
  }),
];
