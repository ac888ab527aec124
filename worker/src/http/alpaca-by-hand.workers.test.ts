import { exports } from 'cloudflare:workers';
import { describe, expect, test, vi } from 'vitest';
import type { AccountView, PositionView } from '#shared/contract/account.ts';
import type { NewConnectionView } from '#shared/contract/connection.ts';
import type { InstrumentId } from '#shared/domain/ids.ts';
import type { OrderView } from '#shared/contract/proposal.ts';
import { alpacaFetch } from '../testing/alpaca-server/exchange.ts';
import { AlpacaWorld } from '../testing/alpaca-server/world.ts';
import { aCookie, linkCode } from '../testing/sign-in.ts';

const ORIGIN = 'http://localhost';
const KEY = { id: 'KEYOFTHEHANDTEST0001', secret: 'secret-of-the-hand-test-0000000000000000' };
const world = new AlpacaWorld({ key: KEY });

const direct = globalThis.fetch;
vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
  const request = new Request(input, init);
  return new URL(request.url).host.endsWith('alpaca.markets') ? alpacaFetch(world)(request) : direct(input, init);
});
// A Friday, 11:00 in New York.
vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-11-20T16:00:00Z') });

async function aPerson() {
  let cookie = await aCookie();
  const call = async <T>(method: string, path: string, body?: unknown) => {
    const response = await exports.default.fetch(`${ORIGIN}/api/${path}`, {
      method,
      headers: { cookie, origin: ORIGIN, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    const text = await response.text();
    return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as T, text };
  };
  return { call };
}

/** Time goes on by itself here: every look is some seconds later. */
async function until(reached: () => Promise<void>): Promise<void> {
  await vi.waitFor(
    async () => {
      vi.setSystemTime(Date.now() + 5_000);
      world.setPrice('AAPL', 200);
      await reached();
    },
    { timeout: 8_000, interval: 50 },
  );
}

describe('an Alpaca account', () => {
  test(
    'begins with what is there, is traded by hand over real prices, and its stop rests at Alpaca',
    { timeout: 60_000 },
    async () => {
      world.setPrice('AAPL', 200);
      world.setPrice('F', 12);
      world.store.putPosition({ instrumentId: 'F' as InstrumentId, quantity: '5' });
      const { call } = await aPerson();
      await call('POST', 'step-up/finish', { reason: 'broker-keys', linkCode: await linkCode() });
      const keys = { broker: 'alpaca', keyId: KEY.id, secretKey: KEY.secret };
      const made = await call<NewConnectionView>('POST', 'connections', keys);
      expect(made.status, made.text).toBe(201);
      const path = `accounts/${made.body.accountId ?? ''}`;
      await until(async () => {
        const { body, text } = await call<AccountView>('GET', path);
        expect(body, text).toMatchObject({ world: 'paper', cash: { USD: '100000' }, equity: '100060', mode: 'active' });
      });

      const order = { symbol: 'AAPL', side: 'buy', quantity: '3', limitPrice: '203', stopPrice: '190' };
      const bought = await call<OrderView>('POST', `${path}/orders`, order);
      expect(bought.status, bought.text).toBe(201);
      await until(async () => {
        const { body, text } = await call<{ items: PositionView[] }>('GET', `${path}/positions`);
        const holders = body.items.flatMap(({ symbol, holders: all }) => all.map((one) => ({ symbol, ...one })));
        expect(holders, text).toEqual([
          expect.objectContaining({ symbol: 'F', quantity: '5' }),
          expect.objectContaining({
            symbol: 'AAPL',
            quantity: '3',
            stopPrice: '190',
            protection: expect.objectContaining({ heldBy: 'broker' }) as unknown,
          }),
        ]);
      });
      expect(world.store.working().map(({ type, stopPrice, quantity }) => [type, stopPrice, quantity])).toEqual([
        ['stop', '190', '3'],
      ]);

      const sold = await call<OrderView>('POST', `${path}/orders`, { symbol: 'AAPL', side: 'sell', quantity: '3' });
      expect(sold.status, sold.text).toBe(201);
      await until(async () => {
        const { body, text } = await call<AccountView>('GET', path);
        expect(body, text).toMatchObject({ workingOrders: 0, unresolvedOrders: 0 });
        // Fees of a sale are ours by estimate, and Alpaca's a day later.
        expect(body.differences.filter(({ what }) => what !== 'cash')).toEqual([]);
        expect(world.store.positions()).toEqual([{ instrumentId: 'F', quantity: '5' }]);
        expect(world.store.working()).toEqual([]);
      });
      const sent = world.store.orders().filter(({ sentAs }) => sentAs?.startsWith('p') === true);
      expect(sent).toHaveLength(3);
    },
  );
});
