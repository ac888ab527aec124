import { toBase64Url } from '../base64-url.ts';
import { CHALLENGE_TTL_MS, type PasskeyPlace } from '../objects/user/proofs.ts';
import { hmacText, newNonce, sameHash } from '../objects/user/secret.ts';

/*
 * What a passkey signs where nobody is signed in yet. Nothing is kept of it, so that strangers who ask and never answer
 * cost nothing: it carries its own end and a MAC over the place it was asked at. That it counts once, the object of the
 * person who answers sees to.
 */

const FORM = /^([0-9a-f]{32})\.(\d{13})\.([0-9a-f]{64})$/;

/** A challenge as it was found in an answer: `until` in wall milliseconds. */
export interface SignInChallenge {
  readonly nonce: string;
  readonly until: number;
}

/**
 * What the browser asks whoever sits there for any passkey of this place with, in the standard's own JSON; who they are is
 * in the answer. `key`: a secret of this installation.
 */
export async function askForAnyPasskey(
  key: string,
  place: PasskeyPlace,
  now: number,
): Promise<Record<string, unknown>> {
  const nonce = newNonce();
  const until = now + CHALLENGE_TTL_MS;
  const challenge = new TextEncoder().encode(`${nonce}.${until}.${await macOf(key, place, { nonce, until })}`);
  return {
    rpId: place.rpId,
    challenge: toBase64Url(challenge),
    timeout: CHALLENGE_TTL_MS,
    userVerification: 'required',
    allowCredentials: [],
  };
}

/** Null where it was not asked here, under this address, within its time. */
export async function readSignInChallenge(
  key: string,
  place: PasskeyPlace,
  { challenge, now }: { challenge: Uint8Array; now: number },
): Promise<SignInChallenge | null> {
  const [, nonce = '', until = '', mac = ''] = FORM.exec(new TextDecoder().decode(challenge)) ?? [];
  const found = { nonce, until: Number(until) };
  const isOurs = sameHash(mac, await macOf(key, place, found));
  return isOurs && found.until > now ? found : null;
}

function macOf(key: string, { rpId, origin }: PasskeyPlace, { nonce, until }: SignInChallenge): Promise<string> {
  return hmacText(key, JSON.stringify(['nod sign-in challenge', nonce, until, rpId, origin]));
}
