import { describe, expect, it } from 'vitest';
import { decimal, sum } from '#shared/lib/decimal.ts';
import { HRBM, KORE, OWNER, SimAccount, buySignal, unwrap } from '#worker/src/testing/sim-account.ts';
import { bookExecution } from '#shared/engine/orders/fills.ts';

/** Entries of the whole ledger, summed by currency. */
export function ledgerSums(account: SimAccount): Record<string, string> {
  const sums: Record<string, string> = {};
  for (const { currency, amount } of account.sql.all<{ currency: string; amount: string }>(
    'SELECT currency, amount FROM ledger',
  )) {
    sums[currency] = decimal(sums[currency] ?? '0')
      .plus(amount)
      .toFixed();
  }
  return sums;
}

/** All fees and taxes that were booked, where all were in one currency. */
function spentOnFees(account: SimAccount): string {
  const rows = account.sql.all<{ amount: string }>("SELECT amount FROM ledger WHERE account IN ('fees', 'tax')");
  return sum(rows.map(({ amount }) => decimal(amount))).toFixed();
}

function heldHere(account: SimAccount, instrumentId: string): string {
  const rows = account.sql.all<{ quantity: string }>(
    'SELECT quantity FROM position WHERE instrument_id = ?',
    instrumentId,
  );
  return sum(rows.map(({ quantity }) => decimal(quantity))).toFixed();
}

async function bought(account: SimAccount) {
  const { bot, question } = await account.asking();
  unwrap(await account.approve(question));
  return { bot, question, order: account.broker.orders()[0]! };
}

const SOMEBODY_ELSE = { clientOrderId: 'somebody-else', brokerOrderId: 'elsewhere-1' };

describe('an execution', () => {
  it('is booked once, however often it is reported and in whatever order', async () => {
    const account = await SimAccount.open();
    const { order } = await bought(account);
    for (const part of ['7', '8', '9']) account.broker.fillPart(order.clientOrderId, part, '100');
    const [first, second, third] = account.broker.executions();
    account.ctx.transaction(() => {
      for (const execution of [third!, first!, third!, second!, first!]) bookExecution(account.ctx.orders, execution);
    });
    await account.runtime.onBrokerNews();
    expect(heldHere(account, HRBM)).toBe('24');
    expect(account.broker.held(HRBM)).toBe('24');
    expect(account.events('order.partly-filled')).toHaveLength(3);
  });

  it('of a part frees what it no longer can cost, and the end frees the rest', async () => {
    const account = await SimAccount.open();
    const { order } = await bought(account);
    const reserved = () => Number(account.sql.first<{ amount: string }>('SELECT amount FROM reservation')?.amount ?? 0);
    const before = reserved();
    account.broker.fillPart(order.clientOrderId, '40', '100');
    await account.runtime.onBrokerNews();
    expect(reserved()).toBeCloseTo(before * (1 - 40 / Number(order.quantity)), -1);
    unwrap(await account.api.cancelOrder(OWNER, account.intents()[0]!.id));
    expect(reserved()).toBe(0);
    expect(account.intents()[0]?.state).toBe('cancelled');
    expect(account.market.told.length, 'what was bought is protected').toBe(2);
  });

  it('after the end of its order is booked, protected, and said at once', async () => {
    const account = await SimAccount.open();
    const { bot, order } = await bought(account);
    unwrap(await account.api.pauseBot(OWNER, bot.id));
    account.broker.fillPart(order.clientOrderId, '5', '100');
    await account.runtime.onBrokerNews();
    expect(heldHere(account, HRBM)).toBe('5');
    expect(account.events('order.partly-filled')[0]?.body['late']).toBe(true);
    await account.settle();
    expect(account.delivered.map(({ event }) => event.type)).toContain('order.partly-filled');
    expect(account.market.told.map(({ id }) => id.split('|')[0])).toEqual(['stop', 'target']);
    account.broker.fillPart(order.clientOrderId, order.quantity, '100');
    await account.runtime.onBrokerNews();
    expect(account.intents()[0]?.state, 'more than was ordered happened').toBe('filled');
  });

  it('of an order that is not ours goes to external, and a person is told', async () => {
    const account = await SimAccount.open();
    await account.holding();
    const execution = { ...account.broker.executions()[0]!, id: 'paper-x', ...SOMEBODY_ELSE };
    account.ctx.transaction(() => {
      bookExecution(account.ctx.orders, execution);
    });
    const row = account.sql.first<{ quantity: string }>("SELECT quantity FROM position WHERE holder = 'external'");
    expect(row?.quantity).toBe(execution.quantity);
    expect(account.events('position.mismatch')).toHaveLength(1);
    expect(ledgerSums(account)).toEqual({ USD: '0' });
  });

  it('of an instrument nobody knows stands in nobody’s way', async () => {
    const account = await SimAccount.open();
    const { order } = await bought(account);
    account.broker.sql.run(
      `INSERT INTO paper_order (client_order_id, number, instrument_id, side, type, quantity, limit_price, time_in_force, filled_quantity, state, reason, created_at)
       SELECT 'foreign', 99, 'i_unheard_of', side, type, quantity, limit_price, time_in_force, filled_quantity, state, reason, created_at FROM paper_order`,
    );
    account.broker.sql.run("INSERT INTO paper_execution VALUES (1, 'foreign', '7', '3', ?, 0)", account.now);
    account.broker.fillPart(order.clientOrderId, order.quantity, '100');
    await account.runtime.onBrokerNews();
    expect(heldHere(account, HRBM)).toBe(order.quantity);
    expect(account.events('position.mismatch')[0]?.body).toMatchObject({ symbol: 'i_unheard_of' });
  });

  it('that cannot be booked holds up none of the others, and the account is not ready', async () => {
    const account = await SimAccount.open();
    const { order } = await bought(account);
    account.broker.fillPart(order.clientOrderId, '1', '100');
    account.broker.sql.run("UPDATE paper_execution SET price = 'no price'");
    account.broker.fillPart(order.clientOrderId, '2', '100');
    account.crash();
    await account.runtime.wake();
    expect(heldHere(account, HRBM)).toBe('2');
    expect(account.runtime.isReady).toBe(false);
    account.broker.sql.run("UPDATE paper_execution SET price = '100'");
    await account.pass(60_000);
    expect(heldHere(account, HRBM)).toBe('3');
    expect(account.runtime.isReady).toBe(true);
  });
});

