import { z } from 'zod';
import type { CreateSession } from '#shared/contract/session.ts';
import { failure, type Failure } from '#shared/contract/errors.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';
import { fromBase64Url } from '../base64-url.ts';
import type { Composition } from '../composition.ts';
import { hashRecoveryCode } from '../objects/user/recovery-codes.ts';
import { splitCredential } from '../objects/user/secret.ts';
import type { Tried } from '../store/sign-in-tries.ts';
import type { Entering, TypedPassword } from '../objects/user/signing-in.ts';
import type { NewSecret } from '../objects/user/user-rpc.ts';
import { ownerId } from './admin/owner.ts';
import { isKnownUser } from './authenticate.ts';
import { deviceName } from './device-name.ts';
import { knownBrowser } from './known-browser.ts';
import { isSecure } from './origin.ts';
import { passkeyPlace } from './passkey-place.ts';
import { readSessionCookie } from './session-cookie.ts';
import { readSignInChallenge } from './sign-in-challenge.ts';
import { sourceOf } from './source.ts';

/** Somebody who has come in: a session that only its cookie knows. */
export interface Entered extends NewSecret {
  readonly userId: string;
}

type Outcome = Result<Entered, Failure>;

/**
 * Opens a session by whatever somebody brings. Every way is throttled by where it comes from, and each by whom it names
 * as well, in that person's own object.
 */
export async function enter(composition: Composition, request: Request, given: CreateSession): Promise<Outcome> {
  const tries = await triesOf(composition, request, given);
  for (const tried of tries)
    if (!(await composition.signInTries.begin(tried, Date.now()))) return err(failure('too-many-requests'));
  const isKnown = tries.some(({ by }) => by === 'browser');
  const entered = await ('email' in given
    ? byPassword(composition, request, { ...given, isKnown })
    : byWhatNobodyGuesses(composition, request, given));
  if (entered.ok) for (const tried of tries) await composition.signInTries.wasRight(tried);
  return entered;
}

/** What a try counts against. */
async function triesOf(composition: Composition, request: Request, given: CreateSession): Promise<Tried[]> {
  const source = { by: 'source', text: sourceOf(request) } as const;
  // Where nobody says whence they come all are one, and a stranger's tries would keep the owner's link from opening: only
  // what is dear to look at waits then. The others are bounded by whom they name, or too long to be guessed.
  if (!('email' in given)) return source.text === '' ? [] : [source];
  const userId = await composition.waysIn.userOf('email', given.email);
  const browser = userId === null ? null : await knownBrowser(composition, request, userId);
  if (userId === null || browser === null) return [source, { by: 'address', text: given.email }];
  return [
    { by: 'browser', text: browser },
    { by: 'browsers', text: userId },
  ];
}

function byWhatNobodyGuesses(
  composition: Composition,
  request: Request,
  given: Exclude<CreateSession, { email: string }>,
): Promise<Outcome> {
  if ('code' in given) return byLink(composition, request, given.code);
  if ('passkey' in given) return byPasskey(composition, request, given.passkey);
  return byRecoveryCode(composition, request, given.recoveryCode);
}

async function byLink(composition: Composition, request: Request, code: string): Promise<Outcome> {
  const parts = splitCredential(code);
  if (parts === null || !(await isKnownUser(composition, parts.userId))) return err(failure('link-code-invalid'));
  const { userId, secret } = parts;
  return as(userId, await composition.user(userId).signIn(secret, entering(composition, request, userId)));
}

/** As much of an answer as has to be read before it is known whose it is. */
const Answer = z.object({
  response: z.object({ clientDataJSON: z.string().max(4_000), userHandle: z.string().max(100) }),
});
const ClientData = z.object({ challenge: z.string().max(400) });

async function byPasskey(
  composition: Composition,
  request: Request,
  response: Record<string, unknown>,
): Promise<Outcome> {
  const refused = err(failure('sign-in-failed'));
  const { settings } = composition.env;
  const place = passkeyPlace(request, settings);
  const answer = Answer.safeParse(response);
  if (place === null || !answer.success) return refused;
  const { clientDataJSON, userHandle } = answer.data.response;
  const challenge = challengeIn(clientDataJSON);
  const asked = challenge && (await readSignInChallenge(settings.AUDIT_KEY, place, { challenge, now: Date.now() }));
  const userId = asked && (await composition.userOfHandle(userHandle));
  if (challenge === null || asked === null || userId === null) return refused;
  const entered = await composition
    .user(userId)
    .signInByPasskey({ response, place, challenge, ...asked }, entering(composition, request, userId));
  return as(userId, entered);
}

async function byPassword(composition: Composition, request: Request, given: TypedPassword): Promise<Outcome> {
  // An address nobody has is asked of somebody, too, who says no after as long.
  const userId = (await composition.waysIn.userOf('email', given.email)) ?? (await ownerId(composition));
  if (userId === null) return err(failure('sign-in-failed'));
  return as(userId, await composition.user(userId).signInByPassword(given, entering(composition, request, userId)));
}

async function byRecoveryCode(composition: Composition, request: Request, typed: string): Promise<Outcome> {
  const hash = await hashRecoveryCode(typed);
  const userId = await composition.waysIn.userOf('recovery-code', hash);
  if (userId === null) return err(failure('sign-in-failed'));
  return as(userId, await composition.user(userId).signInByRecoveryCode(hash, entering(composition, request, userId)));
}

function challengeIn(clientDataJSON: string): Uint8Array<ArrayBuffer> | null {
  const bytes = fromBase64Url(clientDataJSON);
  if (bytes === null) return null;
  try {
    const parsed = ClientData.safeParse(JSON.parse(new TextDecoder().decode(bytes)));
    return parsed.success ? fromBase64Url(parsed.data.challenge) : null;
  } catch {
    return null;
  }
}

function as(userId: string, session: Result<NewSecret, Failure>): Outcome {
  return session.ok ? ok({ ...session.value, userId }) : session;
}

function entering({ env }: Composition, request: Request, userId: string): Entering {
  const cookie = readSessionCookie(request, isSecure(request, env.settings));
  const former = cookie === null ? null : splitCredential(cookie);
  return {
    replaces: former?.userId === userId ? former.secret : null,
    device: deviceName(request.headers.get('user-agent')),
  };
}
