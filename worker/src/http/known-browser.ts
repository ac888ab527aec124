import { DAY_MS, SECOND_MS } from '#shared/lib/time.ts';
import type { Settings } from '../env.ts';
import { hmacText, newNonce, sameHash } from '../objects/user/secret.ts';
import { isSecure } from './origin.ts';
import { cookieOf, readCookie } from './session-cookie.ts';

/*
 * A browser that somebody was signed in with keeps a mark of it, which opens nothing: where a stranger guesses at their
 * password, what is typed there is counted by itself, and the guesser keeps nobody out who was here before. It is of one
 * person, so that nobody buys guesses at others with a way in of their own, and names them to nobody.
 */

const NAME = 'nod_browser';
/** Browsers keep none longer. */
const KEPT_MS = 400 * DAY_MS;
const FORM = /^([0-9a-f]{32})\.([0-9a-f]{64})$/;

interface Asking {
  readonly request: Request;
  readonly secure: boolean;
  readonly key: string;
}

export function browserAt(request: Request, settings: Settings): Asking {
  return { request, secure: isSecure(request, settings), key: settings.AUDIT_KEY };
}

/** The mark of a browser that this person was signed in with; null: nobody knows it. */
export async function knownBrowser({ request, secure, key }: Asking, userId: string): Promise<string | null> {
  const [, id, mac] = FORM.exec(readCookie(request, NAME, secure) ?? '') ?? [];
  if (id === undefined || mac === undefined) return null;
  return sameHash(mac, await macOf(key, id, userId)) ? id : null;
}

/** What a browser keeps from now on that this person has signed in with; the mark it has stays. */
export async function knownBrowserCookie(asking: Asking, userId: string): Promise<string> {
  const id = (await knownBrowser(asking, userId)) ?? newNonce();
  const value = `${id}.${await macOf(asking.key, id, userId)}`;
  return cookieOf(NAME, value, { secure: asking.secure, maxAgeS: KEPT_MS / SECOND_MS });
}

function macOf(key: string, id: string, userId: string): Promise<string> {
  return hmacText(key, JSON.stringify(['nod known browser', id, userId]));
}
