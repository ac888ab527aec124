import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type AuthenticationResponseJSON,
  type RegistrationResponseJSON,
  type VerifiedRegistrationResponse,
} from '@simplewebauthn/server';
import { isoBase64URL, isoCBOR } from '@simplewebauthn/server/helpers';
import type { Passkey } from './passkeys.ts';
import type { PasskeyPlace } from './proofs.ts';

/* The only importer of the WebAuthn library. It takes 50 ms to evaluate, so it is loaded when somebody needs it. */

type Json = Record<string, unknown>;

/** What the library is asked with; JSON as the browser side of the standard takes it. */
interface Question {
  readonly place: PasskeyPlace;
  readonly challenge: Uint8Array<ArrayBuffer>;
  readonly passkeys: readonly Passkey[];
}

const TIMEOUT_MS = 5 * 60_000;
/** ES256 and RS256: what every platform and key has. */
const ALGORITHMS = [-7, -257];

export async function askForPasskey({ place, challenge, passkeys }: Question): Promise<Json> {
  const options = await generateAuthenticationOptions({
    rpID: place.rpId,
    challenge,
    timeout: TIMEOUT_MS,
    userVerification: 'required',
    allowCredentials: passkeys.map(described),
  });
  return { ...options };
}

export async function askForNewPasskey(
  { place, challenge, passkeys }: Question,
  user: { handle: Uint8Array<ArrayBuffer>; name: string },
): Promise<Json> {
  const options = await generateRegistrationOptions({
    rpName: 'Nod',
    rpID: place.rpId,
    userID: user.handle,
    userName: user.name,
    challenge,
    timeout: TIMEOUT_MS,
    attestationType: 'none',
    excludeCredentials: passkeys.map(described),
    // Kept by the device with whose it is: one that is not could confirm, but not sign in.
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    supportedAlgorithmIDs: ALGORITHMS,
  });
  return { ...options };
}

interface Answered {
  readonly place: PasskeyPlace;
  readonly challenge: Uint8Array<ArrayBuffer>;
  readonly response: Json;
}

/** The passkey's new counter when the answer is right; null for anything else, whatever was wrong with it. */
export async function checkPasskey({ place, challenge, response }: Answered, passkey: Passkey): Promise<number | null> {
  const checked = await verifyAuthenticationResponse({
    response: response as unknown as AuthenticationResponseJSON,
    expectedChallenge: isoBase64URL.fromBuffer(challenge),
    expectedOrigin: place.origin,
    expectedRPID: place.rpId,
    credential: {
      id: passkey.credentialId,
      publicKey: isoBase64URL.toBuffer(passkey.publicKey),
      counter: passkey.counter,
    },
    requireUserVerification: true,
  }).catch(() => null);
  return checked?.verified === true ? checked.authenticationInfo.newCounter : null;
}

/**
 * The new passkey when the answer is right. What a maker attests of its device is dropped unread: nobody here judges
 * devices, and checking it would follow addresses that stand in the answer.
 */
export async function checkNewPasskey(answered: Answered): Promise<Omit<Passkey, 'id'> | null> {
  const { place } = answered;
  const checked = await verifyNew(answered).catch(() => null);
  if (checked?.verified !== true) return null;
  const { id, publicKey, counter, transports } = checked.registrationInfo.credential;
  return {
    credentialId: id,
    publicKey: isoBase64URL.fromBuffer(publicKey),
    counter,
    transports: transports ?? [],
    rpId: place.rpId,
  };
}

/** Async, so that an answer of another shape rejects instead of throwing. */
async function verifyNew({ place, challenge, response }: Answered): Promise<VerifiedRegistrationResponse> {
  const given = response as unknown as RegistrationResponseJSON;
  const attestationObject = unattested(given.response.attestationObject);
  return verifyRegistrationResponse({
    response: { ...given, response: { ...given.response, attestationObject } },
    expectedChallenge: isoBase64URL.fromBuffer(challenge),
    expectedOrigin: place.origin,
    expectedRPID: place.rpId,
    requireUserVerification: true,
    supportedAlgorithmIDs: ALGORITHMS,
  });
}

function unattested(attestationObject: string): string {
  const given = isoCBOR.decodeFirst<Map<string, unknown>>(isoBase64URL.toBuffer(attestationObject));
  const authData = given.get('authData') as Uint8Array<ArrayBuffer>;
  return isoBase64URL.fromBuffer(
    isoCBOR.encode(
      new Map<string, Parameters<typeof isoCBOR.encode>[0]>([
        ['fmt', 'none'],
        ['attStmt', new Map()],
        ['authData', authData],
      ]),
    ),
  );
}

function described({ credentialId, transports }: Passkey): { id: string; transports: string[] } {
  return { id: credentialId, transports: [...transports] };
}
