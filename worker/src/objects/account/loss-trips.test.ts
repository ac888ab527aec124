import { describe, expect, it } from 'vitest';
import type { UpdateLimits } from '#shared/contract/account.ts';
import { anInstrument } from '#shared/testing/an-instrument.ts';
import { HRBM, KORE, OTHR, OWNER, SimAccount, buySignal, unwrap } from '#worker/src/testing/sim-account.ts';

const DAY = 96;
const view = async (account: SimAccount) => unwrap(await account.api.view(OWNER));
const setCash = (account: SimAccount, amount: string) =>
  account.sql.run("UPDATE balance SET amount = ? WHERE account = 'cash'", amount);
const change = (account: SimAccount, limits: UpdateLimits) => account.api.updateLimits(OWNER, limits);
const passDay = async (account: SimAccount) => {
  for (let bar = 0; bar < DAY; bar += 1) await account.bar({ [HRBM]: { open: 100 }, [OTHR]: { open: 100 } });
};

describe('the loss of a day', () => {
  it('halts at the limit and not a unit before it, says what was lost of how much, and takes questions back', async () => {
    const account = await SimAccount.open();
    await account.asking();
    setCash(account, '95000.01');
    await account.bar({ [HRBM]: { open: 100 } });
    expect(await view(account)).toMatchObject({ mode: 'active', limitsLock: null });
    setCash(account, '95000');
    await account.bar({ [HRBM]: { open: 100 } });
    expect(await view(account)).toMatchObject({
      mode: 'halted',
      modeReason: 'daily-loss',
      limitsLock: { reason: 'daily-loss' },
    });
    expect(account.events('mode.changed').at(-1)?.body).toMatchObject({
      reason: 'daily-loss',
      about: { has: '95000', from: '100000', lost: '5000', fraction: 0.05, limit: 0.05, allowed: '5000' },
    });
    const { since } = account.events('mode.changed').at(-1)?.body['about'] as { since: string };
    expect(Date.parse(since), 'since the day began').toBeLessThan(account.market.marketAt);
    expect(account.market.marketAt - Date.parse(since)).toBeLessThan(86_400_000);
    expect(account.events('mode.changed').at(-1)?.body).toMatchObject({
      mode: 'halted',
    });
    expect(await account.questions()).toEqual([]);
  });

  it('is lifted by a person once; nothing is bought that day all the same, and the next day it can trip again', async () => {
    const account = await SimAccount.open();
    setCash(account, '95000');
    await account.bar({ [HRBM]: { open: 100 } });
    unwrap(await account.api.resume(OWNER));
    await account.bar({ [HRBM]: { open: 100 } });
    expect(await view(account), 'they have seen it').toMatchObject({ mode: 'active', botSizeFraction: 1 });
    const order = { symbol: 'HRBM', side: 'buy', quantity: '1', limitPrice: '100', stopPrice: '95' } as const;
    expect(await account.api.createOrder(OWNER, order)).toMatchObject({ error: { code: 'check-denied' } });
    await passDay(account);
    unwrap(await account.api.createOrder(OWNER, order));
    setCash(account, '90000');
    await account.bar({ [HRBM]: { open: 100 } });
    expect(await view(account)).toMatchObject({ mode: 'halted', modeReason: 'daily-loss' });
  });

  it('in won lasts as long as Seoul trades, past midnight in New York', async () => {
    const at = (hour: number, minute = 0) => Date.UTC(2026, 0, 6, hour, minute);
    const kore = anInstrument({ id: KORE, symbol: '005930', exchange: 'krx', currency: 'KRW' });
    const money = { baseCurrency: 'KRW', deposit: '1000000' } as const;
    const account = await SimAccount.open({ world: 'paper', marketAt: at(1), ...money, instruments: [kore] });
    setCash(account, '950000');
    await account.bar({ [KORE]: { open: 100 } });
    const { limitsLock } = await view(account);
    expect(limitsLock).toEqual({ reason: 'daily-loss', until: new Date(at(24)).toISOString() });
    account.market.marketAt = at(5, 15) as never;
    await account.bar({ [KORE]: { open: 100 } });
    const order = { symbol: '005930', side: 'buy', quantity: '1', limitPrice: '100', stopPrice: '95' } as const;
    const { checks } = unwrap(await account.api.validate(OWNER, order));
    expect(checks.find(({ check }) => check === 'daily-loss')).toMatchObject({ verdict: 'deny' });
  });

  it('still sells at a stop, and holds through a restart', async () => {
    const account = await SimAccount.open();
    await account.holding();
    const cash = account.sql.first<{ amount: string }>("SELECT amount FROM balance WHERE account = 'cash'")!.amount;
    setCash(account, String(Number(cash) - 5_500));
    await account.bar({ [HRBM]: { open: 99 } });
    account.crash();
    expect(await view(account)).toMatchObject({ mode: 'halted', limitsLock: { reason: 'daily-loss' } });
    await account.bar({ [HRBM]: { open: 94 } });
    expect(account.broker.held(HRBM)).toBe('0');
  });
});

