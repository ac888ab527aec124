import { describe, expect, it } from 'vitest';
import type { Caller } from '#shared/domain/caller.ts';
import type { UserId } from '#shared/domain/ids.ts';
import type { WallMs } from '#shared/lib/time.ts';
import { DEFAULT_LIMITS } from '#shared/risk/limits.ts';
import { writeMeta } from './meta.ts';
import { decide, findProposal } from './proposals.ts';
import { buySignal, HRBM, OTHR, OWNER, SimAccount, sellSignal, unwrap } from '#worker/src/testing/sim-account.ts';

const codeOf = (result: { ok: boolean; error?: { code: string } }): string =>
  result.ok ? 'ok' : (result.error?.code ?? '?');

describe('one nod', () => {
  it('stores one intent, one attempt and what it may cost, and sends one order', async () => {
    const account = await SimAccount.open();
    const { bot, question } = await account.asking();
    const reservedDuring: unknown[] = [];
    account.broker.during.received = async () => {
      reservedDuring.push(...account.sql.all('SELECT * FROM reservation'));
      await Promise.resolve();
    };
    const answer = unwrap(await account.approve(question));
    expect(answer.proposal.status).toBe('approved');
    expect(answer.order).toMatchObject({ status: 'accepted', side: 'buy', quantity: question.quantity, botId: bot.id });
    expect(account.broker.requests).toHaveLength(1);
    expect(account.sql.all('SELECT * FROM attempt')).toHaveLength(1);
    expect(reservedDuring, 'set aside before the first byte left').toHaveLength(1);
    expect(account.broker.requests[0]?.clientOrderId).toBe(`ptest-${question.id.split('_')[2]}-e-1`);
  });

  it('is answered once the broker has, however long the market takes to hear of it', async () => {
    const account = await SimAccount.open();
    const { question } = await account.asking();
    const heard = Promise.withResolvers<void>();
    account.market.follow = () => heard.promise;
    expect(unwrap(await account.approve(question)).order?.status).toBe('accepted');
    heard.resolve();
    await account.settle();
  });

  it('has a receipt that shows the question, the decision, the send, the fill and the protection, in order', async () => {
    const account = await SimAccount.open();
    const { question } = await account.asking();
    const { order } = unwrap(await account.approve(question));
    await account.bar({ [HRBM]: { open: 100 } });
    const { receipt } = unwrap(await account.api.order(OWNER, order!.id));
    expect(receipt.map((event) => event.type)).toEqual([
      'proposal.asked',
      'proposal.decided',
      'order.sent',
      'order.accepted',
      'order.filled',
      'position.protected',
    ]);
    expect(receipt[1]).toMatchObject({ actor: OWNER.userId, channel: 'web' });
  });

  it('is one order however many say it at once, and every loser is told who won', async () => {
    const account = await SimAccount.open();
    const { question } = await account.asking();
    const answers = await Promise.all(Array.from({ length: 50 }, () => account.approve(question)));
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    for (const answer of answers) {
      if (answer.ok) continue;
      expect(answer.error).toMatchObject({ code: 'already-decided', values: { by: OWNER.userId, status: 'approved' } });
    }
    expect(account.broker.orders()).toHaveLength(1);
    expect(account.events('proposal.decided')).toHaveLength(1);
  });

  it('needs the hash of what was seen', async () => {
    const account = await SimAccount.open();
    const { question } = await account.asking();
    expect(codeOf(await account.approve({ id: question.id, hash: '0'.repeat(64) }))).toBe('hash-mismatch');
    expect(account.broker.requests).toHaveLength(0);
  });

  it('comes too late once the window is over', async () => {
    const account = await SimAccount.open();
    const { question } = await account.asking();
    await account.pass(30_000);
    expect(codeOf(await account.approve(question))).toBe('proposal-lapsed');
    expect((await account.questions('expired'))[0]?.id).toBe(question.id);
    expect(account.broker.requests).toHaveLength(0);
  });

  it('is possible as long as the market holds for it', async () => {
    const account = await SimAccount.open();
    const { question } = await account.asking();
    account.market.phase = 'held';
    account.market.holdUntil = (account.now + 600_000) as typeof account.now;
    await account.pass(300_000);
    expect(codeOf(await account.approve(question))).toBe('ok');
  });

  it('is not possible after a skip, and a skip not after it', async () => {
    const account = await SimAccount.open();
    const { question } = await account.asking();
    unwrap(await account.api.reject(OWNER, question.id, { reason: 'bad-moment' }));
    expect(await account.approve(question)).toMatchObject({
      error: { code: 'already-decided', values: { status: 'rejected' } },
    });
    expect(account.broker.requests).toHaveLength(0);
  });

  it('is skipped as what was seen: an older notification skips no newer question', async () => {
    const account = await SimAccount.open();
    const { question } = await account.asking();
    expect(codeOf(await account.api.reject(OWNER, question.id, { hash: 'b'.repeat(64) }))).toBe('hash-mismatch');
    expect((await account.questions()).map(({ id }) => id)).toEqual([question.id]);
    expect(codeOf(await account.api.reject(OWNER, question.id, { hash: question.hash }))).toBe('ok');
    expect(await account.questions()).toEqual([]);
  });

  it.each<[string, Partial<Caller>, string]>([
    ['somebody without a grant', { userId: 'u_other' as UserId }, 'not-found'],
    ['a token for another account', { accountIds: ['a_other001'] }, 'not-found'],
    ['a token without the scope', { scopes: ['read', 'propose', 'trade'] }, 'scope-missing'],
    ['a viewer', { userId: 'u_viewer' as UserId }, 'not-allowed'],
  ])('of %s sends nothing', async (_, change, code) => {
    const account = await SimAccount.open();
    const { question } = await account.asking();
    account.sql.run("INSERT INTO grant_ (user_id, role, granted_at) VALUES ('u_viewer', 'viewer', 0)");
    expect(codeOf(await account.approve(question, { ...OWNER, ...change }))).toBe(code);
    expect(account.broker.requests).toHaveLength(0);
    expect(account.intents()).toHaveLength(0);
  });

  it('is final within the ceiling, whatever the price inside it', async () => {
    const account = await SimAccount.open();
    const { question } = await account.asking();
    account.market.prices.set(HRBM, Number(question.limitPrice));
    const { order } = unwrap(await account.approve(question));
    expect(order).toMatchObject({ quantity: question.quantity, limitPrice: question.limitPrice });
  });

  it('above the ceiling is a new revision with its own hash, and no order', async () => {
    const account = await SimAccount.open();
    const { question } = await account.asking();
    account.market.prices.set(HRBM, 101.5);
    expect(await account.approve(question)).toMatchObject({ error: { code: 'price-moved', values: { now: '101.5' } } });
    const [revised] = await account.questions();
    expect(revised).toMatchObject({ id: question.id, revision: 2 });
    expect(revised?.hash).not.toBe(question.hash);
    expect(codeOf(await account.approve(question)), 'the old button is dead').toBe('hash-mismatch');
    expect(account.broker.requests).toHaveLength(0);
    expect(codeOf(await account.approve(revised!))).toBe('ok');
  });

  it('takes the question back where a limit now stands in its way', async () => {
    const account = await SimAccount.open();
    const { question } = await account.asking();
    unwrap(await account.api.createTransaction(OWNER, { type: 'withdrawal', amount: '99999' }));
    const answer = await account.approve(question);
    expect(answer.ok).toBe(false);
    expect((await account.questions('withdrawn'))[0]?.reason).not.toBeNull();
    expect(account.broker.requests).toHaveLength(0);
  });

  it('asks again at what can be had where the account shrank meanwhile', async () => {
    const account = await SimAccount.open();
    const { question } = await account.asking({ investmentAmount: '100000' });
    account.sql.run("UPDATE balance SET amount = '96000' WHERE account = 'cash'");
    expect(codeOf(await account.approve(question))).toBe('check-denied');
    const [revised] = await account.questions();
    expect(Number(revised?.quantity)).toBeLessThan(Number(question.quantity));
    expect(account.broker.requests).toHaveLength(0);
  });

  it('waits while nobody knows the price: the question stays', async () => {
    const account = await SimAccount.open();
    const { question } = await account.asking();
    account.market.isDown = true;
    expect(codeOf(await account.approve(question))).toBe('unavailable');
    account.market.isDown = false;
    expect(codeOf(await account.approve(question))).toBe('ok');
  });

  it('is refused when the price fell to the stop', async () => {
    const account = await SimAccount.open();
    const { question } = await account.asking();
    account.market.prices.set(HRBM, 94);
    const answer = await account.approve(question);
    expect(answer.ok).toBe(false);
    expect(account.broker.requests).toHaveLength(0);
  });

  it('to a bot that only suggests is written down and sends nothing', async () => {
    const account = await SimAccount.open();
    const { question } = await account.asking({ autonomy: 'suggest' });
    const { proposal, order } = unwrap(await account.approve(question));
    expect(proposal).toMatchObject({ status: 'approved', reason: { code: 'done-by-hand' }, orderId: null });
    expect(order).toBeNull();
    expect(account.broker.requests).toHaveLength(0);
  });
});

