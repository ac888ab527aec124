import { createDecipheriv, createECDH, hkdfSync, verify, type ECDH } from 'node:crypto';
import { concat, fromBase64Url, toBase64Url, utf8 } from './bytes.ts';

/*
 * The other end of RFC 8291 and RFC 8292, written from the documents over node:crypto and nothing of what is under test.
 */

const HEADER_BYTES = 21;
const KEY_BYTES = 65;
const TAG_BYTES = 16;
const LAST_RECORD = 2;

/** A browser's own keys: what it keeps, and what it hands out. */
export interface BrowserKeys {
  readonly ecdh: ECDH;
  readonly auth: Uint8Array;
}

/** RFC 8291 sections 3.3 and 3.4 over RFC 8188: one record, or it throws. The text it holds. */
export function decrypt(body: Uint8Array, { ecdh, auth }: BrowserKeys): string {
  const salt = body.subarray(0, 16);
  const recordSize = new DataView(body.buffer, body.byteOffset).getUint32(16);
  const serverKey = body.subarray(HEADER_BYTES, HEADER_BYTES + KEY_BYTES);
  const record = body.subarray(HEADER_BYTES + KEY_BYTES);
  if (body[20] !== KEY_BYTES || record.length > recordSize) throw new Error('not one record of this size');
  const shared = new Uint8Array(ecdh.computeSecret(serverKey));
  const keyInfo = concat(utf8('WebPush: info\0'), new Uint8Array(ecdh.getPublicKey()), serverKey);
  const ikm = derived(shared, { salt: auth, info: keyInfo, bytes: 32 });
  const contentKey = derived(ikm, { salt, info: utf8('Content-Encoding: aes128gcm\0'), bytes: 16 });
  const nonce = derived(ikm, { salt, info: utf8('Content-Encoding: nonce\0'), bytes: 12 });
  const open = createDecipheriv('aes-128-gcm', contentKey, nonce);
  open.setAuthTag(record.subarray(-TAG_BYTES));
  const padded = concat(open.update(record.subarray(0, -TAG_BYTES)), open.final());
  const end = padded.findLastIndex((byte) => byte !== 0);
  if (padded[end] !== LAST_RECORD) throw new Error('no end of the last record');
  return new TextDecoder().decode(padded.subarray(0, end));
}

interface Deriving {
  readonly salt: Uint8Array;
  readonly info: Uint8Array;
  readonly bytes: number;
}

function derived(key: Uint8Array, { salt, info, bytes }: Deriving): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', key, salt, info, bytes));
}

export interface VapidClaims {
  readonly aud: string;
  readonly exp: number;
  readonly sub: string;
}

/** RFC 8292 section 2: the claims of a signed Authorization, where the key in it signed them; else null. */
export function vapidClaims(authorization: string, publicKey: string): VapidClaims | null {
  const [, token = '', key = ''] = /^vapid t=([\w.-]+), ?k=([\w-]+)$/.exec(authorization) ?? [];
  const [head = '', claims = '', signature = ''] = token.split('.');
  if (key !== publicKey || signature === '') return null;
  const point = fromBase64Url(key);
  const jwk = { kty: 'EC', crv: 'P-256', x: toBase64Url(point.subarray(1, 33)), y: toBase64Url(point.subarray(33)) };
  const signer = { key: jwk, format: 'jwk', dsaEncoding: 'ieee-p1363' } as const;
  const isSigned = verify('sha256', utf8(`${head}.${claims}`), signer, fromBase64Url(signature));
  const { alg } = read(head) as { alg: string };
  return isSigned && alg === 'ES256' ? (read(claims) as VapidClaims) : null;
}

function read(part: string): unknown {
  return JSON.parse(new TextDecoder().decode(fromBase64Url(part)));
}

export function newBrowserKeys(auth: Uint8Array): BrowserKeys {
  const ecdh = createECDH('prime256v1');
  ecdh.generateKeys();
  return { ecdh, auth };
}