describe('after a loss that stopped it', () => {
  it('no limit is loosened before the next session, tightening is; afterwards it is as before', async () => {
    const account = await SimAccount.open();
    setCash(account, '95000');
    await account.bar({ [HRBM]: { open: 100 } });
    const { limitsLock } = await view(account);
    const loosened: UpdateLimits[] = [
      { dailyLossFractionMax: 0.06 },
      { ordersPerDayMax: 21 },
      { ordersPerDayMax: 10, openPositionsMax: 16 },
      { cooldownSessions: 0 },
      { heatFractionMax: null },
    ];
    for (const limits of loosened) {
      expect(await change(account, limits), JSON.stringify(limits)).toMatchObject({
        error: { code: 'limits-locked', values: { reason: 'daily-loss', until: limitsLock?.until } },
      });
    }
    expect(unwrap(await account.api.limits(OWNER)).ordersPerDayMax, 'nothing of a refused change').toBe(20);
    expect(unwrap(await change(account, { ordersPerDayMax: 5 })).ordersPerDayMax).toBe(5);
    unwrap(await account.api.resume(OWNER));
    expect(await change(account, { ordersPerDayMax: 6 }), 'lifting the halt does not').toMatchObject({ ok: false });
    account.crash();
    expect(await change(account, { ordersPerDayMax: 6 })).toMatchObject({ ok: false });
    await passDay(account);
    expect(await view(account)).toMatchObject({ limitsLock: null });
    expect(unwrap(await change(account, { ordersPerDayMax: 6 })).ordersPerDayMax).toBe(6);
  });

  it('is told before anybody is asked to confirm it', async () => {
    const account = await SimAccount.open({ world: 'paper' });
    expect(await change(account, { ordersPerDayMax: 21 })).toMatchObject({ error: { code: 'step-up-required' } });
    setCash(account, '80000');
    await account.bar({});
    expect(await change(account, { ordersPerDayMax: 21 })).toMatchObject({ error: { code: 'limits-locked' } });
  });

  it('too many stop-outs do the same, end what was about to be bought, and are told once', async () => {
    const account = await SimAccount.open();
    unwrap(await change(account, { stopOutsMax: 1 }));
    await account.holding();
    const order = { symbol: 'OTHR', side: 'buy', quantity: '10', limitPrice: '90', stopPrice: '85' } as const;
    unwrap(await account.api.createOrder(OWNER, order));
    await account.bar({ [HRBM]: { open: 99, low: 94 }, [OTHR]: { open: 100 } });
    await account.pass(5_000);
    expect(account.events('account.tripped').map(({ body }) => body)).toMatchObject([
      { reason: 'stop-outs', has: 1, limit: 1 },
    ]);
    expect(account.delivered.filter(({ event }) => event.type === 'account.tripped')).toHaveLength(1);
    expect(account.broker.orders().map(({ side, state }) => `${side} ${state}`)).toEqual([
      'buy filled',
      'buy cancelled',
      'sell filled',
    ]);
    expect(await view(account)).toMatchObject({ mode: 'active', limitsLock: { reason: 'stop-outs' } });
    expect(await change(account, { stopOutsMax: 2 })).toMatchObject({ error: { code: 'limits-locked' } });
  });

  it('a stop that sold with a gain is no stop-out that stops buying', async () => {
    const account = await SimAccount.open();
    unwrap(await change(account, { stopOutsMax: 1 }));
    const { bot } = await account.holding();
    await account.bar({ [HRBM]: { open: 110 } });
    unwrap(await account.api.moveStop(OWNER, { symbol: 'HRBM', holder: bot.id, stopPrice: '108' }));
    await account.bar({ [HRBM]: { open: 109, low: 107 } });
    await account.pass(5_000);
    expect(account.broker.held(HRBM)).toBe('0');
    expect(account.events('account.tripped')).toEqual([]);
    const order = { symbol: 'OTHR', side: 'buy', quantity: '10', limitPrice: '101', stopPrice: '95' } as const;
    expect((await account.api.createOrder(OWNER, order)).ok).toBe(true);
  });
});

