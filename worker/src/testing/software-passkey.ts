import { fromBase64Url, toBase64Url } from '../base64-url.ts';
import { hashText } from '../objects/user/secret.ts';

/* A passkey in software, for tests: an ES256 key made when it is asked for, and what an authenticator says with it. */

type Json = Record<string, unknown>;

export interface SoftwarePasskey {
  readonly id: string;
  /** What the browser posts after making it. */
  create(options: Json, page: Page): Promise<Json>;
  /** What the browser posts after using it; `counter` as the authenticator would report it. */
  sign(options: Json, page: Page & { counter: number }): Promise<Json>;
}

interface Page {
  readonly origin: string;
  readonly rpId: string;
  /** False: somebody touched the key, nobody gave a finger or a PIN. */
  readonly isVerified?: boolean;
}

const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;
const HAS_KEY = 0x40;

export async function aSoftwarePasskey(): Promise<SoftwarePasskey> {
  const keys = (await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
    'sign',
    'verify',
  ])) as CryptoKeyPair;
  const rawId = crypto.getRandomValues(new Uint8Array(16));
  const id = toBase64Url(rawId);
  let userHandle: string | undefined;
  return {
    id,
    create: async (options, page) => {
      userHandle = (options['user'] as { id?: string } | undefined)?.id;
      const authData = bytes(
        await authenticatorData(page, { flags: HAS_KEY, counter: 0 }),
        new Uint8Array(16),
        [0, rawId.byteLength],
        rawId,
        await coseKey(keys.publicKey),
      );
      // CBOR of { fmt: "none", attStmt: {}, authData: bytes }.
      const attestation = bytes([0xa3], text('fmt'), text('none'), text('attStmt'), [0xa0], text('authData'), [
        0x58,
        authData.byteLength,
        ...authData,
      ]);
      const response = {
        clientDataJSON: clientData('webauthn.create', options, page),
        attestationObject: toBase64Url(attestation),
        transports: ['internal'],
      };
      return { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response };
    },
    sign: async (options, { counter, ...page }) => {
      const authData = await authenticatorData(page, { flags: 0, counter });
      const clientDataJSON = clientData('webauthn.get', options, page);
      const hash = await crypto.subtle.digest('SHA-256', fromBase64Url(clientDataJSON) ?? new Uint8Array());
      const signed = bytes(authData, new Uint8Array(hash));
      const raw = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, keys.privateKey, signed);
      const response = {
        clientDataJSON,
        authenticatorData: toBase64Url(authData),
        signature: toBase64Url(asn1(new Uint8Array(raw))),
        ...(userHandle !== undefined && { userHandle }),
      };
      return { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response };
    },
  };
}

function clientData(type: string, { challenge }: Json, { origin }: Page): string {
  return toBase64Url(new TextEncoder().encode(JSON.stringify({ type, challenge, origin, crossOrigin: false })));
}

async function authenticatorData(
  { rpId, isVerified = true }: Page,
  { flags, counter }: { flags: number; counter: number },
): Promise<Uint8Array> {
  const rpHash = (await hashText(rpId)).match(/../g)?.map((hex) => parseInt(hex, 16)) ?? [];
  const count = new Uint8Array(4);
  new DataView(count.buffer).setUint32(0, counter);
  return bytes(rpHash, [USER_PRESENT | (isVerified ? USER_VERIFIED : 0) | flags], count);
}

/** COSE (RFC 9053): kty EC2, alg ES256, curve P-256, x, y. */
async function coseKey(key: CryptoKey): Promise<Uint8Array> {
  const raw = new Uint8Array((await crypto.subtle.exportKey('raw', key)) as ArrayBuffer);
  return bytes([0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32], raw.slice(1, 33), [0x22, 0x58, 32], raw.slice(33));
}

/** The two numbers of a signature as WebAuthn carries them, in DER. */
function asn1(raw: Uint8Array): Uint8Array {
  const integer = (number: Uint8Array): Uint8Array => {
    const from = number.findIndex((byte) => byte !== 0);
    const digits = number.slice(Math.max(0, from));
    const padded = (digits[0] ?? 0) >= 0x80 ? bytes([0], digits) : digits;
    return bytes([2, padded.byteLength], padded);
  };
  const numbers = bytes(integer(raw.slice(0, 32)), integer(raw.slice(32)));
  return bytes([0x30, numbers.byteLength], numbers);
}

function text(value: string): Uint8Array {
  return bytes([0x60 + value.length], new TextEncoder().encode(value));
}

function bytes(...parts: (readonly number[] | Uint8Array)[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}
