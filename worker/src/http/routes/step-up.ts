import { z } from 'zod';
import { Id, listOf } from '#shared/contract/common.ts';
import { failure, type Failure } from '#shared/contract/errors.ts';
import {
  AddPasskey,
  AddPasskeyOptionsView,
  BeginStepUp,
  FinishStepUp,
  NewRecoveryCodesView,
  PasskeyView,
  RenamePasskey,
  StepUpBegunView,
  StepUpMethodsView,
  StepUpView,
} from '#shared/contract/step-up.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';
import { toIso, type WallMs } from '#shared/lib/time.ts';
import { requireUnlimited } from '#shared/usecases/access.ts';
import { log } from '../../log.ts';
import { isSecure } from '../origin.ts';
import { passkeyPlace } from '../passkey-place.ts';
import { route, type SignedIn } from '../route.ts';
import { sessionCookie } from '../session-cookie.ts';
import { requireStepUp } from '../step-up.ts';

/** The session a person sits in; a token has nobody behind it who could be asked. */
function sessionOf({ credential }: SignedIn): Result<string, Failure> {
  return credential.kind === 'session' ? ok(credential.id) : err(failure('step-up-needs-person'));
}

const RemovedView = z.object({ id: Id });

export const STEP_UP_ROUTES = [
  route({
    method: 'GET',
    path: '/api/step-up',
    summary: 'How this person can confirm at this address that it is them',
    answer: StepUpMethodsView,
    run: async ({ composition, caller, request }) =>
      ok(await composition.user(caller.userId).stepUpMethods(passkeyPlace(request, composition.env.settings))),
  }),
  route({
    method: 'POST',
    path: '/api/step-up/begin',
    summary: 'Begin to confirm: what the browser asks a passkey with',
    body: BeginStepUp,
    answer: StepUpBegunView,
    run: async ({ composition, request, ...signedIn }, { body }) => {
      const sessionId = sessionOf(signedIn);
      if (!sessionId.ok) return sessionId;
      const asked = { sessionId: sessionId.value, reason: body.reason, about: body.about ?? '' };
      const place = passkeyPlace(request, composition.env.settings);
      return ok(await composition.user(signedIn.caller.userId).beginStepUp(asked, place));
    },
  }),
  route({
    method: 'POST',
    path: '/api/step-up/finish',
    summary:
      'Confirm by passkey, recovery code or, before a passkey exists, a fresh `nod link`; changes the session cookie',
    body: FinishStepUp,
    answer: StepUpView,
    run: async ({ composition, request, headers, ...signedIn }, { body }) => {
      const sessionId = sessionOf(signedIn);
      if (!sessionId.ok) return sessionId;
      const { reason, about = '', ...given } = body;
      if (Object.keys(given).length !== 1) return err(failure('invalid-request'));
      const { userId } = signedIn.caller;
      const done = await composition.user(userId).finishStepUp({ sessionId: sessionId.value, reason, about }, given);
      log(done.ok ? 'step-up' : 'step-up-refused', {
        userId,
        reason,
        ...(done.ok ? { method: done.value.method } : { code: done.error.code }),
      });
      if (!done.ok) return done;
      const { secret, sessionEndsAt, until } = done.value;
      const maxAgeS = Math.max(0, Math.floor((sessionEndsAt - Date.now()) / 1000));
      const secure = isSecure(request, composition.env.settings);
      headers.append('set-cookie', sessionCookie(`${userId}.${secret}`, { secure, maxAgeS }));
      return ok({ reason, until: toIso(until as WallMs) });
    },
  }),
  route({
    method: 'GET',
    path: '/api/passkeys',
    summary: 'Passkeys, the oldest first',
    scope: 'admin',
    answer: listOf(PasskeyView),
    run: async ({ composition, caller }) => {
      const allowed = requireUnlimited(caller);
      if (!allowed.ok) return allowed;
      return ok({ items: await composition.user(caller.userId).passkeys(), nextCursor: null });
    },
  }),
  route({
    method: 'POST',
    path: '/api/passkeys/begin',
    summary: 'Begin to add a passkey (step-up `passkeys`): what the browser makes one with',
    scope: 'admin',
    answer: AddPasskeyOptionsView,
    run: async ({ composition, request, ...signedIn }) => {
      const { caller, credential } = signedIn;
      const place = passkeyPlace(request, composition.env.settings);
      if (place === null) return err(failure('passkey-not-here'));
      const proof = await requireStepUp(composition, signedIn, 'passkeys');
      if (!proof.ok) return proof;
      const userName = (await composition.users.find(caller.userId))?.name ?? 'Nod';
      const options = await composition.user(caller.userId).beginPasskey(credential.id, { place, userName });
      return options.ok ? ok({ options: options.value }) : options;
    },
  }),
  route({
    method: 'POST',
    path: '/api/passkeys',
    summary: 'Add the passkey that the browser made (step-up `passkeys`)',
    status: 201,
    scope: 'admin',
    body: AddPasskey,
    answer: PasskeyView,
    run: async ({ composition, ...signedIn }, { body }) => {
      const proof = await requireStepUp(composition, signedIn, 'passkeys');
      if (!proof.ok) return proof;
      const { userId } = signedIn.caller;
      const added = await composition.user(userId).addPasskey(signedIn.credential.id, body);
      if (added.ok) log('passkey-added', { userId, id: added.value.id });
      return added;
    },
  }),
  route({
    method: 'PATCH',
    path: '/api/passkeys/:id',
    summary: 'Rename a passkey',
    scope: 'admin',
    body: RenamePasskey,
    answer: PasskeyView,
    run: async ({ composition, caller }, { params, body }) => {
      const allowed = requireUnlimited(caller);
      return allowed.ok ? composition.user(caller.userId).renamePasskey(params.id, body.name) : allowed;
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/passkeys/:id',
    summary: 'Remove a passkey (step-up `passkeys`); the last one only where recovery codes are left',
    scope: 'admin',
    answer: RemovedView,
    run: async ({ composition, ...signedIn }, { params }) => {
      const proof = await requireStepUp(composition, signedIn, 'passkeys');
      if (!proof.ok) return proof;
      const { userId } = signedIn.caller;
      const removed = await composition.user(userId).removePasskey(params.id);
      if (!removed.ok) return removed;
      log('passkey-removed', { userId, id: params.id });
      return ok({ id: params.id });
    },
  }),
  route({
    method: 'POST',
    path: '/api/recovery-codes',
    summary: 'Ten new recovery codes, shown once; the former ones end (step-up `passkeys`)',
    status: 201,
    scope: 'admin',
    isSecret: true,
    answer: NewRecoveryCodesView,
    run: async ({ composition, ...signedIn }) => {
      const proof = await requireStepUp(composition, signedIn, 'passkeys');
      if (!proof.ok) return proof;
      const { userId } = signedIn.caller;
      const { codes, hashes } = await composition.user(userId).newRecoveryCodes();
      // A code is what somebody has who knows nothing else: it leads to its person by itself.
      await composition.waysIn.put(userId, 'recovery-code', hashes);
      log('recovery-codes-made', { userId });
      return ok({ codes });
    },
  }),
];
