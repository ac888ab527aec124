import { describe, expect, it } from 'vitest';
import type { InstrumentId } from '../domain/ids.ts';
import type { MarketMs, WallMs } from '../lib/time.ts';
import type { BrokerOrderRequest, BrokerReplaceRequest } from '../ports/broker.ts';
import { PAPER_RULES, type Book, type BookNews } from '../simulator/broker/book.ts';
import type { BookOrder, BookStore } from '../simulator/broker/book-store.ts';
import { askCancel, bookSplit, cancelOrder, endSession, finishCancel, restartBroker } from '../simulator/broker/end.ts';
import { bookLevels } from '../simulator/broker/levels.ts';
import { freeCash, freeShares } from '../simulator/broker/refusal.ts';
import { askReplace, finishReplace, replaceOrder } from '../simulator/broker/replace.ts';
import { submitOrder, type Arrival } from '../simulator/broker/submit.ts';
import { priceMoved, tradeOrder, type Tradable } from '../simulator/broker/trade.ts';
import { bookSnapshot, lookUpOrder } from '../simulator/broker/view.ts';
import { aBrokerRequest } from './a-broker-request.ts';

const HRBM = 'i_hrbm' as InstrumentId;
const wall = (at: number): WallMs => at as WallMs;
const ARRIVAL: Arrival = { at: wall(1_000), price: 100, goodUntil: null };

