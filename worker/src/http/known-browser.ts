import { DAY_MS, SECOND_MS } from '#shared/lib/time.ts';
import type { Composition } from '../composition.ts';
import { hmacText, newNonce, sameHash } from '../objects/user/secret.ts';
import { isSecure } from './origin.ts';
import { cookieOf, readCookie } from './session-cookie.ts';

/*
 * A browser that somebody was signed in with keeps a mark of it, which opens nothing: where a stranger guesses at their
 * password, what is typed there is counted by itself, and the guesser keeps nobody out who was here before. It is of one
 * person, so that nobody buys guesses at others with a way in of their own, and names them to nobody. It ends by itself,
 * and with the sign-ins of all other browsers: whoever signs a lost phone out knows it no more.
 */

const NAME = 'nod_browser';
/** Browsers keep none longer. */
const KEPT_MS = 400 * DAY_MS;
const FORM = /^([0-9a-f]{32})\.(\d{13})\.(\d{1,15})\.([0-9a-f]{64})$/;

interface Mark {
  readonly id: string;
  /** Wall milliseconds. */
  readonly until: number;
  /** Of the person when it was made: another one counts nothing. */
  readonly epoch: number;
}

/** The mark of a browser that this person was signed in with; null: nobody knows it. */
export async function knownBrowser(composition: Composition, request: Request, userId: string): Promise<string | null> {
  const { settings } = composition.env;
  const found = FORM.exec(readCookie(request, NAME, isSecure(request, settings)) ?? '');
  if (found === null) return null;
  const [, id = '', until = '', epoch = '', mac = ''] = found;
  const mark = { id, until: Number(until), epoch: Number(epoch) };
  const isOurs = sameHash(mac, await macOf(settings.AUDIT_KEY, mark, userId));
  if (!isOurs || mark.until <= Date.now()) return null;
  // Asked last, so that a made-up mark wakes nobody's object.
  return mark.epoch === (await composition.user(userId).browserEpoch()) ? id : null;
}

/** What a browser keeps from now on in which this person has just shown who they are; the name it has stays. */
export async function knownBrowserCookie(composition: Composition, request: Request, userId: string): Promise<string> {
  const { settings } = composition.env;
  const id = (await knownBrowser(composition, request, userId)) ?? newNonce();
  const epoch = await composition.user(userId).browserEpoch();
  const mark = { id, epoch, until: Date.now() + KEPT_MS };
  const value = `${id}.${mark.until}.${epoch}.${await macOf(settings.AUDIT_KEY, mark, userId)}`;
  return cookieOf(NAME, value, { secure: isSecure(request, settings), maxAgeS: KEPT_MS / SECOND_MS });
}

function macOf(key: string, { id, until, epoch }: Mark, userId: string): Promise<string> {
  return hmacText(key, JSON.stringify(['nod known browser', id, until, epoch, userId]));
}
