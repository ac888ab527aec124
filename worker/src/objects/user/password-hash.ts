import { scrypt } from 'node:crypto';
import { normalPassword } from '#shared/domain/password.ts';
import { fromBase64Url, toBase64Url } from '../../base64-url.ts';
import { sameHash } from './secret.ts';

/*
 * How passwords are stored: scrypt in links, each salted with what the one before made of the password. All of them are
 * the work of OWASP's N = 2^13, r = 8, p = 10 (Password Storage, 2025), in pieces that hold the thread for about 10 ms
 * each, as nothing that decides about an order may wait for a password. WebCrypto's PBKDF2 stops at 100,000 rounds on
 * Workers, a sixth of what it should have, and needs no memory; scrypt in JavaScript takes ten times as long here.
 */

const COST = { ln: 12, r: 8, links: 20 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** Each takes a quarter of a second: one at a time, no long queue of strangers, and room for those who are known. */
const WAITING_MAX = { stranger: 8, known: 12 };

const RECORD = /^\$scrypt-links\$ln=(\d{1,2}),r=(\d{1,2}),links=(\d{1,3})\$([\w-]{22})\$([\w-]{43})$/;

let waiting = 0;
let last: Promise<unknown> = Promise.resolve();

/** A record that no password fits, as dear to compare with as a real one. */
export const NOBODYS_RECORD = recordOf(COST, new Uint8Array(SALT_BYTES), new Uint8Array(HASH_BYTES));

/** The record of a new password; null: too many are at it. */
export async function hashPassword(password: string): Promise<string | null> {
  const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
  const hash = await inTurn('known', () => derive(password, salt, COST));
  return hash === null ? null : recordOf(COST, salt, hash);
}

/** Whether a password is the one of a record; null: too many are at it. */
export async function isPassword(
  password: string,
  record: string,
  { isKnown = false }: { readonly isKnown?: boolean } = {},
): Promise<boolean | null> {
  const parts = RECORD.exec(record);
  const salt = parts && fromBase64Url(parts[4] ?? '');
  if (parts === null || salt === null) return false;
  const [, ln, r, links, , hash = ''] = parts;
  const cost = { ln: Number(ln), r: Number(r), links: Number(links) };
  const derived = await inTurn(isKnown ? 'known' : 'stranger', () => derive(password, salt, cost));
  return derived === null ? null : sameHash(toBase64Url(derived), hash);
}

async function derive(password: string, salt: Uint8Array, { ln, r, links }: typeof COST): Promise<Uint8Array> {
  const typed = normalPassword(password);
  let made = salt;
  for (let link = 0; link < links; link += 1) {
    made = await linkOf(typed, made, { N: 2 ** ln, r, p: 1 });
    // Others first.
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  return made;
}

function linkOf(
  password: string,
  salt: Uint8Array,
  cost: { readonly N: number; readonly r: number; readonly p: number },
): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    scrypt(password, salt, HASH_BYTES, cost, (error, made) => {
      if (error === null) resolve(new Uint8Array(made));
      else reject(error);
    });
  });
}

async function inTurn<T>(who: keyof typeof WAITING_MAX, work: () => Promise<T>): Promise<T | null> {
  if (waiting >= WAITING_MAX[who]) return null;
  waiting += 1;
  const done = last.then(work);
  last = done.catch(() => undefined);
  try {
    return await done;
  } finally {
    waiting -= 1;
  }
}

function recordOf({ ln, r, links }: typeof COST, salt: Uint8Array, hash: Uint8Array): string {
  return `$scrypt-links$ln=${ln},r=${r},links=${links}$${toBase64Url(salt)}$${toBase64Url(hash)}`;
}
