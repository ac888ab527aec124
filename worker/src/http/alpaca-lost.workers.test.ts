import { expect, test, vi } from 'vitest';
import type { AccountView, EventView } from '#shared/contract/account.ts';
import type { ChatMessage } from '#shared/contract/chat.ts';
import type { ConnectionView } from '#shared/contract/connection.ts';
import type { OrderView } from '#shared/contract/proposal.ts';
import { AlpacaWorld } from '../testing/alpaca-server/world.ts';
import { alpacaBehindItsAddress, aPerson, connected, laterAndLater } from '../testing/alpaca-person.ts';

const KEY = { id: 'KEYOFTHELOSTTEST0001', secret: 'secret-of-the-lost-test-0000000000000000' };
const world = new AlpacaWorld({ key: KEY });
alpacaBehindItsAddress(world);
// A Friday, 11:00 in New York.
vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-11-20T16:00:00Z') });
const until = laterAndLater(world, { AAPL: 200 });

test(
  'a broker that is away, flaps, is back and takes the keys no more is told once each, with the stops that still work',
  { timeout: 60_000 },
  async () => {
    world.setPrice('AAPL', 200);
    const { call } = await aPerson();
    const { accountId, connectionId } = await connected(call, KEY);
    const order = { symbol: 'AAPL', side: 'buy', quantity: '3', limitPrice: '203', stopPrice: '190' };
    await until(async () => {
      const bought = await call<OrderView>('POST', `accounts/${accountId}/orders`, order);
      expect(bought.status, bought.text).toBe(201);
    });
    await until(async () => {
      const { body } = await call<AccountView>('GET', `accounts/${accountId}`);
      expect(body.protection).toMatchObject({ heldByBroker: 1 });
    });

    const tryAgain = async (times: number, seconds = 30): Promise<void> => {
      for (let n = 0; n < times; n += 1) {
        vi.setSystemTime(Date.now() + seconds * 1_000);
        await call<ConnectionView>('POST', `connections/${connectionId}/check`);
      }
    };
    const told = async (): Promise<string[]> => {
      const { body } = await call<{ items: EventView[] }>('GET', `accounts/${accountId}/events?limit=500`);
      return body.items.map(({ type }) => type).filter((type) => type.startsWith('connection.'));
    };
    const said = async (word: string): Promise<ChatMessage[]> => {
      const { body } = await call<{ items: ChatMessage[] }>('GET', 'chat?limit=200');
      return body.items.filter(({ title }) => title?.includes(word) === true);
    };

    world.plan.faults = { ...world.plan.faults, 'drop-answer': 1 };
    await tryAgain(2);
    expect(await told()).toEqual([]);
    await tryAgain(6);
    expect(await told()).toEqual(['connection.lost']);
    await until(async () => {
      const [lost, ...more] = await said('can’t be reached since');
      expect(more).toEqual([]);
      expect(lost?.title).toMatch(/^PAPER · Alpaca can’t be reached since 11:\d\d ET$/);
      expect(lost?.lines).toEqual(['1 stop works there.', 'No new buys; trying every 30 s.']);
    });

    // Now and then an answer comes through: no news of either kind.
    for (let n = 0; n < 4; n += 1) {
      world.plan.faults = { ...world.plan.faults, 'drop-answer': 0 };
      await tryAgain(1);
      world.plan.faults = { ...world.plan.faults, 'drop-answer': 1 };
      await tryAgain(2);
    }
    expect(await told()).toEqual(['connection.lost']);

    world.plan.heal();
    await tryAgain(5);
    expect((await told()).toSorted()).toEqual(['connection.back', 'connection.lost']);
    await until(async () => {
      expect(await said('Alpaca is back')).toHaveLength(1);
    });

    world.keys[0] = { ...KEY, state: 'revoked' };
    await tryAgain(4);
    await until(async () => {
      const [needs, ...more] = await said('no longer accepts these keys');
      expect(more).toEqual([]);
      expect(needs?.buttons.flat().map(({ label }) => label)).toContain('Enter new keys');
    });
  },
);
