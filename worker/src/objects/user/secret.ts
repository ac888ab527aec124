import { timingSafeEqual } from 'node:crypto';
import { toBase64Url } from '../../base64-url.ts';

const SELECTOR_LENGTH = 16;
const SECRET = /^[\w-]{59}$/;
const CREDENTIAL = /^(u_[0-9a-z]{8,32})\.([\w-]{59})$/;

/** A secret as its owner holds it: 96 bits that find the row, then 256 bits of which only the hash is stored. */
export interface MintedSecret {
  readonly secret: string;
  readonly selector: string;
  readonly hash: string;
}

export async function mintSecret(): Promise<MintedSecret> {
  const secret = randomText(12) + randomText(32);
  return { secret, selector: secret.slice(0, SELECTOR_LENGTH), hash: await hashText(secret) };
}

/** What a presented secret is looked up and compared by; null when it cannot be one of ours. */
export async function readSecret(secret: string): Promise<{ selector: string; hash: string } | null> {
  if (!SECRET.test(secret)) return null;
  return { selector: secret.slice(0, SELECTOR_LENGTH), hash: await hashText(secret) };
}

/** `<userId>.<secret>`: the form of cookies, tokens and link codes. Null when it is not of that form. */
export function splitCredential(text: string): { userId: string; secret: string } | null {
  const [, userId, secret] = CREDENTIAL.exec(text) ?? [];
  return userId === undefined || secret === undefined ? null : { userId, secret };
}

/** SHA-256, hex. */
export async function hashText(text: string): Promise<string> {
  return hex(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
}

/** HMAC-SHA256, hex. */
export async function hmacText(key: string, text: string): Promise<string> {
  const [bytes, how] = [new TextEncoder().encode(key), { name: 'HMAC', hash: 'SHA-256' }];
  const imported = await crypto.subtle.importKey('raw', bytes, how, false, ['sign']);
  return hex(await crypto.subtle.sign('HMAC', imported, new TextEncoder().encode(text)));
}

/** 128 random bits, hex. */
export function newNonce(): string {
  return hex(crypto.getRandomValues(new Uint8Array(16)).buffer);
}

function hex(bytes: ArrayBuffer): string {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Equal without telling by its time where they differ. Hashes both, so that the lengths do not matter. */
export async function sameText(a: string, b: string): Promise<boolean> {
  return sameHash(await hashText(a), await hashText(b));
}

/** The same for two hashes of equal length. */
export function sameHash(a: string, b: string): boolean {
  const [left, right] = [new TextEncoder().encode(a), new TextEncoder().encode(b)];
  return left.byteLength === right.byteLength && timingSafeEqual(left, right);
}

function randomText(bytes: number): string {
  return toBase64Url(crypto.getRandomValues(new Uint8Array(bytes)));
}
