import type { Settings } from '../env.ts';
import type { PasskeyPlace } from '../objects/user/proofs.ts';
import { isOwnOrigin } from './origin.ts';

/**
 * Where a passkey of this request lives: the page's own origin, and its host name as the relying party. Null where
 * browsers make none: bare network addresses, and names without https other than localhost.
 */
export function passkeyPlace(request: Request, settings: Settings): PasskeyPlace | null {
  const given = request.headers.get('origin');
  const page = given !== null && isOwnOrigin(request, settings) ? given : ownOrigin(request, settings);
  const { protocol, hostname, origin } = new URL(page);
  const isLocal = hostname === 'localhost' || hostname.endsWith('.localhost');
  const isName = /[a-z]$/i.test(hostname);
  return isLocal || (protocol === 'https:' && isName) ? { rpId: hostname, origin } : null;
}

/** What the address bar shows: the public address where the request came by it, else the request's own. */
function ownOrigin(request: Request, settings: Settings): string {
  const { protocol, host: asked } = new URL(request.url);
  const host = request.headers.get('host') ?? asked;
  const outside = settings.PUBLIC_URL === undefined ? null : new URL(settings.PUBLIC_URL);
  return outside?.host === host ? outside.origin : `${protocol}//${host}`;
}
