import { describe, expect, it } from 'vitest';
import { UpdateLimits } from '#shared/contract/account.ts';
import { buySignal, HRBM, OTHR, OWNER, SimAccount, unwrap } from '#worker/src/testing/sim-account.ts';

/*
 * Faults of comparable programs, by the numbers of mission.md's table: each happened to somebody's money.
 */

describe('fault 1: a guard whose name is mistyped is skipped, and what nobody can size is allowed', () => {
  const order = { symbol: 'HRBM', side: 'buy', quantity: '100000', limitPrice: '101', stopPrice: '95' } as const;

  it('a guard that does not exist is refused where it is set, and guards nothing silently', () => {
    for (const name of ['maxPositionSize', 'max-position-size', 'positionFractionMAX', 'position-size'])
      expect(UpdateLimits.safeParse({ [name]: 0.1 }).error?.issues[0]).toMatchObject({ code: 'unrecognized_keys' });
  });

  it('a guard that lies mistyped in the store is no reason to go on without it', async () => {
    const account = await SimAccount.open();
    account.sql.run("INSERT INTO meta (key, value) VALUES ('limits', '{\"maxPositionSize\": 0.1}')");
    account.crash();
    expect(await account.api.createOrder(OWNER, { ...order, quantity: '1' })).toMatchObject({ ok: false });
    expect(account.broker.requests).toEqual([]);
  });

  it('an instrument nobody holds yet, ordered by quantity, is measured by its price', async () => {
    const account = await SimAccount.open();
    expect(await account.api.createOrder(OWNER, order)).toMatchObject({
      ok: false,
      error: { code: 'check-denied', values: { reason: 'position-too-large' } },
    });
    unwrap(await account.api.createOrder(OWNER, { ...order, quantity: '10' }));
    expect(account.broker.requests).toHaveLength(1);
  });

  it('and without a price it is not allowed in any quantity', async () => {
    const account = await SimAccount.open();
    account.market.prices.delete(HRBM);
    for (const quantity of ['1', '100000'])
      expect(await account.api.createOrder(OWNER, { ...order, quantity })).toMatchObject({ ok: false });
    expect(account.broker.requests).toEqual([]);
  });
});

describe('fault 2: an order that is sent before it is written down', () => {
  it('cannot be: when the request arrives, intent, id and attempt are stored, and death there is one order', async () => {
    const account = await SimAccount.open();
    const { question } = await account.asking();
    let stored: unknown[] = [];
    account.broker.during.received = async () => {
      account.broker.during = {};
      stored = account.sql.all(
        'SELECT i.coid, i.state, i.quantity, a.state AS attempt FROM intent i JOIN attempt a ON a.intent_id = i.id',
      );
      account.crash();
      await Promise.resolve();
    };
    await account.approve(question).catch(() => undefined);
    const [request] = account.broker.requests;
    expect(stored).toEqual([
      { coid: request!.clientOrderId, state: 'sending', quantity: question.quantity, attempt: 'sending' },
    ]);
    await account.runtime.wake();
    await account.pass(60_000);
    expect(account.broker.orders()).toHaveLength(1);
    expect(account.intents()).toMatchObject([{ coid: request!.clientOrderId, state: 'accepted' }]);
    expect(new Set(account.broker.requests.map((sent) => JSON.stringify(sent))).size, 'a repeat is the same').toBe(1);
  });
});

describe('fault 3: an approval gate that opens when it breaks', () => {
  it.each([
    [
      'the limits cannot be read',
      (account: SimAccount) => {
        account.sql.run('INSERT INTO meta (key, value) VALUES (\'limits\', \'{"riskFractionMax": "lots"}\')');
        account.crash();
      },
    ],
    [
      'the market does not answer',
      (account: SimAccount) => {
        account.market.isDown = true;
      },
    ],
    [
      'the bot’s settings are damaged',
      (account: SimAccount) => {
        account.sql.run("UPDATE bot SET config = '{'");
      },
    ],
  ])('nothing leaves while %s', async (_, damage) => {
    const account = await SimAccount.open();
    const bots = [await account.bot(), await account.bot({ autonomy: 'auto' })];
    damage(account);
    for (const bot of bots) await account.look(bot.id, buySignal()).catch(() => undefined);
    await account.settle().catch(() => undefined);
    expect(account.broker.requests).toEqual([]);
    expect(account.intents()).toEqual([]);
  });

  it('while nothing is broken the same wish leaves', async () => {
    const account = await SimAccount.open();
    await account.look((await account.bot({ autonomy: 'auto' })).id, buySignal());
    expect(account.broker.requests).toHaveLength(1);
  });

  it('a question that is answered while the limits cannot be read is refused', async () => {
    const account = await SimAccount.open();
    const { question } = await account.asking();
    account.sql.run('INSERT INTO meta (key, value) VALUES (\'limits\', \'{"riskFractionMax": "lots"}\')');
    account.crash();
    expect(await account.approve(question)).toMatchObject({ ok: false });
    expect(account.broker.requests).toEqual([]);
    expect(account.intents()).toEqual([]);
    expect(account.sql.all("SELECT status FROM proposal WHERE status = 'approved'")).toEqual([]);
  });
});

