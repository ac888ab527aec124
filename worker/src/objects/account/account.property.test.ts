import { fc } from '#shared/testing/property.ts';
import { describe, expect, it } from 'vitest';
import { decimal, sum, toText } from '#shared/lib/decimal.ts';
import type { BrokerFaults, SimBrokerKind } from '#worker/src/testing/sim-broker.ts';
import { buySignal, HRBM, KORE, OTHR, OWNER, SimAccount, sellSignal } from '#worker/src/testing/sim-account.ts';
import { brokenLink } from './audit-chain.ts';

const RUNS = 150;
const KIND_RUNS = 25;
const SEED = 20260105;
const STOCKS = [HRBM, OTHR, KORE] as const;
const BASE = { [HRBM]: 100, [OTHR]: 100, [KORE]: 50_000 } as Record<string, number>;
const SYMBOLS = { [HRBM]: 'HRBM', [OTHR]: 'OTHR', [KORE]: 'KRX:000001' } as Record<string, string>;

/** Where an order can be that the broker never saw. */
const IS_HERE = new Set(['waiting-for-open', 'not-sent', 'cancelled']);

const stock = fc.constantFrom(...STOCKS);
/** What people, the market, the broker and the machine do, in any order. */
const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('bar' as const),
      moves: fc.array(fc.integer({ min: -8, max: 8 }), { minLength: 3, maxLength: 3 }),
      low: fc.integer({ min: 0, max: 6 }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('look' as const), bot: fc.nat(1), stock, sells: fc.boolean() }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('answer' as const),
      yes: fc.constantFrom(true, true, true, false),
      times: fc.integer({ min: 1, max: 3 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('pause' as const, 'panic' as const) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('resume' as const) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('order' as const),
      stock,
      side: fc.constantFrom('buy' as const, 'sell' as const),
      quantity: fc.integer({ min: 1, max: 40 }),
      limited: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('close' as const), stock }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cancel' as const), which: fc.nat(5) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('replace' as const),
      which: fc.nat(5),
      percent: fc.integer({ min: -3, max: 3 }),
      quantity: fc.option(fc.integer({ min: 1, max: 30 }), { nil: undefined }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('elsewhere' as const), stock, asUs: fc.nat(9).map((n) => n === 0) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('stop' as const), percent: fc.integer({ min: 1, max: 9 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('part' as const),
      which: fc.nat(5),
      quantity: fc.integer({ min: 1, max: 9 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('split' as const), stock, ratio: fc.constantFrom(2, 3, 0.5) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('fault' as const),
      fault: fc.constantFrom<keyof BrokerFaults>('loseRequests', 'loseAnswers', 'isDown', 'isBlind', 'loseCancels'),
      on: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('market' as const), on: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('crash' as const),
      moment: fc.constantFrom('now' as const, 'received' as const, 'booked' as const),
    }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('mend' as const) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('pass' as const), seconds: fc.integer({ min: 1, max: 200 }) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

async function take(account: SimAccount, bots: readonly string[], action: Step): Promise<void> {
  const { api, broker, market } = account;
  switch (action.do) {
    case 'bar': {
      const bars = STOCKS.map((id, index) => {
        const open = Math.max(BASE[id]! * 0.3, (market.prices.get(id) ?? BASE[id]!) * (1 + action.moves[index]! / 100));
        const tidy = (price: number): number =>
          id === KORE ? Math.round(price / 1_000) * 1_000 : Math.round(price * 100) / 100;
        return [id, { open: tidy(open), low: tidy(open * (1 - action.low / 100)) }] as const;
      });
      await account.bar(Object.fromEntries(bars));
      return;
    }
    case 'look': {
      const price = market.prices.get(action.stock) ?? BASE[action.stock]!;
      const about = { instrumentId: action.stock, price };
      const signal = action.sells
        ? sellSignal(about)
        : buySignal({ ...about, stopPrice: price * 0.95, targetPrice: price * 1.1, atr: price * 0.02 });
      await account.look(bots[action.bot]!, signal);
      return;
    }
    case 'answer': {
      const [question] = await account.questions();
      if (question === undefined) return;
      const answers = Array.from({ length: action.times }, () =>
        action.yes ? account.approve(question) : api.reject(OWNER, question.id, {}),
      );
      expect((await Promise.all(answers)).filter((answer) => answer.ok).length).toBeLessThanOrEqual(1);
      return;
    }
    case 'pause':
    case 'resume':
    case 'panic':
      await api[action.do](OWNER);
      return;
    case 'order': {
      const price = market.prices.get(action.stock)!;
      const limitPrice = action.limited && action.stock !== KORE ? price.toFixed(2) : undefined;
      const { side, quantity } = action;
      await api.createOrder(OWNER, {
        symbol: SYMBOLS[action.stock]!,
        side,
        quantity: String(quantity),
        ...(limitPrice !== undefined && { limitPrice }),
        ...(side === 'buy' && { stopPrice: (price * 0.94).toFixed(action.stock === KORE ? 0 : 2) }),
      });
      return;
    }
    case 'close':
      await api.closePosition(OWNER, { symbol: SYMBOLS[action.stock]! });
      return;
    case 'cancel': {
      const intents = account.intents();
      if (intents.length > 0) await api.cancelOrder(OWNER, intents[action.which % intents.length]!.id);
      return;
    }
    case 'replace': {
      const limits = account.sql.all<{ id: string; limit_price: string }>(
        "SELECT id, limit_price FROM intent WHERE type = 'limit' AND limit_price IS NOT NULL AND instrument_id <> ?",
        KORE,
      );
      const order = limits[action.which % Math.max(1, limits.length)];
      if (order === undefined) return;
      const limitPrice = (Number(order.limit_price) * (1 + action.percent / 100)).toFixed(2);
      const { quantity } = action;
      const more = quantity === undefined ? {} : { quantity: String(quantity) };
      await api.replaceOrder(OWNER, order.id, { limitPrice, ...more });
      return;
    }
    case 'elsewhere': {
      const price = market.prices.get(action.stock)!;
      await broker.submit({
        ...ELSEWHERE,
        clientOrderId: `${action.asUs ? 'ptest-STRANGER' : 'elsewhere'}-${broker.requests.length}`,
        instrumentId: action.stock,
        symbol: SYMBOLS[action.stock]!,
        currency: action.stock === KORE ? 'KRW' : 'USD',
        limitPrice: price.toFixed(action.stock === KORE ? 0 : 2),
      });
      return;
    }
    case 'stop': {
      const [position] = account.sql.all<{ instrument_id: string; holder: string }>(
        "SELECT instrument_id, holder FROM position WHERE quantity <> '0' AND stop_price IS NOT NULL",
      );
      if (position === undefined) return;
      const price = market.prices.get(position.instrument_id as typeof HRBM)! * (1 - action.percent / 100);
      const stopPrice = price.toFixed(position.instrument_id === KORE ? 0 : 2);
      await api.moveStop(OWNER, { symbol: SYMBOLS[position.instrument_id]!, holder: position.holder, stopPrice });
      return;
    }
    case 'part': {
      const working = broker.orders().filter(({ state }) => state === 'accepted' || state === 'partially-filled');
      const order = working[action.which % Math.max(1, working.length)];
      if (order === undefined) return;
      const left = decimal(order.quantity).minus(order.filledQuantity);
      const quantity = left.lt(action.quantity) ? left : decimal(action.quantity);
      broker.fillPart(order.clientOrderId, toText(quantity), String(market.prices.get(order.instrumentId)!));
      return;
    }
    case 'split': {
      const moment = { ...market.moment(), step: market.step + 1, moment: 'open' as const };
      const splits = [{ instrumentId: action.stock, ratio: action.ratio }];
      // The clock repeats its call until the follower has done it; here the broker is mended first.
      broker.heal();
      await account.runtime.follow(moment, (follower) => follower.onSplits(splits, moment));
      market.prices.set(action.stock, market.prices.get(action.stock)! / action.ratio);
      return;
    }
    case 'fault':
      Object.assign(broker.faults, { [action.fault]: action.on });
      return;
    case 'market':
      market.isDown = action.on;
      return;
    case 'crash':
      if (action.moment === 'now') account.crash();
      else {
        broker.during[action.moment] = async () => {
          await Promise.resolve();
          broker.during = {};
          account.crash();
        };
      }
      return;
    case 'mend':
      broker.heal();
      market.isDown = false;
      return;
    case 'pass':
      await account.pass(action.seconds * 1_000);
  }
}

/** Somebody’s own order at the broker. */
const ELSEWHERE = {
  side: 'buy',
  type: 'limit',
  quantity: '3',
  notional: null,
  stopPrice: null,
  trail: null,
  timeInForce: 'day',
  extendedHours: false,
  orderClass: 'simple',
  takeProfit: null,
  stopLoss: null,
} as const;

const isStranger = (coid: string): boolean => coid.startsWith('elsewhere') || coid.startsWith('ptest-STRANGER');

/** Nothing is wrong any more, five minutes pass, and a person who looks at the broker's book says what became of what. */
async function heal(account: SimAccount): Promise<void> {
  account.broker.heal();
  account.market.isDown = false;
  await account.runtime.wake();
  await account.pass(600_000);
  for (const { id, coid } of account.sql.all<{ id: string; coid: string }>(
    "SELECT id, coid FROM intent WHERE state = 'needs-human'",
  )) {
    const there = account.broker.book.store.orders().find(({ sentAs }) => sentAs === coid);
    await account.api.settleOrder(OWNER, id, { brokerOrderId: there?.brokerOrderId ?? null });
  }
  await account.runtime.onBrokerNews();
  await account.pass(300_000);
  const open = account.sql.all<{ id: string; coid: string }>("SELECT id, coid FROM intent WHERE state = 'needs-human'");
  for (const { id, coid } of open) {
    const there = account.broker.book.store.orders().find(({ sentAs }) => sentAs === coid);
    await account.api.settleOrder(OWNER, id, { brokerOrderId: there?.brokerOrderId ?? null });
  }
  if (open.length > 0) await account.pass(300_000);
  await account.runtime.wake();
  await account.settle();
}

/** What the broker has of each of our ids, the legs of a pair with the order they hang on. */
function bookOf({ broker }: SimAccount): { coid: string; state: string; filled: string; isStranger: boolean }[] {
  const all = broker.book.store.orders();
  return all
    .filter(({ parentId }) => parentId === null)
    .map((order) => {
      const legs = all.filter(({ parentId }) => parentId === order.brokerOrderId);
      const filled = sum([order, ...legs].map(({ filledQuantity }) => decimal(filledQuantity)));
      const isSold = legs.length > 0 && filled.gte(order.quantity ?? 0);
      const coid = order.sentAs ?? order.clientOrderId;
      return { coid, state: isSold ? 'filled' : order.state, filled: toText(filled), isStranger: isStranger(coid) };
    });
}

/** What may never be, read from the broker's own book and the stored rows. */
function check(account: SimAccount): void {
  const { sql, broker } = account;
  const orders = bookOf(account);
  const intents = sql.all<{
    id: string;
    coid: string;
    state: string;
    filled_quantity: string;
    proposal_id: string | null;
  }>('SELECT id, coid, state, filled_quantity, proposal_id FROM intent');
  const named = new Map(broker.book.store.orders().map((order) => [order.clientOrderId, order.sentAs]));
  for (const intent of intents)
    if (!intent.coid.startsWith('ptest-')) intent.coid = named.get(intent.coid) ?? intent.coid;
  const byCoid = new Map(intents.map((intent) => [intent.coid, intent]));

  // No order without its intent, none twice for one question, none too many ever asked for.
  const isNothing = (order: (typeof orders)[number]): boolean =>
    order.isStranger && order.filled === '0' && order.state !== 'accepted';
  for (const order of orders) if (!isNothing(order)) expect(byCoid.has(order.coid), order.coid).toBe(true);
  const asked = intents.flatMap(({ id, proposal_id }) => (id.includes('~') ? [] : (proposal_id ?? [])));
  expect(new Set(asked).size).toBe(asked.length);
  expect(broker.orders().filter(({ reason }) => reason === 'insufficient-shares')).toEqual([]);
  expect(new Set(broker.requests.map((request) => JSON.stringify(request))).size, 'a repeat is the same bytes').toBe(
    new Set(broker.requests.map((request) => request.clientOrderId)).size,
  );

  // Before each time it left, an attempt was stored.
  const left = Map.groupBy([...broker.requests, ...broker.replacements], (request) => request.clientOrderId);
  for (const { coid, n } of sql.all<{ coid: string; n: number }>(
    'SELECT i.coid, count(*) AS n FROM attempt a JOIN intent i ON i.id = a.intent_id GROUP BY i.coid',
  )) {
    expect(left.get(coid)?.length ?? 0, coid).toBeLessThanOrEqual(n);
  }

  // Every fill once, to the last share, and nobody in doubt.
  const booked = sql.all<{ id: string }>('SELECT id FROM execution').map(({ id }) => id);
  expect(booked.sort()).toEqual(
    broker
      .executions()
      .map(({ id }) => id)
      .sort(),
  );
  for (const order of orders) {
    if (!isNothing(order)) expect(byCoid.get(order.coid)?.filled_quantity, order.coid).toBe(order.filled);
  }
  expect(intents.filter(({ state }) => state === 'sending' || state === 'unknown')).toEqual([]);
  for (const { id, coid, state } of intents) {
    const there = orders.find((order) => order.coid === coid);
    const isNowhere = there === undefined;
    // A change that the broker did not take is nowhere in its book.
    if (isNowhere && id.includes('~') && state === 'rejected') continue;
    if (state === 'waiting-for-open' || isNowhere) expect([isNowhere, IS_HERE.has(state)], coid).toEqual([true, true]);
    // A broker that long said it had never heard of an order may have let it lapse; it may not have filled it.
    else if (state === 'not-sent') expect(there.filled, coid).toBe('0');
    else expect(there.state, coid).toBe(state);
  }
  const positions = sql.all<{ instrument_id: string; quantity: string }>(
    'SELECT instrument_id, quantity FROM position',
  );
  for (const id of STOCKS) {
    const mine = positions.filter((row) => row.instrument_id === id).map((row) => decimal(row.quantity));
    expect(toText(sum(mine)), id).toBe(broker.held(id));
  }

  // Money: every currency sums to zero, balances are their entries, bots have what their trades left.
  const entries = sql.all<{ account: string; currency: string; amount: string }>(
    'SELECT account, currency, amount FROM ledger',
  );
  for (const currency of ['USD', 'KRW']) {
    const of = entries.filter((entry) => entry.currency === currency);
    expect(toText(sum(of.map(({ amount }) => decimal(amount)))), currency).toBe('0');
    for (const row of sql.all<{ account: string; amount: string }>(
      'SELECT account, amount FROM balance WHERE currency = ?',
      currency,
    )) {
      const own = of.filter((entry) => entry.account === row.account).map(({ amount }) => decimal(amount));
      expect(toText(sum(own)), `${row.account} ${currency}`).toBe(row.amount);
    }
  }
  for (const bot of sql.all<{ id: string; cash: string }>('SELECT id, cash FROM bot')) {
    const moved = sql.all<{ amount: string; currency: string; type: string; rate: string | null }>(
      "SELECT amount, currency, type, rate FROM booking WHERE holder = ? AND currency = 'USD'",
      bot.id,
    );
    const back = sql.all<{ amount: string }>(
      "SELECT l.amount FROM ledger l JOIN booking b ON b.id = l.booking_id WHERE b.holder = ? AND b.type = 'conversion' AND b.currency = 'KRW' AND l.account = 'cash' AND l.currency = 'USD'",
      bot.id,
    );
    const cash = sum([decimal(20_000), ...[...moved, ...back].map(({ amount }) => decimal(amount))]);
    expect(bot.cash, bot.id).toBe(toText(cash));
  }

  // Set aside only for what may still fill; protected as stored; the log in one piece.
  const open = ['waiting-for-open', 'accepted', 'partially-filled'];
  for (const { intent_id } of sql.all<{ intent_id: string }>('SELECT intent_id FROM reservation')) {
    expect(open).toContain(intents.find(({ id }) => id === intent_id)?.state);
  }
  const stops = sql.all<{ instrument_id: string; holder: string; stop_price: string }>(
    "SELECT instrument_id, holder, stop_price FROM position WHERE quantity <> '0' AND stop_price IS NOT NULL AND held_by <> 'broker'",
  );
  expect(
    account.market.told
      .filter(({ id }) => id.startsWith('stop|'))
      .map(({ id, price }) => `${id} ${price}`)
      .sort(),
  ).toEqual(stops.map((row) => `stop|${row.instrument_id}|${row.holder} ${Number(row.stop_price)}`).sort());
  expect(brokenLink(account.ctx)).toBeNull();
}

async function play(kind: SimBrokerKind, numRuns: number) {
  const seen = { unknown: 0, filled: 0, crashes: 0, replaced: 0, strangers: 0, people: 0, protections: 0 };
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 60, size: 'max' }), async (steps) => {
      const account = await SimAccount.open({ broker: kind });
      account.market.prices.set(KORE, BASE[KORE]!);
      const bots = [(await account.bot()).id, (await account.bot({ autonomy: 'auto', sells: 'ask-then-sell' })).id];
      for (const action of steps) {
        // What rests in old shares is told apart by our ids alone.
        if (action.do === 'split' && kind.class !== undefined) continue;
        try {
          await take(account, bots, action);
        } catch (error) {
          // Only death ends a call without an answer, and a market that is out of reach one about an instrument.
          expect(String(error)).toMatch(/this instance is gone|out of reach|whole book of the broker/);
          if (String(error).includes('gone')) seen.crashes += 1;
        }
      }
      await heal(account);
      check(account);
      const count = (query: string): number => account.sql.all(query).length;
      seen.unknown += account.events('order.unknown').length;
      seen.filled += account.events('order.filled').length;
      seen.replaced += count("SELECT 1 FROM intent WHERE state = 'replaced'");
      seen.strangers += count("SELECT 1 FROM intent WHERE purpose = 'external'");
      seen.protections += count("SELECT 1 FROM intent WHERE purpose = 'protection'");
      seen.people += account.events('order.settled').length;
    }),
    { numRuns, seed: SEED },
  );
  return seen;
}

describe('whatever happens, in whatever order', () => {
  it('the ledger, the positions and the broker’s book agree to the last unit', async () => {
    const seen = await play({}, RUNS);
    // The figures that show that the runs came through what they are about.
    expect(seen.filled).toBeGreaterThan(RUNS);
    expect(seen.unknown).toBeGreaterThan(RUNS / 8);
    expect(seen.crashes).toBeGreaterThan(RUNS / 10);
    expect(seen.replaced).toBeGreaterThan(RUNS / 10);
    expect(seen.strangers).toBeGreaterThan(RUNS / 10);
  }, 180_000);

  it('also where the broker holds the stops', async () => {
    const seen = await play({ protects: true }, KIND_RUNS);
    expect(seen.protections).toBeGreaterThan(KIND_RUNS / 2);
  }, 180_000);

  it('also where it knows our ids for ten minutes only', async () => {
    const seen = await play({ class: 'a-star' }, KIND_RUNS);
    expect(seen.unknown).toBeGreaterThan(0);
  }, 180_000);

  it('also where it does not know them at all, with a person who says what became of what', async () => {
    const seen = await play({ class: 'b', replace: false }, KIND_RUNS);
    expect(seen.people).toBeGreaterThan(0);
  }, 180_000);
});
