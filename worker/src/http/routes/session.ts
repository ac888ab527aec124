import { z } from 'zod';
import { failure } from '#shared/contract/errors.ts';
import { CreateSession, PasskeyQuestionView, SessionView } from '#shared/contract/session.ts';
import { SCOPES } from '#shared/domain/caller.ts';
import { err, ok } from '#shared/lib/result.ts';
import { toIso, type WallMs } from '#shared/lib/time.ts';
import { log } from '../../log.ts';
import { enter } from '../enter.ts';
import { knownBrowserCookie } from '../known-browser.ts';
import { isOwnOrigin, isSecure } from '../origin.ts';
import { passkeyPlace } from '../passkey-place.ts';
import { openRoute, route } from '../route.ts';
import { clearedCookie, sessionCookie } from '../session-cookie.ts';
import { askForAnyPasskey } from '../sign-in-challenge.ts';

const iso = (instant: number): string => toIso(instant as WallMs);

export const SESSION_ROUTES = [
  openRoute({
    method: 'POST',
    path: '/api/session/passkey',
    summary: 'Begin to sign in by passkey: what the browser asks any passkey of this address with',
    answer: PasskeyQuestionView,
    run: async ({ composition, request }) => {
      const { settings } = composition.env;
      const place = passkeyPlace(request, settings);
      return ok({ options: place && (await askForAnyPasskey(settings.AUDIT_KEY, place, Date.now())) });
    },
  }),
  openRoute({
    method: 'POST',
    path: '/api/session',
    summary:
      'Sign in with the code of a sign-in link, a passkey, e-mail and password or a recovery code; sets the session cookie',
    status: 201,
    body: CreateSession,
    answer: SessionView,
    run: async ({ composition, request, headers }, { body }) => {
      const { settings } = composition.env;
      // A stranger's page must not sign a browser in as somebody else; scripts send no Origin.
      if (request.headers.get('origin') !== null && !isOwnOrigin(request, settings)) return err(failure('bad-origin'));
      const session = await enter(composition, request, body);
      log(session.ok ? 'signed-in' : 'sign-in-refused', {
        way: Object.keys(body)[0],
        ...(session.ok ? { userId: session.value.userId } : { code: session.error.code }),
      });
      if (!session.ok) return session;
      const { userId, secret, expiresAt } = session.value;
      const now = Date.now();
      const maxAgeS = Math.floor((expiresAt - now) / 1000);
      const secure = isSecure(request, settings);
      headers.append('set-cookie', sessionCookie(`${userId}.${secret}`, { secure, maxAgeS }));
      headers.append('set-cookie', await knownBrowserCookie(composition, request, userId));
      return ok({ userId, kind: 'session', scopes: [...SCOPES], createdAt: iso(now), expiresAt: iso(expiresAt) });
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
      else if (credential.kind === 'session') await user.signOut(credential.id, caller.channel);
      else await user.revokeToken(credential.id, caller.channel);
      headers.append('set-cookie', clearedCookie(isSecure(request, composition.env.settings)));
      return ok(undefined);
    },
  }),
];