/** What every book does, whatever it is kept in. */
export function bookContract(name: string, makeStore: () => BookStore): void {
  const open = (changes: Partial<Book['rules']> = {}): Book & { heard: BookNews[] } => {
    const heard: BookNews[] = [];
    return { store: makeStore(), rules: { ...PAPER_RULES, ...changes }, heard, tell: (news) => heard.push(news) };
  };
  let ids = 0;
  const place = (book: Book, changes: Partial<BrokerOrderRequest> = {}, arrival: Partial<Arrival> = {}): BookOrder => {
    const request = aBrokerRequest({ clientOrderId: `c-${(ids += 1)}`, ...changes });
    const booked = submitOrder(book, request, { ...ARRIVAL, ...arrival });
    if (booked.kind !== 'booked') throw new Error(JSON.stringify(booked));
    return booked.order;
  };
  const moves = (book: Book, price: number, more: Partial<Tradable> = {}): void => {
    priceMoved(book, HRBM, { price, at: wall(2_000), marketAt: 2_000 as MarketMs, ...more });
  };
  const now = (book: Book, { brokerOrderId }: BookOrder): BookOrder => book.store.order(brokerOrderId)!;
  const holding = (quantity: string, changes: Partial<Book['rules']> = {}) => {
    const book = open(changes);
    book.store.putPosition({ instrumentId: HRBM, quantity });
    return book;
  };
  const change = (old: BookOrder, changes: Partial<BrokerReplaceRequest> = {}): BrokerReplaceRequest => ({
    replaces: old,
    clientOrderId: `c-${(ids += 1)}`,
    quantity: null,
    limitPrice: null,
    stopPrice: null,
    trail: null,
    ...changes,
  });

  describe(`${name}: a price`, () => {
    it('fills a market order and a limit within it, and leaves the rest alone', () => {
      const book = open();
      const market = place(book);
      const near = place(book, { type: 'limit', limitPrice: '101' });
      const far = place(book, { type: 'limit', limitPrice: '99.5' });
      moves(book, 100);
      expect([market, near, far].map((order) => now(book, order).state)).toEqual(['filled', 'filled', 'accepted']);
      expect(book.store.held(HRBM)).toBe('20');
    });

    it('reaches a stop, which then trades like the order it becomes', () => {
      const book = holding('30');
      const stop = place(book, { side: 'sell', type: 'stop', stopPrice: '95' });
      const limited = place(book, { side: 'sell', type: 'stop-limit', stopPrice: '95', limitPrice: '94' });
      moves(book, 96);
      expect(now(book, stop).state).toBe('accepted');
      moves(book, 93);
      expect([now(book, stop).state, now(book, limited).state]).toEqual(['filled', 'accepted']);
      expect(bookLevels(book)).toEqual([
        { id: limited.clientOrderId, instrumentId: HRBM, kind: 'at-or-above', price: 94, rank: 1 },
      ]);
      moves(book, 94);
      expect(now(book, limited).state).toBe('filled');
    });

    it('pulls a trailing stop along and never back', () => {
      const book = holding('20');
      const byPrice = place(book, { side: 'sell', type: 'trailing-stop', trail: { price: '5' } });
      const byPercent = place(book, { side: 'sell', type: 'trailing-stop', trail: { percent: '10' } });
      for (const price of [100, 110, 107]) moves(book, price);
      expect([now(book, byPrice).stopPrice, now(book, byPercent).stopPrice]).toEqual(['105', '99']);
      moves(book, 105);
      expect([now(book, byPrice).state, now(book, byPercent).state]).toEqual(['filled', 'accepted']);
    });

    it('meets ioc and fok once: what cannot trade then has expired', () => {
      const book = open();
      const part = place(book, { type: 'limit', limitPrice: '100', timeInForce: 'ioc' });
      const whole = place(book, { type: 'limit', limitPrice: '100', timeInForce: 'fok' });
      const dear = place(book, { type: 'limit', limitPrice: '90', timeInForce: 'ioc' });
      moves(book, 100, { quantity: '4' });
      expect([part, whole, dear].map((order) => [now(book, order).state, now(book, order).filledQuantity])).toEqual([
        ['expired', '4'],
        ['expired', '0'],
        ['expired', '0'],
      ]);
    });

    it('is not offered to auction orders outside their auction, nor to others out of hours', () => {
      const book = open();
      const opening = place(book, { timeInForce: 'opg' });
      const closing = place(book, { timeInForce: 'cls' });
      const late = place(book, { type: 'limit', limitPrice: '100', extendedHours: true });
      const plain = place(book, { type: 'limit', limitPrice: '100' });
      moves(book, 100, { isExtended: true });
      expect([opening, closing, late, plain].map((order) => now(book, order).state)).toEqual([
        'accepted',
        'accepted',
        'filled',
        'accepted',
      ]);
      moves(book, 100, { auction: 'open' });
      moves(book, 101, { auction: 'close' });
      expect([opening, closing].map((order) => now(book, order).state)).toEqual(['filled', 'filled']);
    });

    it('buys for an amount of money, to the last billionth of a share', () => {
      const book = open();
      const order = place(book, { quantity: null, notional: '100', timeInForce: 'day' });
      moves(book, 3);
      expect(now(book, order)).toMatchObject({ state: 'filled', filledQuantity: '33.333333333' });
    });
  });

  describe(`${name}: orders that belong together`, () => {
    const bracket = {
      orderClass: 'bracket',
      takeProfit: { limitPrice: '110' },
      stopLoss: { stopPrice: '95', limitPrice: null },
    } as const;
    const legs = (book: Book, entry: BookOrder): BookOrder[] =>
      book.store.group(entry.group!).filter(({ role }) => role !== 'entry');

    it('hold the exits until the entry is filled completely', () => {
      const book = open();
      const entry = place(book, bracket);
      moves(book, 100, { quantity: '6' });
      expect(legs(book, entry).map(({ isHeld, state }) => [isHeld, state])).toEqual(Array(2).fill([true, 'accepted']));
      moves(book, 94);
      expect(now(book, entry).state).toBe('filled');
      expect(book.store.held(HRBM)).toBe('10');
      moves(book, 94);
      expect(legs(book, entry).map(({ state }) => state)).toEqual(['cancelled', 'filled']);
      expect(book.store.held(HRBM)).toBe('0');
    });

    it('end with the entry, and each exit with the other', () => {
      const book = open();
      const entry = place(book, bracket);
      cancelOrder(book, entry.brokerOrderId, wall(3_000));
      expect(legs(book, entry).map(({ state }) => state)).toEqual(['cancelled', 'cancelled']);
      const other = place(book, bracket);
      moves(book, 100);
      cancelOrder(book, legs(book, other)[0]!.brokerOrderId, wall(3_000));
      expect(legs(book, other).map(({ state }) => state)).toEqual(['cancelled', 'cancelled']);
    });

    it('shrink the stop by what the target sold', () => {
      const book = holding('10');
      const target = place(book, {
        side: 'sell',
        type: 'limit',
        orderClass: 'oco',
        takeProfit: bracket.takeProfit,
        stopLoss: bracket.stopLoss,
      });
      const stop = () => book.store.group(target.group!).find(({ role }) => role === 'stop-loss')!;
      expect(stop()).toMatchObject({ parentId: target.brokerOrderId, quantity: '10' });
      moves(book, 110, { quantity: '4' });
      expect([now(book, target).filledQuantity, stop().quantity]).toEqual(['4', '6']);
      moves(book, 95);
      expect([now(book, target).state, stop().state, book.store.held(HRBM)]).toEqual(['cancelled', 'filled', '0']);
    });

    it('promise the shares of two exits once', () => {
      const book = holding('10');
      place(book, { ...bracket, side: 'sell', type: 'limit', orderClass: 'oco' });
      expect(freeShares(book.store, HRBM)).toBe('0');
      expect(submitOrder(book, aBrokerRequest({ side: 'sell', quantity: '1' }), ARRIVAL)).toMatchObject({
        kind: 'refused',
        refusal: { code: 'insufficient-shares', free: '0' },
      });
    });

    it('give the one exit of an oto what its entry got', () => {
      const book = open();
      const entry = place(book, { orderClass: 'oto', stopLoss: { stopPrice: '95', limitPrice: '94.5' } });
      moves(book, 100);
      expect(legs(book, entry)).toMatchObject([{ type: 'stop-limit', isHeld: false, quantity: '10', side: 'sell' }]);
    });
  });

  describe(`${name}: an end and a change`, () => {
    it('are asked for and can lose against a fill', () => {
      const book = open();
      const order = place(book, { type: 'limit', limitPrice: '100' });
      askCancel(book, order.brokerOrderId, wall(3_000));
      const replaced = place(book, { type: 'limit', limitPrice: '100' });
      const asked = askReplace(book, change(replaced, { limitPrice: '101' }), { at: wall(3_000) });
      moves(book, 100);
      finishCancel(book, order.brokerOrderId, wall(3_500));
      expect(asked.kind).toBe('booked');
      if (asked.kind === 'booked') finishReplace(book, asked.order.brokerOrderId, wall(3_500));
      expect(book.store.orders().map(({ state }) => state)).toEqual(['filled', 'filled', 'rejected']);
      expect(cancelOrder(book, order.brokerOrderId, wall(4_000)).kind).toBe('too-late');
      expect(askReplace(book, change(replaced), { at: wall(4_000) }).kind).toBe('too-late');
    });

    it('make a chain whose fills stay where they happened', () => {
      const book = open();
      const first = place(book, { type: 'limit', limitPrice: '100' });
      moves(book, 100, { quantity: '3' });
      const asked = replaceOrder(book, change(first, { quantity: '7', limitPrice: '101' }), wall(3_000));
      const second = asked.kind === 'booked' ? asked.order : first;
      expect(now(book, first)).toMatchObject({
        state: 'replaced',
        replacedBy: second.brokerOrderId,
        filledQuantity: '3',
      });
      moves(book, 101);
      expect(now(book, second)).toMatchObject({ state: 'filled', replaces: first.brokerOrderId, filledQuantity: '7' });
      expect(book.store.held(HRBM)).toBe('10');
    });

    it('are forgotten in a restart', () => {
      const book = open();
      const ending = place(book, { type: 'limit', limitPrice: '90' });
      const changing = place(book, { type: 'limit', limitPrice: '90' });
      askCancel(book, ending.brokerOrderId, wall(3_000));
      askReplace(book, change(changing, { limitPrice: '91' }), { at: wall(3_000) });
      restartBroker(book, wall(3_100));
      expect(book.store.orders().map(({ state, pending }) => [state, pending])).toEqual([
        ['accepted', null],
        ['accepted', null],
        ['rejected', null],
      ]);
    });

    it('come with the end of the session for orders of the day', () => {
      const book = open();
      const day = place(
        book,
        { timeInForce: 'day', type: 'limit', limitPrice: '90' },
        { goodUntil: 5_000 as MarketMs },
      );
      const gtc = place(book, { type: 'limit', limitPrice: '90' });
      expect(endSession(book, { at: wall(6_000), marketAt: 5_000 as MarketMs })).toBe(false);
      expect(endSession(book, { at: wall(6_000), marketAt: 5_001 as MarketMs })).toBe(true);
      expect([now(book, day).state, now(book, gtc).state]).toEqual(['expired', 'accepted']);
    });

    it('come with a split, once', () => {
      const book = holding('10');
      const resting = place(book, { side: 'sell', type: 'limit', limitPrice: '120' });
      for (let n = 0; n < 2; n += 1) bookSplit(book, { id: 's-1', instrumentId: HRBM, ratio: 4 }, wall(4_000));
      expect([book.store.held(HRBM), now(book, resting)]).toMatchObject(['40', { state: 'expired', reason: 'split' }]);
    });
  });

  describe(`${name}: money and what is shown`, () => {
    it('are checked against what working orders may need', () => {
      const book = open();
      book.store.setCash('USD', '1500');
      place(book, { type: 'limit', limitPrice: '100' });
      expect(freeCash(book.store, 'USD')).toBe('500');
      const refused = submitOrder(book, aBrokerRequest({ type: 'limit', limitPrice: '50.01' }), ARRIVAL);
      expect(refused).toMatchObject({
        kind: 'refused',
        refusal: { code: 'buying-power', asked: '500.1', free: '500' },
      });
      moves(book, 99);
      expect(book.store.cash('USD')).toBe('510');
    });

    it('keep a refused order where the broker does, and its id free where it does not', () => {
      const keeps = open();
      const forgets = open({ keepsRefused: false });
      const request = aBrokerRequest({ clientOrderId: 'same', side: 'sell' });
      for (const book of [keeps, forgets]) submitOrder(book, request, ARRIVAL);
      expect(submitOrder(keeps, request, ARRIVAL).kind).toBe('duplicate');
      expect(submitOrder(forgets, request, ARRIVAL).kind).toBe('refused');
      expect([keeps.store.orders().length, forgets.store.orders().length]).toEqual([1, 0]);
    });

    it('appear in lists and look-ups when they are due', () => {
      const book = open({ fillLagMs: 500 });
      const order = place(book, {}, { visibleFrom: wall(3_000) });
      moves(book, 100);
      const shown = (at: number) => bookSnapshot(book, { cursor: null, since: wall(0), now: wall(at) });
      expect([lookUpOrder(book, order.clientOrderId, wall(2_999)), shown(2_999).orders.length]).toEqual([null, 0]);
      expect([shown(2_499).executions.length, shown(2_500).executions.length]).toEqual([0, 1]);
      expect([lookUpOrder(book, order.clientOrderId, wall(3_000))?.state, shown(3_000).orders.length]).toEqual([
        'filled',
        1,
      ]);
      const { cursor } = shown(3_000);
      expect(bookSnapshot(book, { cursor, since: wall(0), now: wall(3_000) }).executions).toEqual([]);
    });

    it('are told in the order they happen', () => {
      const book = open();
      const order = place(book);
      tradeOrder(book, order.brokerOrderId, {
        price: 100,
        at: wall(2_000),
        marketAt: 2_000 as MarketMs,
        quantity: '4',
      });
      cancelOrder(book, order.brokerOrderId, wall(3_000));
      expect(book.heard.map(({ kind }) => kind)).toEqual(['new', 'partial-fill', 'pending-cancel', 'cancelled']);
    });
  });
}
