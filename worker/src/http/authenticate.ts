import { failure, type Failure } from '#shared/contract/errors.ts';
import type { UserId } from '#shared/domain/ids.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';
import type { Composition } from '../composition.ts';
import { splitCredential } from '../objects/user/secret.ts';
import { isOwnOrigin, isSecure } from './origin.ts';
import type { SignedIn } from './route.ts';
import { readSessionCookie } from './session-cookie.ts';

/**
 * Who a request comes from: `Authorization: Bearer` for tokens, else the session cookie. With a cookie, whatever changes
 * something (and the stream) must come from one of our own pages.
 */
export async function authenticate(composition: Composition, request: Request): Promise<Result<SignedIn, Failure>> {
  const { settings } = composition.env;
  const authorization = request.headers.get('authorization');
  const via = authorization === null ? 'cookie' : 'bearer';
  const text =
    authorization === null
      ? readSessionCookie(request, isSecure(request, settings))
      : (/^Bearer ([\w.-]{1,200})$/i.exec(authorization)?.[1] ?? null);
  const parts = text === null ? null : splitCredential(text);
  // Only known users are asked: a made-up id must not make an object.
  if (parts === null || !(await isKnownUser(composition, parts.userId))) return err(failure('not-signed-in'));
  const credential = await composition
    .user(parts.userId)
    .identify(via === 'cookie' ? 'session' : 'token', parts.secret);
  if (credential === null) return err(failure('not-signed-in'));
  if (via === 'cookie' && needsOrigin(request) && !isOwnOrigin(request, settings)) return err(failure('bad-origin'));
  const { scopes, accountIds } = credential;
  const caller = {
    userId: parts.userId as UserId,
    channel: via === 'cookie' ? 'web' : 'api',
    scopes,
    accountIds,
    ...(credential.kind === 'session' && { sessionId: credential.id }),
  } as const;
  return ok({ caller, credential, via });
}

function needsOrigin(request: Request): boolean {
  return !['GET', 'HEAD'].includes(request.method) || request.headers.get('upgrade') !== null;
}

const known = new WeakMap<Composition, Set<string>>();

/** Users are never removed, so what was found once stays true. */
export async function isKnownUser(composition: Composition, userId: string): Promise<boolean> {
  const seen = known.get(composition) ?? new Set();
  known.set(composition, seen);
  if (!seen.has(userId) && (await composition.users.exists(userId))) seen.add(userId);
  return seen.has(userId);
}
