import { describe, expect, it } from 'vitest';
import { converse } from '#bot/converse.ts';
import { memoryDialogs } from '#bot/testing/memory-dialogs.ts';
import { SCOPES } from '#shared/domain/caller.ts';
import { MINUTE_MS } from '#shared/lib/time.ts';
import { readerOf } from '#shared/words/format-time.ts';
import { OTHR, OWNER, SimAccount } from '../testing/sim-account.ts';
import { useCasesOver } from '../testing/sim-use-cases.ts';

/** Somebody in a chat of the real account, who types and presses what stands there. */
async function aBuyer() {
  const account = await SimAccount.open();
  account.market.phase = 'range';
  const deps = { useCases: useCasesOver(account), dialogs: memoryDialogs(), newId: () => '01K9XQ4T0A5B6C7D8E9F0G1AAA' };
  let waited = 0;
  const say = async (said: { text?: string; verb?: string }) => {
    const request = {
      caller: { ...OWNER, scopes: SCOPES, channel: 'telegram' as const },
      chat: { id: 'c', kind: 'private' as const },
      reader: readerOf('en'),
      now: (account.now + waited) as never,
      said,
    };
    const [card] = await converse(deps, request);
    await account.settle();
    return card!; // everything said here is answered
  };
  return { account, say, waits: (ms: number) => (waited += ms) };
}

const sendOf = (card: Awaited<ReturnType<Awaited<ReturnType<typeof aBuyer>>['say']>>): string =>
  card.buttons.flat().find(({ label }) => label.startsWith('Send'))?.verb ?? '';

describe('a purchase at the market, sent half an hour after its card was shown', () => {
  it('goes where the price is within what the card said, and costs no more than that', async () => {
    const { account, say, waits } = await aBuyer();
    const card = await say({ text: '/buy OTHR 2' });
    expect(card.lines).toContain('At most $100.30 a share; above it nothing is sent and you are asked again.');
    waits(29 * MINUTE_MS);
    account.market.prices.set(OTHR, 100.2);
    await say({ verb: sendOf(card) });
    expect(account.broker.requests).toMatchObject([{ limitPrice: '100.3', quantity: '2' }]);
  });

  it('is asked again with the difference where it would cost more, and the old button sends nothing', async () => {
    const { account, say, waits } = await aBuyer();
    const first = await say({ text: '/buy OTHR 2' });
    waits(29 * MINUTE_MS);
    account.market.prices.set(OTHR, 105);
    const again = await say({ verb: sendOf(first) });
    expect(again.lines[0]).toBe(
      'The price went up: the card said at most $100.30, now it is at most $105.31. Nothing was sent.',
    );
    expect(account.broker.requests).toEqual([]);
    expect(sendOf(again)).not.toBe(sendOf(first));
    await say({ verb: sendOf(first) });
    expect(account.broker.requests, 'the old button').toEqual([]);
    await say({ verb: sendOf(again) });
    expect(account.broker.requests).toMatchObject([{ limitPrice: '105.31' }]);
  });

  it('is held the same where it is typed', async () => {
    const { account, say } = await aBuyer();
    await say({ text: '/buy OTHR 2' });
    account.market.prices.set(OTHR, 105);
    const again = await say({ text: 'yes' });
    expect(again.lines[0]).toContain('now it is at most $105.31. Nothing was sent.');
    expect(account.broker.requests).toEqual([]);
    await say({ text: 'yes' });
    expect(account.broker.requests).toMatchObject([{ limitPrice: '105.31' }]);
  });
});
