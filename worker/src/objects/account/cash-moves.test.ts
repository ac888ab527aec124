import { describe, expect, it } from 'vitest';
import type { CashMove } from '#shared/ports/broker.ts';
import { DAY_MS, MINUTE_MS, type WallMs } from '#shared/lib/time.ts';
import { decimal, sum, toText } from '#shared/lib/decimal.ts';
import { HRBM, OWNER, SimAccount, unwrap } from '#worker/src/testing/sim-account.ts';

/** At a broker that keeps cash and charges fees by themselves. */
async function held(quantity = '90') {
  const account = await SimAccount.open({ broker: { feesLater: true, cash: '100000', protects: true } });
  await account.bar({ [HRBM]: { open: 100 } });
  account.market.phase = 'range';
  unwrap(
    await account.api.createOrder(OWNER, { symbol: 'HRBM', side: 'buy', quantity, limitPrice: '101', stopPrice: '90' }),
  );
  await account.runtime.onBrokerNews();
  expect(account.broker.held(HRBM)).toBe(quantity);
  return account;
}

let ids = 0;
/** The broker moves money by itself, and tells it. */
function moves(account: SimAccount, kind: CashMove['kind'], amount: string, changes: Partial<CashMove> = {}): CashMove {
  const { store } = account.broker.book;
  store.setCash('USD', toText(decimal(store.cash('USD') ?? '0').plus(amount)));
  const move: CashMove = {
    id: `m-${(ids += 1)}`,
    kind,
    amount,
    currency: 'USD',
    instrumentId: null,
    at: account.now,
    ...changes,
  };
  account.broker.moves.push(move);
  return move;
}

const balance = (account: SimAccount, name: string): string =>
  account.sql.first<{ amount: string }>("SELECT amount FROM balance WHERE account = ? AND currency = 'USD'", name)
    ?.amount ?? '0';

/** The books are read now and once more, when a difference would have stayed. */
async function compared(account: SimAccount): Promise<void> {
  await account.runtime.onBrokerNews();
  await account.pass(2 * MINUTE_MS);
  await account.runtime.onBrokerNews();
  const entries = account.sql.all<{ amount: string }>('SELECT amount FROM ledger');
  expect(sum(entries.map(({ amount }) => decimal(amount))).toFixed()).toBe('0');
  expect(account.events('position.mismatch')).toEqual([]);
  expect(balance(account, 'cash')).toBe(account.broker.book.store.cash('USD'));
}

describe('fees that are charged later', () => {
  it('leave no difference in cash, count as spent at once, and are told with the fill', async () => {
    const account = await held();
    await compared(account);
    expect(account.events('order.filled')[0]?.body['fees']).toBe('0.01');
    expect(balance(account, 'accrued')).toBe('-0.01');
    expect(unwrap(await account.api.view(OWNER))).toMatchObject({ equity: '99999.99' });
  });

  it('are paid by the charge, once, however often it is told, and what it is more or less is a fee or none', async () => {
    const account = await held();
    moves(account, 'fee', '-0.03');
    await compared(account);
    await compared(account);
    expect([balance(account, 'accrued'), balance(account, 'fees')]).toEqual(['0', '0.03']);
    expect(account.events('money.booked').filter(({ body }) => body['type'] === 'fee')).toHaveLength(1);
  });

  it('that never come were none', async () => {
    const account = await held();
    await compared(account);
    account.now = (account.now + 9 * DAY_MS) as WallMs;
    await compared(account);
    expect([balance(account, 'accrued'), balance(account, 'fees')]).toEqual(['0', '0']);
  });
});

describe('money that moved at the broker', () => {
  it('in dividends goes to whoever holds the shares, by their quantity', async () => {
    const account = await held();
    moves(account, 'dividend', '10.01', { instrumentId: HRBM });
    await compared(account);
    expect(balance(account, 'dividends')).toBe('-10.01');
    const { items } = unwrap(await account.api.transactions(OWNER, { limit: 50 }));
    expect(items[0]).toMatchObject({ type: 'dividend', amount: '10.01', symbol: 'HRBM' });
  });

  it('in and out is no gain and no loss', async () => {
    const account = await held();
    const before = unwrap(await account.api.view(OWNER));
    moves(account, 'transfer', '5000');
    moves(account, 'transfer', '-1200');
    moves(account, 'interest', '-2.5');
    await compared(account);
    const after = unwrap(await account.api.view(OWNER));
    expect(Number(after.equity) - Number(before.equity)).toBeCloseTo(3797.5);
    expect(Number(after.dayResult) - Number(before.dayResult)).toBeCloseTo(-2.5);
    expect(balance(account, 'interest')).toBe('2.5');
  });

  it('and was corrected or taken back is booked as what it is now', async () => {
    const account = await held();
    const move = moves(account, 'transfer', '700');
    await compared(account);
    account.broker.moves.splice(0);
    moves(account, 'transfer', '-700', { id: 'gone' });
    account.broker.moves.splice(0, 1, { ...move, amount: '0' });
    await compared(account);
    expect(balance(account, 'cash')).toBe(account.broker.book.store.cash('USD'));
  });

  it('before this account began is not booked', async () => {
    const account = await held();
    account.broker.moves.push({ ...moves(account, 'fee', '0'), id: 'old', amount: '-9', at: 1 as WallMs });
    await compared(account);
    expect(balance(account, 'fees')).toBe('0.01');
  });

  it('that is not told is a difference, with both sides', async () => {
    const account = await held();
    moves(account, 'fee', '-5');
    account.broker.moves.splice(0);
    await account.runtime.onBrokerNews();
    await account.pass(2 * MINUTE_MS);
    await account.runtime.onBrokerNews();
    expect(account.events('position.mismatch').map(({ body }) => [body['what'], body['symbol']])).toEqual([
      ['cash', 'USD'],
    ]);
  });
});
