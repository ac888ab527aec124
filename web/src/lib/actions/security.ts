import type { PasswordView, SetPassword } from '#shared/contract/session.ts';
import type {
  AddPasskey,
  BeginStepUp,
  FinishStepUp,
  NewRecoveryCodesView,
  PasskeyView,
  StepUpBegunView,
  StepUpView,
} from '#shared/contract/step-up.ts';
import { api, renewing } from '../api/client.ts';
import { routes } from '../api/routes.ts';
import { ui } from '../state/ui.svelte.ts';
import { act } from './act.ts';

type Json = Record<string, unknown>;

export const beginStepUp = (input: BeginStepUp): Promise<StepUpBegunView> =>
  api.post<StepUpBegunView>(routes.stepUpBegin, input);

/** Sends the proof. The session goes on under another secret: what is under way meanwhile is asked again. */
export const finishStepUp = (input: FinishStepUp): Promise<StepUpView> =>
  renewing(() => api.post<StepUpView>(routes.stepUpFinish, input));

export type Made = { readonly passkey: PasskeyView } | 'cancelled' | 'already' | null;

/** Makes a passkey on this device and adds it; null when the server said no, which has then been told. */
export async function addPasskey(name: string): Promise<Made> {
  const begun = await act(() => api.post<{ options: Json }>(routes.passkeysBegin));
  if (begun === null) return null;
  const { startRegistration, WebAuthnError } = await import('@simplewebauthn/browser');
  const optionsJSON = begun.options as unknown as Parameters<typeof startRegistration>[0]['optionsJSON'];
  let response: Json;
  try {
    response = { ...(await startRegistration({ optionsJSON })) };
  } catch (error) {
    const isThere = error instanceof WebAuthnError && error.code === 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED';
    return isThere ? 'already' : 'cancelled';
  }
  const input: AddPasskey = { name, response };
  const passkey = await act(() => api.post<PasskeyView>(routes.passkeys, input), {
    done: ui.w.security.added,
    changes: [routes.passkeys, routes.stepUp],
  });
  return passkey === null ? null : { passkey };
}

export const renamePasskey = (id: string, name: string): Promise<PasskeyView | null> =>
  act(() => api.patch<PasskeyView>(routes.passkey(id), { name }), {
    done: ui.w.security.renamed,
    changes: [routes.passkeys],
  });

export const removePasskey = (id: string): Promise<{ id: string } | null> =>
  act(() => api.remove<{ id: string }>(routes.passkey(id)), {
    done: ui.w.security.removed,
    changes: [routes.passkeys, routes.stepUp],
  });

export async function newRecoveryCodes(): Promise<readonly string[] | null> {
  const made = await act(() => api.post<NewRecoveryCodesView>(routes.recoveryCodes), { changes: [routes.stepUp] });
  return made?.codes ?? null;
}

export const setPassword = (input: SetPassword): Promise<PasswordView | null> =>
  act(() => api.post<PasswordView>(routes.password, input), {
    done: ui.w.security.passwordSaved,
    changes: [routes.password, routes.sessions],
  });

export const removePassword = (): Promise<PasswordView | null> =>
  act(() => api.remove<PasswordView>(routes.password), {
    done: ui.w.security.passwordRemoved,
    changes: [routes.password],
  });

export const signOutOne = (id: string): Promise<{ id: string } | null> =>
  act(() => api.remove<{ id: string }>(routes.oneSession(id)), {
    done: ui.w.security.signedOutOne,
    changes: [routes.sessions],
  });

export const signOutOthers = (): Promise<unknown> =>
  act(() => api.remove(routes.sessions), { done: ui.w.security.signedOutOthers, changes: [routes.sessions] });

export const sayGoodbye = (name: string): Promise<{ id: string } | null> =>
  act(() => api.post<{ id: string }>(routes.goodbye, { name }));
