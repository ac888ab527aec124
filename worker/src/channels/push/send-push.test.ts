import { createECDH } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { PushMessage } from '#shared/contract/push.ts';
import { MINUTE_MS, SECOND_MS } from '#shared/lib/time.ts';
import { fromBase64Url } from '../../testing/push-server/bytes.ts';
import { decrypt } from '../../testing/push-server/decrypt.ts';
import { PushService } from '../../testing/push-server/push-service.ts';
import { PLAIN_BYTES_MAX, sendPush, type PushAddress, type VapidKey } from './send-push.ts';

const pair = createECDH('prime256v1');
pair.generateKeys();
const KEY: VapidKey = {
  publicKey: pair.getPublicKey('base64url'),
  privateKey: pair.getPrivateKey('base64url'),
};
const NOW = Date.parse('2026-11-20T15:00:00Z');

function aMessage(title: string): PushMessage {
  return {
    ...{ web_push: 8030, mutable: true, app_badge: 1 },
    notification: {
      ...{ title, body: '', lang: 'en', tag: 'n-1', silent: false, app_badge: 1 },
      navigate: 'https://nod.example.net/decide/p_1',
      data: { kind: 'question', path: '/decide/p_1', question: null },
    },
  };
}

function aBrowser(service: PushService): PushAddress {
  const { endpoint, keys } = service.subscribe('phone');
  return { endpoint, ...keys };
}

const send = (service: PushService, address: PushAddress, title = 'PAPER · Buy 12 NVDA for $1,495?') =>
  sendPush({ key: KEY, outside: { fetch: service.fetch }, rehearsalUrl: null, now: () => NOW }, address, {
    message: aMessage(title),
    terms: { urgency: 'high', ttlS: 600 },
    topic: 'a-trade',
  });

describe('a push', () => {
  it('is read by the browser it is for: RFC 8291, appendix A, and then our own', async () => {
    const ecdh = createECDH('prime256v1');
    ecdh.setPrivateKey('q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94', 'base64url');
    const auth = fromBase64Url('BTBZMqHH6r4Tts7J_aSIgg');
    const body = fromBase64Url(
      'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
    );
    expect(decrypt(body, { ecdh, auth })).toBe('When I grow up, I want to be a watermelon');

    const service = new PushService(KEY.publicKey);
    expect(await send(service, aBrowser(service))).toMatchObject({ kind: 'sent' });
    expect(service.taken).toMatchObject([
      {
        ...{ to: 'phone', urgency: 'high', ttl: 600, topic: 'a-trade', sub: 'https://nod.example.net' },
        message: aMessage('PAPER · Buy 12 NVDA for $1,495?'),
      },
    ]);
  });

  it('is as long as every other, so that its length tells nothing, and fits every service', async () => {
    const service = new PushService(KEY.publicKey);
    const browser = aBrowser(service);
    const room = PLAIN_BYTES_MAX - new TextEncoder().encode(JSON.stringify(aMessage(''))).length;
    for (const length of [0, 100, room])
      expect(await send(service, browser, 'x'.repeat(length))).toMatchObject({ kind: 'sent' });
    expect(service.taken.map(({ bodyBytes }) => bodyBytes)).toEqual([4_096, 4_096, 4_096]);
    expect(await send(service, browser, 'x'.repeat(room + 1))).toEqual({ kind: 'refused', reason: 'too-large' });
    expect(service.taken, 'nothing left').toHaveLength(3);
  });

  it('is taken by nobody whose key did not subscribe it', async () => {
    const service = new PushService('B'.repeat(87));
    expect(await send(service, aBrowser(service))).toEqual({ kind: 'refused', reason: 'http-403' });
  });

  it('says what became of it', async () => {
    const service = new PushService(KEY.publicKey);
    const browser = aBrowser(service);
    const after = async (fault: (typeof service.faults)[number]['fault']) => {
      service.faults.push({ to: '*', fault });
      return send(service, browser);
    };
    expect(await after({ status: 404 })).toEqual({ kind: 'gone' });
    expect(await after({ status: 410 })).toEqual({ kind: 'gone' });
    expect(await after({ status: 413 })).toEqual({ kind: 'refused', reason: 'too-large' });
    expect(await after({ status: 400 })).toEqual({ kind: 'refused', reason: 'http-400' });
    expect(await after({ status: 500 })).toEqual({ kind: 'failed', reason: 'http-500' });
    expect(await after({ status: 307 }), 'no redirect is followed').toEqual({ kind: 'failed', reason: 'http-307' });
    expect(await after('no-answer')).toEqual({ kind: 'failed', reason: 'no-answer' });
    expect(await after({ status: 429, retryAfter: '7' })).toEqual({ kind: 'retry-after', ms: 7 * SECOND_MS });
    const date = new Date(NOW + 2 * MINUTE_MS).toUTCString();
    expect(await after({ status: 429, retryAfter: date })).toEqual({ kind: 'retry-after', ms: 2 * MINUTE_MS });
    expect(await after({ status: 429 })).toEqual({ kind: 'retry-after', ms: MINUTE_MS });
    expect(service.taken).toEqual([]);
  });

  it('to keys that are none is refused, and not tried for a day', async () => {
    const service = new PushService(KEY.publicKey);
    const browser = { ...aBrowser(service), p256dh: 'A'.repeat(87) };
    expect(await send(service, browser)).toEqual({ kind: 'refused', reason: 'bad-keys' });
    expect(service.taken).toEqual([]);
  });

  it.each([
    'http://push.example.net/send/phone',
    'https://127.0.0.1/send/phone',
    'https://[::1]/send/phone',
    'https://router.local/send/phone',
    'https://somebody:secret@push.example.net/send/phone',
    'https://push.example.net:8443/send/phone',
  ])('goes to no such address: %s', async (endpoint) => {
    const service = new PushService(KEY.publicKey);
    const browser = { ...aBrowser(service), endpoint };
    expect(await send(service, browser)).toEqual({ kind: 'refused', reason: 'address-refused' });
    expect(service.taken).toEqual([]);
  });
});