describe('the decision itself', () => {
  it('is one compare-and-set: on a row that was decided since, or asked anew, it changes nothing', async () => {
    const account = await SimAccount.open();
    const { question } = await account.asking();
    const seen = findProposal(account.ctx, question.id)!;
    const decision = { status: 'rejected', actor: OWNER, reason: null } as const;
    expect(decide(account.ctx, { ...seen, revision: 2 }, decision)).toBe(false);
    expect(decide(account.ctx, seen, decision)).toBe(true);
    expect(decide(account.ctx, seen, { ...decision, status: 'approved' })).toBe(false);
    expect(account.events('proposal.decided')).toHaveLength(1);
  });
});

describe('a nod with an edit', () => {
  it('sends the smaller size at the lower limit, as a revision of its own', async () => {
    const account = await SimAccount.open();
    const { question } = await account.asking();
    const edit = { quantity: '10', limitPrice: '100.10' };
    const { proposal, order } = unwrap(await account.api.approve(OWNER, question.id, { hash: question.hash, edit }));
    expect(proposal).toMatchObject({ revision: 2, quantity: '10', limitPrice: '100.1', stopPrice: question.stopPrice });
    expect(order).toMatchObject({ quantity: '10', limitPrice: '100.1' });
    const { sizing, worstCase, targetPrice } = proposal;
    expect(sizing).toMatchObject({ cost: '1001', holdingAfter: '10' });
    expect(sizing.costFractionOfBot).toBeCloseTo(0.05005, 6);
    const fees = Number(sizing.feesEstimated);
    expect(Number(sizing.cashLeft)).toBeCloseTo(20_000 - 1_001 - fees, 2);
    // Bought at the lower limit and sold at the stop or the target that stay, fees on both ways.
    const lost = (100.1 - Number(question.stopPrice) * 0.999) * 10;
    expect(-Number(worstCase.atStop) - lost).toBeGreaterThanOrEqual(0);
    expect(-Number(worstCase.atStop) - lost).toBeLessThan(3 * fees + 1);
    const gained = (Number(targetPrice) - 100.1) * 10;
    expect(gained - Number(sizing.gainAtTarget)).toBeGreaterThanOrEqual(0);
    expect(gained - Number(sizing.gainAtTarget)).toBeLessThan(3 * fees + 1);
  });

  it.each([
    ['more', { quantity: '100000' }],
    ['a higher limit', { limitPrice: '110' }],
    ['a limit at the stop', { limitPrice: '95' }],
    ['a part of a lot', { quantity: '0.5' }],
    ['a limit off the tick', { limitPrice: '100.001' }],
  ])('that asks for %s sends nothing, and the question stays as it was', async (_, edit) => {
    const account = await SimAccount.open();
    const { question } = await account.asking();
    const answer = await account.api.approve(OWNER, question.id, { hash: question.hash, edit });
    expect(answer.ok).toBe(false);
    expect(account.broker.requests).toHaveLength(0);
    expect((await account.questions())[0]).toMatchObject({ revision: 1, hash: question.hash });
  });
});

