import type { SignedUpdate } from '../vendor.ts';
import { MINUTE_MS, SECOND_MS } from '#shared/lib/time.ts';

/** An interaction is answered within three seconds; what is older than this, or as far ahead, is somebody's copy. */
export const FRESH_MS = 5 * MINUTE_MS;

const KEY = /^[0-9a-f]{64}$/i;
const SIGNATURE = /^[0-9a-f]{128}$/i;
const TIMESTAMP = /^\d{10}$/;

/**
 * Whether Discord signed exactly this, just now: Ed25519 over timestamp and body, under the application's public key
 * (hex). Anything that is not even shaped like a signature is a no, not an error.
 */
export async function isSigned(
  { body, signature, timestamp }: SignedUpdate,
  publicKey: string,
  nowMs: number,
): Promise<boolean> {
  if (signature === null || timestamp === null) return false;
  if (!SIGNATURE.test(signature) || !TIMESTAMP.test(timestamp) || !KEY.test(publicKey)) return false;
  if (Math.abs(Number(timestamp) * SECOND_MS - nowMs) > FRESH_MS) return false;
  try {
    const key = await crypto.subtle.importKey('raw', bytesOf(publicKey), 'Ed25519', false, ['verify']);
    return await crypto.subtle.verify('Ed25519', key, bytesOf(signature), new TextEncoder().encode(timestamp + body));
  } catch {
    // A key that is no point of the curve.
    return false;
  }
}

function bytesOf(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
}
