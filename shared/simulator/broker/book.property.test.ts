import { fc } from '#shared/testing/property.ts';
import { describe, expect, it } from 'vitest';
import type { InstrumentId } from '../../domain/ids.ts';
import { decimal, sum, toText } from '../../lib/decimal.ts';
import { createRandom, type Random } from '../../lib/random.ts';
import type { MarketMs, WallMs } from '../../lib/time.ts';
import type { BrokerClass, BrokerOrderRequest } from '../../ports/broker.ts';
import { aBrokerRequest } from '../../testing/a-broker-request.ts';
import { hasEnded, PAPER_RULES, type Book, type BookNews } from './book.ts';
import type { BookOrder } from './book-store.ts';
import { askCancel, endSession, finishCancel, restartBroker } from './end.ts';
import { MemoryStore } from './memory-store.ts';
import { askReplace, finishReplace } from './replace.ts';
import { freeShares } from './refusal.ts';
import { submitOrder } from './submit.ts';
import { priceMoved } from './trade.ts';

const STOCKS = ['i_a', 'i_b'] as InstrumentId[];
const CASH = '50000';
const DEDUP_MS = 5_000;

class Run {
  readonly book: Book;
  readonly heard: BookNews[] = [];
  /** What was sent under an id, and whether it was called a duplicate. */
  readonly sent: { id: string; at: number; answer: string }[] = [];
  readonly random: Random;
  at = 0;

  constructor(seed: number, brokerClass: BrokerClass) {
    this.random = createRandom(seed);
    const rules = { ...PAPER_RULES, class: brokerClass, dedupMs: brokerClass === 'a-star' ? DEDUP_MS : null };
    this.book = { store: new MemoryStore(), rules, tell: (news) => this.heard.push(news) };
    this.book.store.setCash('USD', CASH);
  }

  go(steps: number): this {
    for (let n = 0; n < steps; n += 1) {
      this.at += this.random.below(1_500);
      this.#step();
      for (const id of STOCKS) {
        expect(decimal(this.book.store.held(id)).gte(0), 'nothing is sold short').toBe(true);
        expect(decimal(freeShares(this.book.store, id)).gte(0), 'no share is promised twice').toBe(true);
      }
    }
    return this;
  }

  #step(): void {
    const { random, book } = this;
    const moment = { at: this.at as WallMs, marketAt: this.at as MarketMs };
    const working = book.store.working();
    const one = working[random.below(Math.max(1, working.length))];
    const draw = random.below(100);
    if (draw < 40) return this.#submit();
    if (draw < 75) {
      const isPart = random.chance(0.5);
      const tradable = {
        ...moment,
        price: 80 + random.below(40),
        ...(isPart ? { quantity: String(1 + random.below(6)) } : {}),
      };
      return priceMoved(book, this.#pick(STOCKS), tradable);
    }
    if (draw < 94 && one !== undefined) {
      if (one.pending === 'cancel') finishCancel(book, one.brokerOrderId, moment.at);
      else if (one.pending === 'new') finishReplace(book, one.brokerOrderId, moment.at);
      else if (random.chance(0.5)) askCancel(book, one.brokerOrderId, moment.at);
      else this.#replace(one);
      return;
    }
    if (draw < 97) endSession(book, moment);
    else restartBroker(book, moment.at);
  }

  #submit(): void {
    const { random, at } = this;
    // Ids repeat, on purpose.
    const id = `c-${random.below(40)}`;
    const request = { ...this.#request(), clientOrderId: id };
    const arrival = { at: at as WallMs, price: 100, goodUntil: random.chance(0.3) ? (at as MarketMs) : null };
    this.sent.push({ id, at, answer: submitOrder(this.book, request, arrival).kind });
  }

  #request(): BrokerOrderRequest {
    const { random } = this;
    const side = random.chance(0.55) ? 'buy' : 'sell';
    const instrumentId = this.#pick(STOCKS);
    const base = { instrumentId, side, quantity: String(1 + random.below(20)) } as const;
    const exits = { takeProfit: { limitPrice: '110' }, stopLoss: { stopPrice: '92', limitPrice: null } };
    const shapes: (() => Partial<BrokerOrderRequest>)[] = [
      () => ({ timeInForce: this.#pick(['gtc', 'ioc', 'fok']) }),
      () => ({ type: 'limit', limitPrice: String(85 + random.below(30)) }),
      () => ({ type: 'stop', stopPrice: String(side === 'sell' ? 90 : 110) }),
      () => ({ type: 'stop-limit', stopPrice: '95', limitPrice: '94' }),
      () => ({ type: 'trailing-stop', trail: random.chance(0.5) ? { price: '4' } : { percent: '5' } }),
      () => ({ quantity: null, notional: '333', side: 'buy', timeInForce: 'day' }),
      () => ({ side: 'buy', orderClass: 'bracket', ...exits }),
      () => ({ side: 'buy', orderClass: 'oto', stopLoss: exits.stopLoss }),
      () => ({ side: 'sell', type: 'limit', orderClass: 'oco', ...exits }),
    ];
    return aBrokerRequest({ ...base, ...this.#pick(shapes)() });
  }

  #replace(old: BookOrder): void {
    const { random, at } = this;
    askReplace(
      this.book,
      {
        replaces: old,
        clientOrderId: `r-${at}-${random.below(1_000_000)}`,
        quantity: random.chance(0.5) ? String(1 + random.below(20)) : null,
        limitPrice: old.limitPrice === null ? null : String(85 + random.below(30)),
        stopPrice: null,
        trail: null,
      },
      { at: at as WallMs },
    );
  }

  #pick<T>(list: readonly T[]): T {
    return list[this.random.below(list.length)]!;
  }
}

function everyRun(brokerClass: BrokerClass, check: (run: Run) => void): void {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 31 }), (seed) => {
      check(new Run(seed, brokerClass).go(60));
    }),
    { numRuns: 100 },
  );
}