describe('questions beside each other', () => {
  it('are taken back when one of them took what the other needs', async () => {
    const account = await SimAccount.open();
    const bot = await account.bot();
    await account.look(bot.id, buySignal(), buySignal({ instrumentId: OTHR }));
    const questions = await account.questions();
    expect(questions).toHaveLength(2);
    writeMeta(account.ctx.sql, 'limits', { ...DEFAULT_LIMITS, ordersPerDayMax: 1 });
    unwrap(await account.approve(questions[0]!));
    expect((await account.questions('withdrawn')).map(({ id }) => id)).toEqual([questions[1]!.id]);
  });
});

it('approvals before an open count as orders of the day that goes on until then', async () => {
  const marketAt = Date.UTC(2026, 0, 7, 13);
  const account = await SimAccount.open({ world: 'replay', timeframe: '1d', marketAt });
  const bot = await account.bot();
  await account.look(bot.id, buySignal(), buySignal({ instrumentId: OTHR }));
  const questions = await account.questions();
  expect(questions).toHaveLength(2);
  writeMeta(account.ctx.sql, 'limits', { ...DEFAULT_LIMITS, ordersPerDayMax: 1 });
  unwrap(await account.approve(questions[0]!));
  await account.approve(questions[1]!);
  expect(account.intents()).toHaveLength(1);
});

