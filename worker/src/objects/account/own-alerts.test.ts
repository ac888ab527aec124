import { describe, expect, it } from 'vitest';
import { ALERTS_MAX, type AlertView, type CreateAlert } from '#shared/contract/alert.ts';
import type { UserId } from '#shared/domain/ids.ts';
import type { ScreenTree } from '#shared/domain/screen-tree.ts';
import { HOUR_MS } from '#shared/lib/time.ts';
import { HRBM, OTHR, OWNER, SimAccount, unwrap } from '#worker/src/testing/sim-account.ts';

const price = (level: string, repeats = false): CreateAlert => ({
  kind: 'price',
  symbol: 'HRBM',
  price: level,
  repeats,
});
const make = async (account: SimAccount, input: CreateAlert): Promise<AlertView> =>
  unwrap(await account.api.createAlert(OWNER, input, null));
const fired = (account: SimAccount) => account.events('alert.fired');
const TREE: ScreenTree = {
  universe: { kind: 'everything' },
  where: { kind: 'sector', in: ['energy'] },
};

describe('a price alert', () => {
  it('is told once when the price is reached, from either side, also when the market opens beyond it', async () => {
    const account = await SimAccount.open();
    await make(account, price('110'));
    await make(account, price('90'));
    await account.bar({ [HRBM]: { open: 100, high: 105, low: 95, close: 100 } });
    expect(fired(account)).toHaveLength(0);
    await account.bar({ [HRBM]: { open: 100, high: 112, low: 99, close: 111 } });
    expect(fired(account)).toMatchObject([{ body: { price: '110', alert: { is: 'above', state: 'done' } } }]);
    await account.bar({ [HRBM]: { open: 85, high: 86, low: 84, close: 85 } });
    expect(fired(account)[1]).toMatchObject({ body: { price: '85', alert: { is: 'below' } } });
    await account.bar({ [HRBM]: { open: 120, high: 121, low: 80, close: 100 } });
    expect(fired(account)).toHaveLength(2);
    expect(account.delivered.filter(({ event }) => event.type === 'alert.fired')).toHaveLength(2);
  });

  it('survives a restart and a doubled call, and buys or sells nothing', async () => {
    const account = await SimAccount.open();
    const made = await make(account, price('110'));
    account.crash();
    const hit = { levelId: `alert|${made.id}`, instrumentId: HRBM, price: 110, moment: 'range' } as const;
    for (let call = 0; call < 3; call += 1) {
      await account.runtime.follow(account.market.moment(), (market) => market.onLevels([hit]));
      account.crash();
    }
    expect(fired(account)).toHaveLength(1);
    expect(account.broker.held(HRBM)).toBe('0');
    expect(account.events('order.sent')).toHaveLength(0);
  });

  it('that is told each time rests, and waits until the price has gone back', async () => {
    const account = await SimAccount.open();
    await make(account, price('110', true));
    const over = { [HRBM]: { open: 111, high: 112, low: 110.5, close: 111 } };
    const under = { [HRBM]: { open: 100, high: 101, low: 99, close: 100 } };
    await account.bar(over);
    for (let bar = 0; bar < 8; bar += 1) await account.bar(over);
    expect(fired(account), 'it has not gone back').toHaveLength(1);
    await account.bar(under);
    await account.bar(over);
    expect(fired(account)).toHaveLength(2);
    await account.bar(under);
    await account.bar(over);
    expect(fired(account), 'it rests').toHaveLength(2);
    expect(HOUR_MS).toBeGreaterThan(2 * 15 * 60_000);
  });

  it('of a percentage is a price from where it was asked', async () => {
    const account = await SimAccount.open();
    const made = await make(account, { kind: 'percent', symbol: 'HRBM', percent: -5, repeats: false });
    expect(made).toMatchObject({ price: '95', is: 'below', percent: -5 });
    await account.bar({ [HRBM]: { open: 97, high: 98, low: 94, close: 96 } });
    expect(fired(account)).toMatchObject([{ body: { price: '95' } }]);
  });

  it('is its maker’s: others neither see nor remove nor hear it', async () => {
    const account = await SimAccount.open();
    const other = { ...OWNER, userId: 'u_other' as UserId };
    account.sql.run("INSERT INTO grant_ SELECT 'u_other', role, 0 FROM grant_ LIMIT 1");
    const made = await make(account, price('110'));
    expect(unwrap(await account.api.alerts(other))).toEqual([]);
    expect(await account.api.deleteAlert(other, made.id)).toMatchObject({ ok: false, error: { code: 'not-found' } });
    await account.bar({ [HRBM]: { open: 111 } });
    expect(account.delivered.filter(({ event }) => event.type === 'alert.fired')).toHaveLength(1);
  });

  it('is one of a bounded number, and one that was removed is never told', async () => {
    const account = await SimAccount.open();
    const all: AlertView[] = [];
    for (let level = 0; level < ALERTS_MAX; level += 1) all.push(await make(account, price(String(110 + level))));
    expect(await account.api.createAlert(OWNER, price('200'), null)).toMatchObject({
      ok: false,
      error: { code: 'too-large' },
    });
    for (const { id } of all) unwrap(await account.api.deleteAlert(OWNER, id));
    await account.bar({ [HRBM]: { open: 300 } });
    expect(fired(account)).toHaveLength(0);
  });
});

describe('an alert at a close', () => {
  it('of an indicator is told when it comes true, and again only after it was not', async () => {
    const account = await SimAccount.open();
    const about = { indicator: 'rsi-14', is: 'below', value: 30 } as const;
    const { id } = await make(account, { kind: 'indicator', symbol: 'HRBM', ...about, repeats: true });
    const [asked] = await account.runtime.follow(account.market.moment(), (market) => market.alertsToJudge());
    expect(asked).toMatchObject({ id, instrumentId: HRBM, tree: { where: { is: 'below', right: { value: 30 } } } });
    const judge = (passing: (typeof HRBM)[] | null) =>
      account.runtime.follow(account.market.moment(), (market) => market.judgeAlerts([{ id, passing }]));
    for (const passing of [[], [HRBM], [HRBM], null, [HRBM], [], [HRBM]]) await judge(passing);
    expect(fired(account)).toHaveLength(2);
  });

  it('of a screen tells what is new in it, not what it began with', async () => {
    const account = await SimAccount.open();
    const screen = { nameEn: 'Energy', nameKo: '에너지', tree: TREE };
    const { id } = unwrap(
      await account.api.createAlert(OWNER, { kind: 'screen', screenId: 's_1', repeats: true }, screen),
    );
    const judge = (passing: (typeof HRBM)[]) =>
      account.runtime.follow(account.market.moment(), (market) => market.judgeAlerts([{ id, passing }]));
    for (const passing of [[HRBM], [HRBM], [HRBM, OTHR], [OTHR]]) await judge(passing);
    expect(fired(account)).toMatchObject([{ body: { found: [{ symbol: 'OTHR' }], alert: { state: 'watching' } } }]);
  });

  it('makes a market of real prices look at closes without a bot; one that is played stands', async () => {
    for (const world of ['paper', 'demo'] as const) {
      const account = await SimAccount.open({ world });
      const about = { indicator: 'rsi-14', is: 'below', value: 30 } as const;
      const { id } = await make(account, { kind: 'indicator', symbol: 'HRBM', ...about, repeats: false });
      expect(account.market.following.activeBots, world).toBe(world === 'paper' ? 1 : 0);
      unwrap(await account.api.deleteAlert(OWNER, id));
      expect(account.market.following.activeBots).toBe(0);
    }
  });
});
