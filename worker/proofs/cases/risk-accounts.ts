import type { InstrumentId } from '#shared/domain/ids.ts';
import { DEFAULT_LIMITS } from '#shared/risk/limits.ts';
import { anInstrument } from '#shared/testing/an-instrument.ts';
import { OWNER, SimAccount } from '../../src/testing/sim-account.ts';
import { Interleaving } from '../support/interleaving.ts';
import { randomOf, type Random } from '../support/random.ts';
import { add, emptyTally, type RunCases, type Tally } from '../support/spread.ts';

/*
 * An account that is asked for as much as its limits allow and a share more, several times at once, over a bad wire,
 * with partial fills and crashes in between. After every round the broker's own book is added up; what may still be
 * there counts in full.
 */

const SYMBOLS = ['AAA', 'BBB', 'CCC', 'DDD', 'EEE'] as const;
const DEPOSIT = 100_000;
/** Prices stand at 100 and the collar is 2 %. */
const PRICE = 100;
const CEILING = 102;
const ROUNDS = 6;
const ENDED = new Set(['not-sent', 'rejected', 'cancelled', 'expired', 'filled']);
const NEVER_COUNTED = new Set(['not-sent', 'rejected', 'cancelled', 'expired']);

interface Limits {
  readonly position: number;
  readonly invested: number;
  readonly orders: number;
  readonly positions: number;
}

const idOf = (symbol: string): InstrumentId => `i_${symbol.toLowerCase()}` as InstrumentId;

export const runCases: RunCases = async ({ seed, from, count }) => {
  const tally = emptyTally();
  const instruments = SYMBOLS.map((symbol) => anInstrument({ id: idOf(symbol), symbol, exchange: 'demo-us' }));
  const account = await SimAccount.open({ instruments, deposit: String(DEPOSIT) });
  const rewind = account.checkpoint();
  for (let n = from; n < from + count; n += 1) {
    rewind();
    const before = tally.faults.length;
    try {
      await accountAtItsLimits(account, randomOf(seed).fork(n), tally);
    } catch (error) {
      tally.faults.push(String(error));
    }
    if (tally.faults.length > before) tally.faults.push(`in case ${n}`);
  }
  return tally;
};

async function accountAtItsLimits(account: SimAccount, random: Random, tally: Tally): Promise<void> {
  const fraction = random.pick([0.1, 0.2, 0.05]);
  const limits: Limits = {
    position: DEPOSIT * fraction,
    invested: random.pick([15_000, 25_000, 60_000]),
    orders: random.int(3, 12),
    positions: random.int(1, 4),
  };
  account.sql.run(
    "INSERT INTO meta (key, value) VALUES ('limits', ?1) ON CONFLICT (key) DO UPDATE SET value = ?1",
    JSON.stringify({
      ...DEFAULT_LIMITS,
      positionFractionMax: fraction,
      riskFractionMax: 1,
      investedMax: String(limits.invested),
      ordersPerDayMax: limits.orders,
      openPositionsMax: limits.positions,
      duplicateWindowMs: 0,
    }),
  );
  account.crash();
  for (let round = 0; round < ROUNDS; round += 1) {
    await severalAtOnce(account, limits, { random, tally });
    await worldGoesOn(account, random, tally);
    judge(account, limits, tally);
  }
  account.broker.heal();
  await account.pass(120_000);
  judge(account, limits, tally);
  add(tally, 'accounts');
}

async function severalAtOnce(
  account: SimAccount,
  limits: Limits,
  { random, tally }: { random: Random; tally: Tally },
): Promise<void> {
  const interleaving = new Interleaving(random);
  account.market.onReach = interleaving.gate;
  account.broker.during = { received: interleaving.gate, booked: interleaving.gate };
  Object.assign(account.broker.faults, { loseAnswers: random.chance(0.25), loseRequests: random.chance(0.15) });
  const wishes = Array.from({ length: random.int(1, 4) }, () => wish(account, limits, random));
  const flows = wishes.map(async ({ symbol, quantity, limitPrice }) => {
    await interleaving.gate();
    const order = { symbol, side: 'buy', quantity: String(quantity), limitPrice: String(limitPrice) } as const;
    const answer = await account.api.createOrder(OWNER, order).catch(() => null);
    add(tally, answer === null ? 'died' : answer.ok ? 'placed' : 'denied');
  });
  const crashAt = random.chance(0.3) ? random.int(0, 15) : -1;
  await interleaving.run(flows, (step) => {
    if (step !== crashAt) return;
    account.crash();
    add(tally, 'crashes');
  });
  account.market.onReach = () => Promise.resolve();
  account.broker.during = {};
  interleaving.openAll();
  await account.settle();
}

