/**
 * The session cookie. Under TLS it has the `__Host-` prefix, so that no neighbour domain can set it. SameSite=Strict
 * serves links from chats too: the page itself is a static file, and what it then asks is asked from its own site.
 */
const NAME = 'nod_session';
const SECURE_NAME = '__Host-nod_session';

export function readSessionCookie(request: Request, secure: boolean): string | null {
  const name = secure ? SECURE_NAME : NAME;
  for (const part of (request.headers.get('cookie') ?? '').split(';')) {
    const [key, ...value] = part.split('=');
    if (key?.trim() === name) return value.join('=').trim();
  }
  return null;
}

export function sessionCookie(value: string, { secure, maxAgeS }: { secure: boolean; maxAgeS: number }): string {
  const attributes = `Path=/; HttpOnly; SameSite=Strict; Max-Age=${maxAgeS}`;
  return secure ? `${SECURE_NAME}=${value}; ${attributes}; Secure` : `${NAME}=${value}; ${attributes}`;
}

export function clearedCookie(secure: boolean): string {
  return sessionCookie('', { secure, maxAgeS: 0 });
}
