import { failure, type Failure } from '#shared/contract/errors.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';
import type { Composition } from '../composition.ts';
import { SCREEN_HEADER, type ScreenRequest } from '../objects/user/user-rpc.ts';
import type { SignedIn } from './route.ts';

/** Passes a WebSocket upgrade on to the caller's own object, which keeps it open. */
export async function openStream(
  composition: Composition,
  request: Request,
  { caller, credential, via }: SignedIn,
): Promise<Result<Response, Failure>> {
  if (request.headers.get('upgrade')?.toLowerCase() !== 'websocket')
    return err(failure('invalid-request', undefined, 'upgrade'));
  if (!caller.scopes.includes('read')) return err(failure('scope-missing', { scope: 'read' }));
  const screen: ScreenRequest = {
    userId: caller.userId,
    credentialId: credential.id,
    channel: via === 'cookie' ? 'web' : 'api',
    since: new URL(request.url).searchParams.get('since')?.slice(0, 4_000) ?? '',
  };
  // Nothing of the client's own headers reaches the object.
  const headers = { upgrade: 'websocket', [SCREEN_HEADER]: JSON.stringify(screen) };
  return ok(await composition.user(caller.userId).fetch(new Request('https://user.internal/stream', { headers })));
}
