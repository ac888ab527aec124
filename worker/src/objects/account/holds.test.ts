import { describe, expect, it } from 'vitest';
import type { WallMs } from '#shared/lib/time.ts';
import { anInstrument } from '#shared/testing/an-instrument.ts';
import { HRBM, KORE, OWNER, SimAccount, unwrap } from '#worker/src/testing/sim-account.ts';
import { writeMeta } from './meta.ts';

const view = async (account: SimAccount) => unwrap(await account.api.view(OWNER));
const order = { symbol: 'HRBM', side: 'buy', quantity: '10', limitPrice: '90', stopPrice: '85' } as const;
const modes = (account: SimAccount) =>
  account.events('mode.changed').map(({ body }) => `${String(body['mode'])} ${String(body['reason'])}`);

describe('a clock that is off', () => {
  const skew = async (account: SimAccount, ms: number) => {
    writeMeta(account.ctx.sql, 'clockSkewMs', ms);
    await account.runtime.wake();
  };

  it('stops buying, keeps protection, and lifts by itself; nobody can lift it before', async () => {
    const account = await SimAccount.open();
    await account.holding();
    unwrap(await account.api.createOrder(OWNER, { ...order, symbol: 'OTHR' }));
    await skew(account, 10_000);
    expect(await view(account)).toMatchObject({ mode: 'active' });
    await skew(account, -10_001);
    await account.pass(5_000);
    expect(await view(account)).toMatchObject({ mode: 'reducing', modeReason: 'clock-skew' });
    expect(account.broker.orders().at(-1)?.state).toBe('cancelled');
    unwrap(await account.api.resume(OWNER));
    account.crash();
    expect(await view(account)).toMatchObject({ mode: 'reducing', modeReason: 'clock-skew' });
    expect(await account.api.createOrder(OWNER, order)).toMatchObject({ ok: false });
    await account.bar({ [HRBM]: { open: 94 } });
    expect(account.broker.held(HRBM)).toBe('0');
    await skew(account, 9_000);
    expect(await view(account)).toMatchObject({ mode: 'active', modeReason: null });
    expect(modes(account)).toEqual(['reducing clock-skew', 'active clock-skew']);
  });

  it('is not told as running when somebody lifts their own stop beside it', async () => {
    const account = await SimAccount.open();
    unwrap(await account.api.pause(OWNER));
    await skew(account, 20_000);
    unwrap(await account.api.resume(OWNER));
    expect(modes(account)).toEqual(['reducing person', 'reducing clock-skew']);
    await skew(account, 0);
    expect(modes(account).at(-1)).toBe('active clock-skew');
  });

  it('lifts nothing that somebody stopped meanwhile', async () => {
    const account = await SimAccount.open();
    await skew(account, 20_000);
    unwrap(await account.api.pause(OWNER));
    await skew(account, 0);
    expect(await view(account)).toMatchObject({ mode: 'reducing', modeReason: 'person' });
  });
});

it('a hold that cannot be read stands in the way of no sale, nor of the alarm', async () => {
  const account = await SimAccount.open();
  await account.holding();
  account.sql.run("INSERT INTO meta (key, value) VALUES ('holds', '{')");
  account.crash();
  unwrap(await account.api.closePosition(OWNER, { symbol: 'HRBM' }));
  expect(account.alarmAt).toBeGreaterThan(0);
  expect(await account.api.createOrder(OWNER, order).catch(() => ({ ok: false }))).toMatchObject({ ok: false });
  await account.bar({ [HRBM]: { open: 100 } });
  expect(account.broker.held(HRBM)).toBe('0');
  expect(unwrap(await account.api.positions(OWNER))).toEqual([]);
});

describe('prices that stand still', () => {
  const IN_SESSION = Date.UTC(2026, 0, 5, 16);

  /** Real prices, an hour and a half after the open, and something held. */
  async function holding() {
    const account = await SimAccount.open({ world: 'paper', marketAt: IN_SESSION });
    account.now = IN_SESSION as WallMs;
    unwrap(await account.api.createOrder(OWNER, { ...order, limitPrice: '100', stopPrice: '95' }));
    await account.bar({ [HRBM]: { open: 100 } });
    account.now = Number(account.market.marketAt) as WallMs;
    return account;
  }

  it('stop buying while the exchange trades, and lift when a price comes in', async () => {
    const account = await holding();
    await account.pass(14 * 60_000);
    expect(await view(account)).toMatchObject({ mode: 'active' });
    await account.pass(3 * 60_000);
    expect(await view(account)).toMatchObject({ mode: 'reducing', modeReason: 'stale-data' });
    await account.bar({ [HRBM]: { open: 94 } });
    expect(account.broker.held(HRBM), 'a stop sells all the same').toBe('0');
    await account.pass(60_000);
    expect(await view(account)).toMatchObject({ mode: 'active' });
    expect(modes(account)).toEqual(['reducing stale-data', 'active stale-data']);
  });

  it('so does a market that does not answer; over night nobody expects any', async () => {
    const account = await holding();
    account.market.isDown = true;
    await account.pass(90_000);
    account.market.isDown = false;
    expect(modes(account)).toEqual(['reducing stale-data']);
    await account.pass(8 * 60 * 60_000);
    expect(await view(account), 'the exchange has closed').toMatchObject({ mode: 'active' });
  });

  it('are not expected of shares whose own exchange is closed', async () => {
    // Seoul closed at 06:30 UTC.
    const instruments = [anInstrument({ id: KORE, symbol: '005930', exchange: 'krx', currency: 'KRW' })];
    const account = await SimAccount.open({ world: 'paper', marketAt: Date.UTC(2026, 0, 5, 6, 25), instruments });
    account.sql.run(
      "INSERT INTO position (instrument_id, holder, currency, quantity, cost, held_by) VALUES (?, 'manual', 'KRW', '1', '100', 'none')",
      KORE,
    );
    account.now = IN_SESSION as WallMs;
    await account.runtime.wake();
    await account.pass(5 * 60_000);
    expect(modes(account)).toEqual([]);
  });

  it('mean nothing in a market that is played', async () => {
    const account = await SimAccount.open({ marketAt: IN_SESSION });
    account.now = IN_SESSION as WallMs;
    await account.holding();
    await account.pass(60 * 60_000);
    expect(await view(account)).toMatchObject({ mode: 'active' });
  });
});
