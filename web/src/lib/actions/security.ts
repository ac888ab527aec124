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

/** Loaded when somebody needs it: most days nobody does. */
const webauthn = () => import('@simplewebauthn/browser');

export const beginStepUp = (input: BeginStepUp): Promise<StepUpBegunView> =>
  api.post<StepUpBegunView>(routes.stepUpBegin, input);

/** Sends the proof. The session goes on under another secret: what is under way meanwhile is asked again. */
export const finishStepUp = (input: FinishStepUp): Promise<StepUpView> =>
  renewing(() => api.post<StepUpView>(routes.stepUpFinish, input));

/** Asks the device; null when it, or its person, did not confirm. */
export async function askDevice(options: Json): Promise<Json | null> {
  const { startAuthentication } = await webauthn();
  const optionsJSON = options as unknown as Parameters<typeof startAuthentication>[0]['optionsJSON'];
  return startAuthentication({ optionsJSON }).then(
    (answer) => ({ ...answer }),
    () => null,
  );
}

export type Made = { readonly passkey: PasskeyView } | 'cancelled' | 'already' | null;

/** Makes a passkey on this device and adds it; null when the server said no, which has then been told. */
export async function addPasskey(name: string): Promise<Made> {
  const begun = await act(() => api.post<{ options: Json }>(routes.passkeysBegin));
  if (begun === null) return null;
  const { startRegistration, WebAuthnError } = await webauthn();
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