const fillsOf = ({ book }: Run) => book.store.executionsAfter(0, Number.MAX_SAFE_INTEGER);
const total = (texts: Iterable<string>): string => toText(sum([...texts].map((text) => decimal(text))));

describe('whatever is asked of a broker, in whatever order', () => {
  it('shares and cash are moved by fills alone, to the last unit', () => {
    everyRun('a', (run) => {
      const fills = fillsOf(run);
      const signed = (side: string, text: string): string => (side === 'buy' ? text : toText(decimal(text).neg()));
      for (const id of STOCKS) {
        const moved = fills.filter((fill) => fill.instrumentId === id).map((fill) => signed(fill.side, fill.quantity));
        expect(run.book.store.held(id)).toBe(total(moved));
      }
      const spent = fills.map(({ side, quantity, price }) => signed(side, toText(decimal(quantity).times(price))));
      expect(run.book.store.cash('USD')).toBe(toText(decimal(CASH).minus(total(spent))));
    });
  });

  it('no order fills more than it asked for, and its fills are its own', () => {
    everyRun('a', (run) => {
      const byOrder = Map.groupBy(fillsOf(run), ({ brokerOrderId }) => brokerOrderId);
      for (const order of run.book.store.orders()) {
        const filled = total((byOrder.get(order.brokerOrderId) ?? []).map(({ quantity }) => quantity));
        expect(order.filledQuantity).toBe(filled);
        if (order.quantity !== null) expect(decimal(filled).lte(order.quantity), JSON.stringify(order)).toBe(true);
        if (order.state === 'filled' && order.quantity !== null) expect(filled).toBe(order.quantity);
      }
    });
  });

  it('two exits of one position never sell it twice', () => {
    everyRun('a', (run) => {
      const groups = Map.groupBy(
        run.book.store.orders().filter(({ group }) => group !== null),
        ({ group }) => group,
      );
      for (const members of groups.values()) {
        const entries = members.filter(({ role }) => role === 'entry');
        const exits = members.filter(({ role }) => role !== 'entry');
        const sold = total(exits.map(({ filledQuantity }) => filledQuantity));
        const replaced = exits.some(({ replaces }) => replaces !== null);
        const most = entries.length > 0 ? total(entries.map(({ filledQuantity }) => filledQuantity)) : null;
        // A replaced exit may ask for another quantity than its entry got.
        if (most !== null && !replaced) expect(decimal(sold).lte(most)).toBe(true);
        const done = new Set(exits.filter(({ state }) => state === 'filled').map(({ role }) => role));
        expect(done.size, 'one cancels the other').toBeLessThan(2);
        const working = exits.filter((order) => !hasEnded(order));
        if (done.size > 0) expect(working.filter(({ pending }) => pending !== 'new')).toEqual([]);
      }
    });
  });

  it('a replaced order has one successor, and each successor one predecessor', () => {
    everyRun('a', (run) => {
      for (const order of run.book.store.orders()) {
        const next = order.replacedBy === null ? null : run.book.store.order(order.replacedBy);
        expect(order.state === 'replaced').toBe(next !== null);
        if (next !== null) expect(next.replaces).toBe(order.brokerOrderId);
        const heirs = run.book.store.orders().filter(({ replaces }) => replaces === order.brokerOrderId);
        expect(heirs.filter(({ state, pending }) => state !== 'rejected' && pending !== 'new').length).toBeLessThan(2);
      }
    });
  });

  it('an id is one order for ever, for its window, or not known at all', () => {
    everyRun('a', ({ sent }) => {
      for (const tries of Map.groupBy(sent, ({ id }) => id).values()) {
        expect(tries.slice(1).every(({ answer }) => answer === 'duplicate')).toBe(true);
      }
    });
    everyRun('a-star', ({ sent }) => {
      for (const tries of Map.groupBy(sent, ({ id }) => id).values()) {
        let known = -Infinity;
        for (const { at, answer } of tries) {
          expect(answer === 'duplicate').toBe(at - known < DEDUP_MS);
          if (answer !== 'duplicate') known = at;
        }
      }
    });
    everyRun('b', ({ sent, book }) => {
      expect(sent.every(({ answer }) => answer !== 'duplicate')).toBe(true);
      expect(book.store.orders().every(({ clientOrderId }) => clientOrderId.startsWith('paper-order-'))).toBe(true);
    });
  });

  it('what it tells adds up to what it keeps', () => {
    everyRun('a', (run) => {
      const told = run.heard.flatMap(({ execution }) => execution ?? []);
      expect(told).toEqual(fillsOf(run));
      const last = new Map(run.heard.map(({ order }) => [order.number, order]));
      for (const order of run.book.store.orders()) expect(last.get(order.number)?.state).toBe(order.state);
    });
  });
});
