import { describe, expect, test, vi } from 'vitest';
import type { AccountView, PositionView, TransactionView } from '#shared/contract/account.ts';
import type { OrderReceiptView } from '#shared/contract/receipt.ts';
import { decimal, sum } from '#shared/lib/decimal.ts';
import type { InstrumentId } from '#shared/domain/ids.ts';
import type { OrderView } from '#shared/contract/proposal.ts';
import { AlpacaWorld } from '../testing/alpaca-server/world.ts';
import { alpacaBehindItsAddress, aPerson, connected, laterAndLater } from '../testing/alpaca-person.ts';

const KEY = { id: 'KEYOFTHEHANDTEST0001', secret: 'secret-of-the-hand-test-0000000000000000' };
const world = new AlpacaWorld({ key: KEY });

alpacaBehindItsAddress(world);
// A Friday, 11:00 in New York.
vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-11-20T16:00:00Z') });

const until = laterAndLater(world, { AAPL: 200 });

describe('an Alpaca account', () => {
  test(
    'begins with what is there, is traded by hand over real prices, and its stop rests at Alpaca',
    { timeout: 60_000 },
    async () => {
      world.setPrice('AAPL', 200);
      world.setPrice('F', 12);
      world.store.putPosition({ instrumentId: 'F' as InstrumentId, quantity: '5' });
      const { call, confirm } = await aPerson();
      const { accountId } = await connected(call, KEY);
      const path = `accounts/${accountId}`;
      await until(async () => {
        const { body, text } = await call<AccountView>('GET', path);
        expect(body, text).toMatchObject({ world: 'paper', cash: { USD: '100000' }, equity: '100060', mode: 'active' });
      });

      const paidIn = await call('POST', `${path}/transactions`, { type: 'deposit', amount: '100000' });
      expect([paidIn.status, paidIn.body], 'money at Alpaca is moved at Alpaca').toEqual([
        409,
        expect.objectContaining({ code: 'booked-by-broker' }),
      ]);

      const set = await call('PATCH', `${path}/risk`, { unconfirmedFractionMax: 0.01 });
      expect(set.status, set.text).toBe(200);
      const large = { symbol: 'AAPL', side: 'buy', quantity: '6', limitPrice: '180', stopPrice: '170' };
      const place = () => call<OrderView>('POST', `${path}/orders`, large);
      expect((await place()).body, 'above the set size the person is needed').toMatchObject({
        code: 'step-up-required',
        values: { reason: 'large-approval', about: `buy ${accountId} AAPL 6 180` },
      });
      expect(world.store.orders()).toEqual([]);
      await confirm('large-approval', `buy ${accountId} AAPL 60 180`);
      expect((await place()).status, 'another size was confirmed').toBe(403);
      await confirm('large-approval', `buy ${accountId} AAPL 6 180`);
      const placed = await place();
      expect(placed.status, placed.text).toBe(201);
      await call('DELETE', `${path}/orders/${placed.body.id}`);
      const again = await call<OrderView>('POST', `${path}/orders`, { ...large, quantity: '7' });
      expect(again.status, 'one confirmation lets one order go').toBe(403);

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
        expect(body.differences).toEqual([]);
        expect(world.store.positions()).toEqual([{ instrumentId: 'F', quantity: '5' }]);
        expect(world.store.working()).toEqual([]);
      });
      const sent = world.store.orders().filter(({ sentAs }) => sentAs?.startsWith('p') === true);
      // The one that was confirmed and taken back, the purchase, its stop, the sale.
      expect(sent).toHaveLength(4);

      const receipt = await call<OrderReceiptView>('GET', `${path}/orders/${sold.body.id}`);
      expect(receipt.body.receipt.find(({ type }) => type === 'order.filled')?.body, receipt.text).toMatchObject({
        fees: '0.04',
      });

      // Alpaca charges the fees of the day by themselves, pays a dividend, and somebody pays money in.
      world.moveMoney('FEE', '-0.02');
      world.moveMoney('DIV', '1.25', 'F');
      world.moveMoney('CSD', '1000');
      await until(async () => {
        const { body, text } = await call<AccountView>('GET', path);
        expect(body, text).toMatchObject({ cash: { USD: world.store.cash('USD') }, differences: [] });
      });
      const { body: list } = await call<{ items: TransactionView[] }>('GET', `${path}/transactions`);
      expect(list.items.map(({ type, amount }) => [type, amount])).toEqual(
        expect.arrayContaining([
          ['fee', '-0.02'],
          ['dividend', '1.25'],
          ['deposit', '1000'],
        ]),
      );
      for (const { entries, id } of list.items)
        expect(sum(entries.map(({ amount }) => decimal(amount))).toFixed(), id).toBe('0');

      // Parts of a share: Alpaca trades them for the day, and keeps no stop for them.
      const part = { symbol: 'AAPL', side: 'buy', quantity: '1.25', limitPrice: '203', stopPrice: '190' };
      const bit = await call<OrderView>('POST', `${path}/orders`, part);
      expect(bit.status, bit.text).toBe(201);
      expect(bit.body).toMatchObject({ quantity: '1.25', timeInForce: 'day' });
      await until(async () => {
        const { body, text } = await call<{ items: PositionView[] }>('GET', `${path}/positions`);
        expect(body.items.find(({ symbol }) => symbol === 'AAPL')?.holders, text).toEqual([
          expect.objectContaining({
            quantity: '1.25',
            protection: expect.objectContaining({ heldBy: 'nod', stopPrice: '190' }) as unknown,
          }),
        ]);
      });
      const over = await call('POST', `${path}/orders`, { ...part, quantity: '80.5' });
      expect(over.text, 'limits count parts of a share').toContain('position-too-large');
      const gone = await call<OrderView>('POST', `${path}/orders`, { symbol: 'AAPL', side: 'sell', quantity: '1.25' });
      expect(gone.status, gone.text).toBe(201);
      await until(async () => {
        const { body, text } = await call<AccountView>('GET', path);
        expect(body, text).toMatchObject({ workingOrders: 0, unresolvedOrders: 0, differences: [] });
        expect(world.store.positions()).toEqual([{ instrumentId: 'F', quantity: '5' }]);
      });
    },
  );
});
