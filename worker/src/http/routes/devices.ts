import { z } from 'zod';
import { Id, listOf } from '#shared/contract/common.ts';
import { failure } from '#shared/contract/errors.ts';
import { DeviceView, PasswordView, SetPassword } from '#shared/contract/session.ts';
import { PASSWORD_MAX, PASSWORD_MIN, passwordFault } from '#shared/domain/password.ts';
import { err, ok } from '#shared/lib/result.ts';
import { requireUnlimited } from '#shared/usecases/access.ts';
import { log } from '../../log.ts';
import { knownBrowserCookie } from '../known-browser.ts';
import { route, type SignedIn } from '../route.ts';
import { requireStepUp } from '../step-up.ts';

const sessionIn = ({ credential }: Pick<SignedIn, 'credential'>): string | null =>
  credential.kind === 'session' ? credential.id : null;

/** Where somebody is signed in, and the password they do it with where no passkey is at hand. */
export const DEVICE_ROUTES = [
  route({
    method: 'GET',
    path: '/api/sessions',
    summary: 'Browsers the caller is signed in with, the newest first',
    scope: 'admin',
    answer: listOf(DeviceView),
    run: async ({ composition, caller, credential }) => {
      const allowed = requireUnlimited(caller);
      if (!allowed.ok) return allowed;
      return ok({ items: await composition.user(caller.userId).devices(sessionIn({ credential })), nextCursor: null });
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/sessions',
    summary: 'Sign every other browser out; their open screens close',
    status: 204,
    scope: 'admin',
    run: async ({ composition, caller, credential, request, headers }) => {
      const allowed = requireUnlimited(caller);
      if (!allowed.ok) return allowed;
      if (credential.kind !== 'session') return err(failure('step-up-needs-person'));
      await composition.user(caller.userId).signOutOthers(credential.id, caller.channel);
      headers.append('set-cookie', await knownBrowserCookie(composition, request, caller.userId));
      return ok(undefined);
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/sessions/:id',
    summary: 'Sign one browser out at once; its open screens close',
    scope: 'admin',
    answer: z.object({ id: Id }),
    run: async ({ composition, caller, credential, request, headers }, { params }) => {
      const allowed = requireUnlimited(caller);
      if (!allowed.ok) return allowed;
      const isElsewhere = params.id !== credential.id;
      const isEnded = await composition.user(caller.userId).signOut(params.id, caller.channel, { isElsewhere });
      if (!isEnded) return err(failure('not-found', { id: params.id }));
      if (isElsewhere && credential.kind === 'session')
        headers.append('set-cookie', await knownBrowserCookie(composition, request, caller.userId));
      return ok({ id: params.id });
    },
  }),
  route({
    method: 'GET',
    path: '/api/password',
    summary: 'The e-mail address the caller signs in with, where there is one',
    scope: 'admin',
    answer: PasswordView,
    run: async ({ composition, caller }) => {
      const allowed = requireUnlimited(caller);
      return allowed.ok ? ok(await composition.user(caller.userId).password()) : allowed;
    },
  }),
  route({
    method: 'POST',
    path: '/api/password',
    summary: 'Set or change e-mail address and password (step-up `passkeys`); every other browser is signed out',
    status: 201,
    scope: 'admin',
    isSecret: true,
    body: SetPassword,
    answer: PasswordView,
    run: async ({ composition, request, headers, ...signedIn }, { body }) => {
      const { userId } = signedIn.caller;
      const name = (await composition.users.find(userId))?.name ?? '';
      const fault = passwordFault(body.password, [body.email, name]);
      const bounds = { min: PASSWORD_MIN, max: PASSWORD_MAX };
      if (fault !== null) return err(failure('password-weak', { fault, ...bounds }, 'password'));
      const proof = await requireStepUp(composition, signedIn, 'passkeys');
      if (!proof.ok) return proof;
      const before = await composition.user(userId).password();
      /** The one there was goes on leading here. */
      const takeBack = () => composition.waysIn.put(userId, 'email', before.email === null ? [] : [before.email]);
      if (!(await composition.waysIn.put(userId, 'email', [body.email]))) {
        await takeBack();
        return err(failure('email-taken', {}, 'email'));
      }
      const set = await composition.user(userId).setPassword(body, sessionIn(signedIn));
      if (!set.ok) await takeBack();
      else headers.append('set-cookie', await knownBrowserCookie(composition, request, userId));
      log('password-set', { userId, ...(!set.ok && { code: set.error.code }) });
      return set;
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/password',
    summary: 'Remove e-mail address and password (step-up `passkeys`)',
    scope: 'admin',
    answer: PasswordView,
    run: async ({ composition, ...signedIn }) => {
      const proof = await requireStepUp(composition, signedIn, 'passkeys');
      if (!proof.ok) return proof;
      const { userId } = signedIn.caller;
      const user = composition.user(userId);
      if (!(await user.removePassword())) return err(failure('not-found'));
      await composition.waysIn.put(userId, 'email', []);
      return ok(await user.password());
    },
  }),
];
