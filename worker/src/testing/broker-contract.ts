import { describe, expect, it } from 'vitest';
import type { WallMs } from '#shared/lib/time.ts';
import { decimal, sum, toText } from '#shared/lib/decimal.ts';
import type {
  Broker,
  BrokerOrder,
  BrokerOrderRequest,
  BrokerReplaceRequest,
  BrokerSnapshot,
} from '#shared/ports/broker.ts';

/** A broker of class a with nobody else in its account, and a hand on its market. */
export interface BrokerStand {
  readonly broker: Broker;
  /** An order the broker takes and that rests: to buy 10 shares far below the price, until cancelled. */
  readonly request: (changes?: Partial<BrokerOrderRequest>) => BrokerOrderRequest;
  /** So much of it trades. */
  readonly fill: (clientOrderId: string, quantity: string) => Promise<void> | void;
  /** What was only asked for happens. */
  readonly settle: () => Promise<void> | void;
}

const SINCE = 0 as WallMs;

/** What an account relies on, whoever the broker is. */
export function brokerContract(name: string, make: () => Promise<BrokerStand> | BrokerStand): void {
  let ids = 0;
  async function aStand() {
    const stand = await make();
    const { broker } = stand;
    const request = (changes: Partial<BrokerOrderRequest> = {}): BrokerOrderRequest =>
      stand.request({ clientOrderId: `ptest-${(ids += 1)}-0-1`, ...changes });
    return {
      ...stand,
      request,
      placed: async (changes: Partial<BrokerOrderRequest> = {}): Promise<BrokerOrder> => {
        const answer = await broker.submit(request(changes));
        if (answer.kind !== 'accepted') throw new Error(JSON.stringify(answer));
        return answer.order;
      },
      snapshot: async (cursor: string | null = null): Promise<BrokerSnapshot> => {
        const read = await broker.snapshot({ cursor, since: SINCE });
        if (read === null) throw new Error('no book');
        return read;
      },
      now: async ({ clientOrderId }: Pick<BrokerOrder, 'clientOrderId'>): Promise<BrokerOrder> => {
        const found = await broker.orderByClientId(clientOrderId);
        if (found.kind !== 'found') throw new Error(found.kind);
        return found.order;
      },
    };
  }
  const change = (old: BrokerOrder, changes: Partial<BrokerReplaceRequest> = {}): BrokerReplaceRequest => ({
    replaces: old,
    clientOrderId: `ptest-${(ids += 1)}-0-2`,
    quantity: null,
    limitPrice: null,
    stopPrice: null,
    trail: null,
    ...changes,
  });

  describe(`${name}: an order`, () => {
    it('is found by our id and listed, the same in both', async () => {
      const { broker, placed, snapshot, now } = await aStand();
      const order = await placed();
      expect(order).toMatchObject({
        state: 'accepted',
        side: 'buy',
        quantity: '10',
        filledQuantity: '0',
        parentId: null,
      });
      expect((await snapshot()).orders).toEqual([await now(order)]);
      expect(await broker.orderByClientId('nobody')).toEqual({ kind: 'not-found' });
    });

    it('is taken once, however often it is sent', async () => {
      const { broker, request, snapshot } = await aStand();
      const asked = request();
      expect((await broker.submit(asked)).kind).toBe('accepted');
      expect(await broker.submit(asked)).toEqual({ kind: 'duplicate' });
      expect(await broker.submit({ ...asked, quantity: '1' })).toEqual({ kind: 'duplicate' });
      expect((await snapshot()).orders).toHaveLength(1);
    });

    it('keeps its id also after its end', async () => {
      const { broker, request, settle } = await aStand();
      const asked = request();
      await broker.submit(asked);
      await broker.cancel({ ...asked, brokerOrderId: null });
      await settle();
      expect(await broker.submit(asked)).toEqual({ kind: 'duplicate' });
    });

    it('to sell what is not there is refused, and nothing works', async () => {
      const { broker, request, snapshot } = await aStand();
      const answer = await broker.submit(request({ side: 'sell', limitPrice: '10000' }));
      expect(answer).toMatchObject({ kind: 'rejected', code: 'insufficient-shares' });
      const working = (await snapshot()).orders.filter(({ state }) => state === 'accepted');
      expect(working).toEqual([]);
    });
  });

  describe(`${name}: fills`, () => {
    it('add up to the order and to the position, each under an id of its own', async () => {
      const { placed, fill, snapshot, now } = await aStand();
      const order = await placed();
      await fill(order.clientOrderId, '4');
      expect(await now(order)).toMatchObject({ state: 'partially-filled', filledQuantity: '4', quantity: '10' });
      await fill(order.clientOrderId, '6');
      expect(await now(order)).toMatchObject({ state: 'filled', filledQuantity: '10' });
      const { executions, positions } = await snapshot();
      expect(executions.map(({ clientOrderId, quantity }) => [clientOrderId, quantity])).toEqual([
        [order.clientOrderId, '4'],
        [order.clientOrderId, '6'],
      ]);
      expect(new Set(executions.map(({ id }) => id)).size).toBe(2);
      expect(positions).toEqual([{ instrumentId: order.instrumentId, quantity: '10' }]);
    });

    it('are all there from a cursor on, and none is lost between two', async () => {
      const { placed, fill, snapshot } = await aStand();
      const order = await placed();
      const seen = new Map<string, string>();
      let cursor: string | null = null;
      for (const quantity of ['1', '2', '3', '4']) {
        await fill(order.clientOrderId, quantity);
        const book: BrokerSnapshot = await snapshot(cursor);
        for (const execution of book.executions) seen.set(execution.id, execution.quantity);
        ({ cursor } = book);
      }
      expect(toText(sum([...seen.values()].map((quantity) => decimal(quantity))))).toBe('10');
    });
  });

  describe(`${name}: a cancel`, () => {
    it('ends what is open and leaves what filled', async () => {
      const { broker, placed, fill, settle, now } = await aStand();
      const order = await placed();
      await fill(order.clientOrderId, '4');
      expect(['asked', 'cancelled']).toContain((await broker.cancel(order)).kind);
      await settle();
      expect(await now(order)).toMatchObject({ state: 'cancelled', filledQuantity: '4' });
      expect((await broker.cancel(order)).kind).toBe('cancelled');
    });

    it('by our id alone is the same', async () => {
      const { broker, placed, settle, now } = await aStand();
      const order = await placed();
      await broker.cancel({ clientOrderId: order.clientOrderId, brokerOrderId: null });
      await settle();
      expect((await now(order)).state).toBe('cancelled');
      expect(await broker.cancel({ clientOrderId: 'nobody', brokerOrderId: null })).toEqual({ kind: 'not-found' });
    });

    it('loses against a fill', async () => {
      const { broker, placed, fill } = await aStand();
      const order = await placed();
      await fill(order.clientOrderId, '10');
      expect(await broker.cancel(order)).toMatchObject({ kind: 'too-late', order: { state: 'filled' } });
    });
  });

  describe(`${name}: a change`, () => {
    it('puts a new order in the place of the old one, and both tell of each other', async () => {
      const { broker, placed, settle, now } = await aStand();
      const old = await placed();
      const asked = change(old, { quantity: '8' });
      expect(await broker.replace(asked)).toMatchObject({ kind: 'accepted', order: { replaces: old.brokerOrderId } });
      await settle();
      const next = await now(asked);
      expect(next).toMatchObject({ state: 'accepted', quantity: '8', filledQuantity: '0' });
      expect(await now(old)).toMatchObject({ state: 'replaced', replacedBy: next.brokerOrderId });

      // Asked again, it makes no second one.
      const again = await broker.replace(asked);
      expect(again.kind === 'accepted' ? again.order.brokerOrderId : next.brokerOrderId).toBe(next.brokerOrderId);
      await settle();
      expect(await now(asked)).toEqual(next);
      expect(await now(old)).toMatchObject({ state: 'replaced', replacedBy: next.brokerOrderId });
    });

    it('loses against a fill', async () => {
      const { broker, placed, fill } = await aStand();
      const old = await placed();
      await fill(old.clientOrderId, '10');
      expect(await broker.replace(change(old))).toMatchObject({ kind: 'too-late', order: { state: 'filled' } });
    });
  });

  describe(`${name}: exits that the broker holds`, () => {
    it('are two orders of which one ends the other', async () => {
      const { broker, request, placed, fill, settle, snapshot } = await aStand();
      if (!broker.can.protects) return;
      const entry = await placed();
      await fill(entry.clientOrderId, '10');
      const pair = request({
        side: 'sell',
        orderClass: 'oco',
        limitPrice: null,
        takeProfit: { limitPrice: '10000' },
        stopLoss: { stopPrice: '1', limitPrice: null },
      });
      expect((await broker.submit(pair)).kind).toBe('accepted');
      const exits = (await snapshot()).orders.filter(({ side }) => side === 'sell');
      const [target, stop] = [
        exits.find(({ parentId }) => parentId === null),
        exits.find(({ parentId }) => parentId !== null),
      ];
      expect([exits.length, target?.clientOrderId, stop?.parentId]).toEqual([
        2,
        pair.clientOrderId,
        target?.brokerOrderId,
      ]);
      await fill(pair.clientOrderId, '10');
      await settle();
      const after = await snapshot();
      expect(
        after.orders
          .filter(({ side }) => side === 'sell')
          .map(({ state }) => state)
          .sort(),
      ).toEqual(['cancelled', 'filled']);
      expect(after.positions).toEqual([]);
    });
  });
}