describe('a start after a fall from the peak', () => {
  it('is at half size, on the card’s own arithmetic, until a person allows more in a later session', async () => {
    const usual = await SimAccount.open();
    const whole = (await usual.asking()).question;

    const account = await SimAccount.open();
    setCash(account, '84000');
    await account.bar({ [HRBM]: { open: 100 } });
    expect(await view(account)).toMatchObject({ mode: 'halted', modeReason: 'drawdown', botSizeFraction: 1 });
    unwrap(await account.api.resume(OWNER));
    expect(await view(account)).toMatchObject({ mode: 'active', botSizeFraction: 0.5 });
    expect(account.events('limits.changed').at(-1)?.body).toMatchObject({
      before: { botSizeFractionMax: 1 },
      after: { botSizeFractionMax: 0.5 },
      because: 'drawdown',
    });
    expect(await change(account, { botSizeFractionMax: 1 })).toMatchObject({ error: { code: 'limits-locked' } });
    setCash(account, '100000');
    await passDay(account);
    const { bot, question: half } = await account.asking();
    expect(half.sizing.boundBy).toBe('bot-size-fraction');
    expect(half.quantity).toBe(String(Math.floor(Number(whole.quantity) / 2)));
    expect(half.sizing.arithmetic.find(({ code }) => code === 'bot-size-fraction')?.values).toMatchObject({
      quantity: Number(half.quantity),
    });
    unwrap(await change(account, { botSizeFractionMax: 1 }));
    await account.bar({ [HRBM]: { open: 100 }, [OTHR]: { open: 100 } });
    await account.look(bot.id, buySignal({ instrumentId: OTHR }));
    expect((await account.questions()).find(({ symbol }) => symbol === 'OTHR')?.quantity).toBe(whole.quantity);
  });

  it('does not make a smaller size larger; the day’s halt gives way to it', async () => {
    const account = await SimAccount.open();
    unwrap(await change(account, { botSizeFractionMax: 0.25 }));
    setCash(account, '95000');
    await account.bar({ [HRBM]: { open: 100 } });
    setCash(account, '84000');
    await account.bar({ [HRBM]: { open: 100 } });
    expect(await view(account)).toMatchObject({ mode: 'halted', modeReason: 'drawdown' });
    unwrap(await account.api.resume(OWNER));
    await account.bar({ [HRBM]: { open: 100 } });
    expect(await view(account)).toMatchObject({ mode: 'active', botSizeFraction: 0.25 });
  });

  it('a smaller size takes back what bots asked at the larger one', async () => {
    const account = await SimAccount.open();
    await account.asking();
    unwrap(await change(account, { botSizeFractionMax: 0.5 }));
    expect((await account.questions('withdrawn'))[0]?.reason).toMatchObject({ code: 'bots-smaller' });
  });
});
