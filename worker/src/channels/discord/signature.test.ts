import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { discordSigner } from '../../testing/discord-signer.ts';
import { FRESH_MS, isSigned } from './signature.ts';

const NOW = Date.UTC(2026, 10, 20, 15, 0);
const TIMESTAMP = String(NOW / 1000);
const BODY = '{"type":1,"id":"1","name":"삼성전자"}';

describe('what Discord signed', () => {
  it('is let in while it is fresh', async () => {
    const { publicKey, sign } = await discordSigner();
    const signature = await sign(BODY, TIMESTAMP);
    const signed = { body: BODY, signature, timestamp: TIMESTAMP };
    expect(await isSigned(signed, publicKey, NOW)).toBe(true);
    expect(await isSigned(signed, publicKey, NOW + FRESH_MS)).toBe(true);
    expect(await isSigned(signed, publicKey, NOW + FRESH_MS + 1)).toBe(false);
    expect(await isSigned(signed, publicKey, NOW - FRESH_MS - 1)).toBe(false);
  });

  it('is not what somebody else signed, nor what nobody did', async () => {
    const [discord, other] = await Promise.all([discordSigner(), discordSigner()]);
    const forged = { body: BODY, signature: await other.sign(BODY, TIMESTAMP), timestamp: TIMESTAMP };
    expect(await isSigned(forged, discord.publicKey, NOW)).toBe(false);
    const { publicKey } = discord;
    const signature = await discord.sign(BODY, TIMESTAMP);
    for (const [sig, time] of [
      [null, TIMESTAMP],
      [signature, null],
      ['', TIMESTAMP],
      [signature, ''],
      [signature.slice(1), TIMESTAMP],
      [`${signature}00`, TIMESTAMP],
      ['zz'.repeat(64), TIMESTAMP],
      ['00'.repeat(64), TIMESTAMP],
      [signature, `${TIMESTAMP}0`],
      [signature, `+${TIMESTAMP.slice(1)}`],
      [signature, '1e9'],
    ] as const)
      expect(await isSigned({ body: BODY, signature: sig, timestamp: time }, publicKey, NOW)).toBe(false);
    for (const key of ['', 'ff'.repeat(32), '00'.repeat(32), 'xy'.repeat(32), publicKey.slice(2)])
      expect(await isSigned({ body: BODY, signature, timestamp: TIMESTAMP }, key, NOW)).toBe(false);
  });

  it('is not let in with one bit changed anywhere, in 10,000 tries', async () => {
    const { publicKey, sign } = await discordSigner();
    const signature = await sign(BODY, TIMESTAMP);
    const bytes = new TextEncoder().encode(BODY);
    const flipped = (hex: string, bit: number): string => {
      const at = Math.floor(bit / 4) % hex.length;
      const digit = (Number.parseInt(hex.charAt(at), 16) ^ (1 << (bit % 4))).toString(16);
      return hex.slice(0, at) + digit + hex.slice(at + 1);
    };
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('body', 'signature', 'time'), fc.nat(100_000), async (what, bit) => {
        const changed = bytes.slice();
        const place = Math.floor(bit / 7) % changed.length;
        // Only bits that keep it text: what is no UTF-8 is refused before.
        changed[place] = (changed[place] ?? 0) ^ (1 << (bit % 7));
        const body = what === 'body' ? new TextDecoder().decode(changed) : BODY;
        const time =
          what === 'time' ? String(Number(TIMESTAMP) + (bit % 2 === 0 ? 1 : -1) * (1 + (bit % 200))) : TIMESTAMP;
        const sig = what === 'signature' ? flipped(signature, bit) : signature;
        expect(await isSigned({ body, signature: sig, timestamp: time }, publicKey, NOW)).toBe(false);
      }),
      { numRuns: 10_000 },
    );
  }, 60_000);
});