describe('a share in won on an account in dollars', () => {
  const signal = buySignal({ instrumentId: KORE, price: 50_000, stopPrice: 46_000, targetPrice: 58_000, atr: 900 });

  it('is bought and sold with a conversion each way; every currency sums to zero', async () => {
    const account = await SimAccount.open();
    account.market.prices.set(KORE, 50_000);
    const { bot, quantity } = await account.holding({}, signal);
    await account.bar({ [KORE]: { open: 55_000 } });
    unwrap(await account.api.closePosition(OWNER, { symbol: 'KRX:000001' }));
    await account.bar({ [KORE]: { open: 55_000 } });
    expect(account.broker.held(KORE)).toBe('0');
    expect(ledgerSums(account)).toEqual({ KRW: '0', USD: '0' });
    const listed = async (filter: object) =>
      unwrap(await account.api.transactions(OWNER, { limit: 50, ...filter }))
        .items.map(({ type }) => type)
        .reverse();
    const { items } = unwrap(await account.api.transactions(OWNER, { limit: 50 }));
    expect(items.map(({ type }) => type).reverse()).toEqual(['deposit', 'conversion', 'buy', 'sell', 'conversion']);
    expect(await listed({ query: '000001' }), 'by its number').toEqual(['buy', 'sell']);
    expect(await listed({ query: 'nobody' })).toEqual([]);
    expect([await listed({ result: 'gain' }), await listed({ result: 'loss' })]).toEqual([['sell'], []]);
    const orders = async (filter: object) => unwrap(await account.api.orders(OWNER, { limit: 50, ...filter })).items;
    expect(await orders({ status: 'filled,rejected', query: '000001' })).toHaveLength(2);
    expect(await orders({ status: 'accepted,sending' })).toEqual([]);
    expect(await orders({ query: 'nobody' })).toEqual([]);
    expect(items.find(({ type }) => type === 'sell')).toMatchObject({
      currency: 'KRW',
      realizedPnl: decimal(quantity).times(5_000).minus(spentOnFees(account)).toFixed(),
      realizedInBase: decimal(quantity).times(5_000).minus(spentOnFees(account)).div(1_400).round(2).toFixed(),
    });
    const view = unwrap(await account.api.bot(OWNER, bot.id));
    const cash = account.sql.first<{ amount: string }>(
      "SELECT amount FROM balance WHERE account = 'cash' AND currency = 'USD'",
    );
    expect(decimal(view.cashFree).minus(20_000).toFixed(), 'the bot’s money moved by what the account’s did').toBe(
      decimal(cash!.amount).minus(100_000).toFixed(),
    );
    expect(view.realizedPnl).toMatch(/^\d+\.\d{1,2}$/);
  });

  it('that gained less than its tax is told as a loss, and is no win', async () => {
    const account = await SimAccount.open();
    account.market.prices.set(KORE, 50_000);
    const { bot, quantity } = await account.holding({}, signal);
    unwrap(await account.api.closePosition(OWNER, { symbol: 'KRX:000001' }));
    await account.bar({ [KORE]: { open: 50_050 } });
    const [closed] = account.events('position.closed');
    const result = decimal(quantity).times(50).minus(spentOnFees(account));
    expect(result.lt(0)).toBe(true);
    expect(closed?.body['realizedPnl']).toBe(result.toFixed());
    expect(unwrap(await account.api.bot(OWNER, bot.id))).toMatchObject({ trades: 1, wins: 0 });
  });

  it('sets aside dollars for it', async () => {
    const account = await SimAccount.open();
    account.market.prices.set(KORE, 50_000);
    const { question } = await account.asking({}, signal);
    unwrap(await account.approve(question));
    const reserved = account.sql.first<{ amount: string }>('SELECT amount FROM reservation');
    expect(Number(reserved?.amount)).toBeCloseTo((Number(question.quantity) * Number(question.limitPrice)) / 1_400, -1);
  });
});

describe('a closed position', () => {
  it('says what was planned for the shares that were sold, and counts as one trade', async () => {
    const account = await SimAccount.open();
    const { bot, quantity } = await account.holding();
    await account.bar({ [HRBM]: { open: 99, low: 94 } });
    const [closed] = account.events('position.closed');
    expect(closed?.body).toMatchObject({
      purpose: 'stop',
      stopPrice: '95',
      plannedLoss: decimal(quantity).times(-5).minus(spentOnFees(account)).toFixed(),
      realizedPnl: decimal(quantity).times(-5).minus(spentOnFees(account)).toFixed(),
    });
    expect(account.events('order.filled').at(-1)?.body['closesPosition']).toBe(true);
    expect(unwrap(await account.api.bot(OWNER, bot.id))).toMatchObject({ trades: 1, wins: 0 });
  });
});