/** What fills the limit exactly, a share more, or something in between. */
function wish(account: SimAccount, limits: Limits, random: Random) {
  const symbol = random.pick(SYMBOLS);
  const limitPrice = random.pick([PRICE, PRICE, CEILING, 101]);
  const { here, all } = exposure(account, idOf(symbol));
  const room = Math.max(0, Math.min(limits.position - here, limits.invested - all));
  const fits = Math.floor(room / limitPrice);
  const quantity = random.pick([fits, fits + 1, fits, Math.max(1, Math.floor(fits / 3)), random.int(1, 40)]);
  return { symbol, quantity: Math.max(1, quantity), limitPrice };
}

/** Fills in parts, restarts, time. */
async function worldGoesOn(account: SimAccount, random: Random, tally: Tally): Promise<void> {
  account.broker.heal();
  for (const order of account.broker.orders()) {
    const open = Number(order.quantity) - Number(order.filledQuantity);
    if ((order.state !== 'accepted' && order.state !== 'partially-filled') || !random.chance(0.5)) continue;
    const part = random.chance(0.3) ? open : random.int(1, open);
    account.broker.fillPart(order.clientOrderId, String(part), order.limitPrice ?? String(PRICE));
    add(tally, part < open ? 'partial fills' : 'fills');
  }
  if (random.chance(0.3)) {
    account.crash();
    add(tally, 'restarts');
  }
  if (random.chance(0.7)) await account.runtime.onBrokerNews();
  if (random.chance(0.5)) await account.pass(random.int(1, 20_000));
}

interface Exposure {
  readonly here: number;
  readonly all: number;
  readonly cost: number;
}

/** From the broker's book, and from whatever may be there: filled shares at the price, the rest at its ceiling. */
function exposure(account: SimAccount, id: InstrumentId): Exposure {
  const there = new Map(account.broker.orders().map((order) => [order.clientOrderId, order]));
  const rows = account.sql.all<{
    coid: string;
    state: string;
    instrument_id: string;
    quantity: string;
    limit_price: string;
  }>('SELECT coid, state, instrument_id, quantity, limit_price FROM intent');
  let [here, all, cost] = [0, 0, 0];
  for (const row of rows) {
    const order = there.get(row.coid);
    const filled = Number(order?.filledQuantity ?? 0);
    const isOpen = order === undefined ? !ENDED.has(row.state) : !ENDED.has(order.state);
    const rest = isOpen ? Number(row.quantity) - filled : 0;
    const value = filled * PRICE + rest * Number(row.limit_price);
    all += value;
    if (row.instrument_id === id) here += value;
    cost += (filled + rest) * Number(row.limit_price);
  }
  return { here, all, cost };
}

function judge(account: SimAccount, limits: Limits, tally: Tally): void {
  const { faults } = tally;
  const known = new Set(account.sql.all<{ coid: string }>('SELECT coid FROM intent').map(({ coid }) => coid));
  for (const { clientOrderId } of account.broker.orders())
    if (!known.has(clientOrderId)) faults.push(`${clientOrderId} is at the broker, unknown here`);
  const touched = new Set<string>();
  for (const symbol of SYMBOLS) {
    const { here, all, cost } = exposure(account, idOf(symbol));
    if (here > 0) touched.add(symbol);
    if (here > limits.position) faults.push(`${symbol}: ${here} of ${limits.position}`);
    if (all > limits.invested) faults.push(`invested ${all} of ${limits.invested}`);
    if (cost > DEPOSIT) faults.push(`spent ${cost} of ${DEPOSIT}`);
    if (here === limits.position || all === limits.invested) add(tally, 'at the limit to the unit');
  }
  if (touched.size > limits.positions) faults.push(`${touched.size} instruments of ${limits.positions}`);
  const sent = account.sql
    .all<{ state: string }>('SELECT state FROM intent')
    .filter(({ state }) => !NEVER_COUNTED.has(state)).length;
  if (sent > limits.orders) faults.push(`${sent} orders of ${limits.orders}`);
  if (sent === limits.orders) add(tally, 'at the orders of a day');
}
