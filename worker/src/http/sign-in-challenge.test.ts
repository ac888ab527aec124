import { expect, test } from 'vitest';
import { MINUTE_MS } from '#shared/lib/time.ts';
import { fromBase64Url } from '../base64-url.ts';
import { askForAnyPasskey, readSignInChallenge } from './sign-in-challenge.ts';

const KEY = 'a'.repeat(64);
const HERE = { rpId: 'nod.example', origin: 'https://nod.example' };
const T = 1_800_000_000_000;

async function aChallenge(place = HERE): Promise<Uint8Array> {
  const { challenge } = await askForAnyPasskey(KEY, place, T);
  return fromBase64Url(String(challenge)) ?? new Uint8Array();
}

const read = (challenge: Uint8Array, { key = KEY, place = HERE, now = T + MINUTE_MS } = {}) =>
  readSignInChallenge(key, place, { challenge, now });

test('a question asks for any passkey of the place, and for its person', async () => {
  expect(await askForAnyPasskey(KEY, HERE, T)).toMatchObject({
    ...{ rpId: 'nod.example', userVerification: 'required', allowCredentials: [] },
  });
});

test('is known again for five minutes, under the address where it was asked', async () => {
  const challenge = await aChallenge();
  expect(await read(challenge)).toMatchObject({ until: T + 5 * MINUTE_MS });
  expect(await read(challenge, { now: T + 5 * MINUTE_MS })).toBeNull();
  expect(await read(challenge, { place: { ...HERE, origin: 'https://nod.example:8443' } })).toBeNull();
  expect(await read(challenge, { place: { ...HERE, rpId: 'example' } })).toBeNull();
  expect(await read(challenge, { key: 'b'.repeat(64) }), 'of another installation').toBeNull();
});

test('nothing of it can be changed, and none be made up', async () => {
  const challenge = await aChallenge();
  for (let at = 0; at < challenge.length; at += 1) {
    const changed = challenge.map((byte, index) => (index === at ? byte ^ 1 : byte));
    expect(await read(changed), `byte ${at}`).toBeNull();
  }
  for (const text of ['', 'x', `${'0'.repeat(32)}.${T + MINUTE_MS}.${'0'.repeat(64)}`])
    expect(await read(new TextEncoder().encode(text))).toBeNull();
});