describe('fault 4: yesterday’s market order executes on today’s tap', () => {
  it('a question whose window is over sends nothing, whoever taps', async () => {
    const account = await SimAccount.open();
    const { question } = await account.asking();
    await account.pass(24 * 3_600_000);
    expect(await account.approve(question)).toMatchObject({ ok: false, error: { code: 'proposal-lapsed' } });
    expect(account.broker.requests).toEqual([]);
  });

  it('two answers in a row are checked one after the other: what the first spent the second cannot', async () => {
    const account = await SimAccount.open({ deposit: '20000' });
    const bots = [await account.bot({ investmentAmount: '10000' }), await account.bot({ investmentAmount: '10000' })];
    await account.look(bots[0]!.id, buySignal());
    await account.look(bots[1]!.id, buySignal({ instrumentId: OTHR }));
    const questions = await account.questions();
    expect(questions).toHaveLength(2);
    // Money leaves between the two taps.
    const cost = Number(questions[0]!.sizing.cost);
    unwrap(await account.approve(questions[0]!));
    const cash = Number(unwrap(await account.api.view(OWNER)).cash.USD);
    const amount = String(Math.floor(cash - cost - 100));
    unwrap(await account.api.createTransaction(OWNER, { type: 'withdrawal', amount }));
    expect(await account.approve(questions[1]!)).toMatchObject({ ok: false });
    expect(account.broker.requests).toHaveLength(1);
  });
});

describe('fault 8: an unknown price is worth nothing, and so below every limit', () => {
  it('no price buys nothing, by hand and by nod', async () => {
    const account = await SimAccount.open();
    const { question } = await account.asking();
    account.market.prices.delete(HRBM);
    expect(await account.approve(question)).toMatchObject({ ok: false, error: { code: 'unavailable' } });
    const order = { symbol: 'HRBM', side: 'buy', quantity: '100000', limitPrice: '1' } as const;
    expect(await account.api.createOrder(OWNER, order)).toMatchObject({ ok: false });
    expect(account.broker.requests).toEqual([]);
  });

  it('a nod is spent once: of many at the same time one makes an order, and the others are told who did', async () => {
    const account = await SimAccount.open();
    const { question } = await account.asking();
    const answers = await Promise.all(Array.from({ length: 20 }, () => account.approve(question)));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    for (const answer of answers.filter(({ ok }) => !ok)) {
      expect(answer).toMatchObject({ error: { code: 'already-decided', values: { by: OWNER.userId } } });
    }
    expect(account.broker.requests).toHaveLength(1);
  });
});

describe('fault 9: an error allows the purchase, and "sold" is said of a sale that failed', () => {
  it('a check that cannot be made denies', async () => {
    const account = await SimAccount.open();
    await account.bot();
    // The cash of a currency nobody states a rate for: what the account is worth is not known.
    account.sql.run("INSERT INTO balance (account, currency, amount) VALUES ('cash', 'KRW', '1000')");
    account.ctx.sql.run("UPDATE meta SET value = json_set(value, '$.world', 'paper') WHERE key = 'spec'");
    account.crash();
    const order = { symbol: 'HRBM', side: 'buy', quantity: '1', limitPrice: '100', stopPrice: '95' } as const;
    expect(await account.api.createOrder(OWNER, order)).toMatchObject({ ok: false });
    expect(account.broker.requests).toEqual([]);
  });

  it.each([
    [
      'is refused',
      (account: SimAccount): void => {
        account.broker.faults.refuseWith = 'halted';
      },
    ],
    [
      'has no answer',
      (account: SimAccount): void => {
        account.broker.faults.isDown = true;
      },
    ],
  ] as const)('a sale that %s is never told as sold', async (_, fail) => {
    const account = await SimAccount.open();
    const { quantity } = await account.holding();
    account.market.phase = 'range';
    fail(account);
    await account.api.closePosition(OWNER, { symbol: 'HRBM' });
    await account.settle();
    const said = account.delivered.map(({ event }) => event.type);
    expect(said).not.toContain('position.closed');
    expect(said.filter((type) => type === 'order.filled')).toHaveLength(1);
    expect(account.broker.held(HRBM)).toBe(quantity);
    expect(unwrap(await account.api.positions(OWNER))[0]?.quantity).toBe(quantity);
  });
});
