import type { Settings } from '../env.ts';

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** The Host a request names: name and port, as the client wrote it. */
function hostOf(request: Request): string {
  return request.headers.get('host') ?? new URL(request.url).host;
}

/**
 * Whether this Worker answers under the Host that was asked. At home only its own names count, so that a page of a
 * stranger's domain that points here (DNS rebinding) gets nothing.
 */
export function isKnownHost(request: Request, settings: Settings): boolean {
  const allowed = settings.ALLOWED_HOSTS.split(',').filter((name) => name !== '');
  if (allowed.length === 0) return true;
  const name = hostOf(request).toLowerCase().replace(/:\d+$/, '');
  const publicName = settings.PUBLIC_URL === undefined ? [] : [new URL(settings.PUBLIC_URL).hostname];
  return [...LOOPBACK, ...allowed, ...publicName].includes(name);
}

/** Whether a request came from a page of this product itself. Browsers send Origin with everything that changes something. */
export function isOwnOrigin(request: Request, settings: Settings): boolean {
  const origin = request.headers.get('origin');
  if (origin === null) return false;
  const own = `${new URL(request.url).protocol}//${hostOf(request)}`;
  const outside = settings.PUBLIC_URL === undefined ? null : new URL(settings.PUBLIC_URL).origin;
  return origin === own || origin === outside;
}

/** Whether the person reached us over TLS: directly, or through the proxy that the public address names. */
export function isSecure(request: Request, settings: Settings): boolean {
  if (new URL(request.url).protocol === 'https:') return true;
  if (settings.PUBLIC_URL === undefined) return false;
  const outside = new URL(settings.PUBLIC_URL);
  return outside.protocol === 'https:' && outside.host === hostOf(request);
}
