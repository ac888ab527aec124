/**
 * The session cookie. Under TLS it has the `__Host-` prefix, so that no neighbour domain can set it. SameSite=Strict
 * serves links from chats too: the page itself is a static file, and what it then asks is asked from its own site.
 */
const NAME = 'nod_session';

interface CookieLife {
  readonly secure: boolean;
  readonly maxAgeS: number;
}

export function readSessionCookie(request: Request, secure: boolean): string | null {
  return readCookie(request, NAME, secure);
}

export function sessionCookie(value: string, life: CookieLife): string {
  return cookieOf(NAME, value, life);
}

export function clearedCookie(secure: boolean): string {
  return sessionCookie('', { secure, maxAgeS: 0 });
}

/** Null: the browser has none of this name. */
export function readCookie(request: Request, name: string, secure: boolean): string | null {
  const wanted = secure ? `__Host-${name}` : name;
  for (const part of (request.headers.get('cookie') ?? '').split(';')) {
    const [key, ...value] = part.split('=');
    if (key?.trim() === wanted) return value.join('=').trim();
  }
  return null;
}

/** One of ours, of this host alone and out of every script's reach. */
export function cookieOf(name: string, value: string, { secure, maxAgeS }: CookieLife): string {
  const attributes = `Path=/; HttpOnly; SameSite=Strict; Max-Age=${maxAgeS}`;
  return secure ? `__Host-${name}=${value}; ${attributes}; Secure` : `${name}=${value}; ${attributes}`;
}