describe('an order that waits for the open', () => {
  const daily = { world: 'replay', timeframe: '1d' } as const;

  async function waiting(account: SimAccount) {
    const { question } = await account.asking();
    const { order } = unwrap(await account.approve(question));
    expect(order?.status).toBe('waiting-for-open');
    expect(account.broker.requests).toHaveLength(0);
    return { question, orderId: order!.id };
  }
  const stateOf = (account: SimAccount, id: string) => account.intents().find((intent) => intent.id === id)?.state;

  it('goes at the open when that is within its ceiling', async () => {
    const account = await SimAccount.open(daily);
    const { orderId } = await waiting(account);
    await account.bar({ [HRBM]: { open: 100 } });
    expect(stateOf(account, orderId)).toBe('filled');
    expect(account.events().filter(({ type }) => type === 'order.waiting' || type === 'order.sent')).toHaveLength(2);
  });

  it.each([
    ['above its ceiling', { open: 103 }, 'opened-above-ceiling'],
    ['at its stop', { open: 94 }, 'opened-below-stop'],
  ])('is not sent when it opens %s', async (_, bar, code) => {
    const account = await SimAccount.open(daily);
    const { orderId } = await waiting(account);
    await account.bar({ [HRBM]: bar });
    expect(stateOf(account, orderId)).toBe('not-sent');
    expect(account.events('order.not-sent')[0]?.body).toMatchObject({ order: { reason: { code } } });
    expect(account.broker.requests).toHaveLength(0);
    expect(account.sql.all('SELECT * FROM reservation')).toHaveLength(0);
  });

  it('is not sent when whoever approved it may no longer do so', async () => {
    const account = await SimAccount.open(daily);
    const { orderId } = await waiting(account);
    account.sql.run("UPDATE grant_ SET role = 'viewer'");
    await account.bar({ [HRBM]: { open: 100 } });
    expect(stateOf(account, orderId)).toBe('not-sent');
    expect(account.broker.requests).toHaveLength(0);
  });

  it('is not sent when the first of two who approved it may no longer do so, and its person is told', async () => {
    const account = await SimAccount.open(daily);
    account.sql.run("INSERT INTO grant_ (user_id, role, granted_at) VALUES ('u_kim', 'approver', 0)");
    unwrap(await account.api.updateLimits(OWNER, { secondNodAbove: '0' }));
    const { question } = await account.asking();
    unwrap(await account.approve(question, { ...OWNER, userId: 'u_kim' as UserId }));
    const orderId = unwrap(await account.approve(question)).order?.id ?? '';
    expect(stateOf(account, orderId)).toBe('waiting-for-open');
    account.sql.run("UPDATE grant_ SET role = 'viewer' WHERE user_id = 'u_kim'");
    await account.bar({ [HRBM]: { open: 100 } });
    expect(stateOf(account, orderId)).toBe('not-sent');
    expect(account.events('order.not-sent')[0]?.body).toMatchObject({ order: { reason: { code: 'grant-gone' } } });
    expect(account.broker.requests).toHaveLength(0);
  });

  it('is ended by stop buying, and by taking it back', async () => {
    const account = await SimAccount.open(daily);
    const { orderId } = await waiting(account);
    unwrap(await account.api.pause(OWNER));
    expect(stateOf(account, orderId)).toBe('cancelled');
    const other = await SimAccount.open(daily);
    const second = await waiting(other);
    unwrap(await other.api.cancelOrder(OWNER, second.orderId));
    expect(stateOf(other, second.orderId)).toBe('cancelled');
    await account.bar({ [HRBM]: { open: 100 } });
    await other.bar({ [HRBM]: { open: 100 } });
    expect([...account.broker.requests, ...other.broker.requests]).toHaveLength(0);
  });

  it('waits on through a crash, and leaves once', async () => {
    const account = await SimAccount.open(daily);
    await waiting(account);
    account.crash();
    await account.bar({ [HRBM]: { open: 100 } });
    account.crash();
    await account.bar({ [HRBM]: { open: 100 } });
    expect(account.broker.orders()).toHaveLength(1);
  });
});

