import type { PasskeyQuestionView } from '#shared/contract/session.ts';
import { api } from '../api/client.ts';
import { routes } from '../api/routes.ts';

type Json = Record<string, unknown>;

/** What any passkey of this address is asked with; null: there is none for this browser, or under this address. */
export async function passkeyQuestion(): Promise<Json | null> {
  if (!('PublicKeyCredential' in window)) return null;
  return (await api.post<PasskeyQuestionView>(routes.passkeyQuestion)).options;
}

/**
 * Asks for a passkey: by a sheet of the device, or `quietly`, where the browser offers it in the field of the e-mail
 * address. Null: the person turned away, or the browser knows no quiet way. Asking again ends the quiet one.
 */
export async function askPasskey(question: Json, how: 'openly' | 'quietly'): Promise<Json | null> {
  const { startAuthentication, browserSupportsWebAuthnAutofill } = await import('@simplewebauthn/browser');
  if (how === 'quietly' && !(await browserSupportsWebAuthnAutofill())) return null;
  const optionsJSON = question as unknown as Parameters<typeof startAuthentication>[0]['optionsJSON'];
  return startAuthentication({ optionsJSON, useBrowserAutofill: how === 'quietly' }).then(
    (answer) => ({ ...answer }),
    () => null,
  );
}