describe('a question about selling', () => {
  it('sells when it is answered with yes, once, and keeps when it is skipped', async () => {
    const account = await SimAccount.open();
    const { bot, quantity } = await account.holding({ sells: 'ask' });
    await account.look(bot.id, sellSignal());
    const [question] = await account.questions();
    expect(question).toMatchObject({ side: 'sell', quantity, askBecause: { code: 'sells-asked' } });
    const answers = await Promise.all([account.approve(question!), account.approve(question!)]);
    expect(answers.map(codeOf).sort()).toEqual(['already-decided', 'ok']);
    expect(account.intents().filter(({ side }) => side === 'sell')).toHaveLength(1);
    const decided = account.events('proposal.decided').at(-1)?.body as { proposal: { orderId: string } };
    expect(decided.proposal.orderId, 'the order it names exists').toBe(account.intents().at(-1)?.id);
  });

  it('sells nothing to whoever says yes to a part of it: there is no such question', async () => {
    const account = await SimAccount.open();
    const { bot, quantity } = await account.holding({ sells: 'ask' });
    await account.look(bot.id, sellSignal());
    const [question] = await account.questions();
    const part = { hash: question!.hash, edit: { quantity: '1' } };
    expect(codeOf(await account.api.approve(OWNER, question!.id, part))).toBe('invalid-request');
    expect(account.broker.held(HRBM)).toBe(quantity);
    expect((await account.questions()).map(({ id }) => id)).toEqual([question!.id]);
  });

  it('says what it brings in the money of the account', async () => {
    const account = await SimAccount.open({ baseCurrency: 'KRW', deposit: '100000000' });
    const { bot } = await account.holding({ sells: 'ask', investmentAmount: '20000000' });
    await account.look(bot.id, sellSignal());
    const [question] = await account.questions();
    const won = Number(question!.quantity) * 100 * 1_400;
    expect(question!.sizing).toMatchObject({ cost: String(won), fx: { rate: '1400' } });
  });

  it.each([
    ['ask', 0],
    ['ask-then-sell', 1],
  ] as const)('without an answer with %s leaves %i orders', async (sells, orders) => {
    const account = await SimAccount.open();
    const { bot } = await account.holding({ sells });
    await account.look(bot.id, sellSignal());
    const [question] = await account.questions();
    await account.pass(29_000);
    account.now = (account.now + 1_500) as typeof account.now;
    expect(codeOf(await account.approve(question!)), 'a late answer does not swallow the sale').toBe('proposal-lapsed');
    await account.pass(10_000);
    expect(account.intents().filter(({ side }) => side === 'sell')).toHaveLength(orders);
    // What says that it lapsed says whether it is sold.
    const orderId = orders === 0 ? null : (expect.any(String) as unknown);
    expect(account.events('proposal.expired')[0]?.body['proposal']).toMatchObject({ orderId });
  });
});

describe('later', () => {
  it('moves the one reminder: it is given once, while nobody has answered, and the question stays as it was', async () => {
    const account = await SimAccount.open();
    const { question } = await account.asking();
    const at = (account.now + 10_000) as WallMs;
    const kept = unwrap(await account.api.later(OWNER, question.id, { at }));
    expect(kept).toMatchObject({ status: 'pending', revision: question.revision, hash: question.hash });
    expect(Date.parse(kept.remindAt ?? '')).toBe(at);
    await account.pass(9_000);
    expect(account.events('proposal.reminded')).toEqual([]);
    await account.pass(2_000);
    expect(account.events('proposal.reminded')).toHaveLength(1);
    expect(unwrap(await account.api.proposal(OWNER, question.id)).remindAt).toBeNull();
    await account.pass(5_000);
    expect(account.events('proposal.reminded'), 'once').toHaveLength(1);
    expect((await account.approve(question)).ok, 'the same question can still be answered').toBe(true);
  });

  it('reminds nobody of what was answered meanwhile', async () => {
    const account = await SimAccount.open();
    const { question } = await account.asking();
    unwrap(await account.api.later(OWNER, question.id, { at: (account.now + 10_000) as WallMs }));
    unwrap(await account.api.reject(OWNER, question.id, {}));
    await account.pass(15_000);
    expect(account.events('proposal.reminded')).toEqual([]);
  });

  it('cannot go past the end of the window, nor into the past, nor be said by whoever may only look', async () => {
    const account = await SimAccount.open();
    const { question } = await account.asking();
    const later = (at: number, caller = OWNER) => account.api.later(caller, question.id, { at: at as WallMs });
    expect(codeOf(await later(Date.parse(question.answerBy)))).toBe('invalid-request');
    expect(codeOf(await later(account.now))).toBe('invalid-request');
    expect(codeOf(await later(account.now + 10_000, { ...OWNER, scopes: ['read'] }))).toBe('scope-missing');
  });
});
