import { describe, expect, it } from 'vitest';
import type { Caller } from '#shared/domain/caller.ts';
import type { UserId } from '#shared/domain/ids.ts';
import type { Role } from '#shared/domain/role.ts';
import { HRBM, OWNER, SimAccount, unwrap } from '#worker/src/testing/sim-account.ts';

const KIM: Caller = { ...OWNER, userId: 'u_kim' as UserId, channel: 'telegram' };

/** An account in which a purchase above this amount takes two, and Kim may answer as well. */
async function account(
  secondNodAbove: string | null = '500',
  role: Role = 'approver',
  how: Parameters<typeof SimAccount.open>[0] = {},
): Promise<SimAccount> {
  const made = await SimAccount.open(how);
  if (how.timeframe === undefined) made.market.phase = 'range';
  made.sql.run("INSERT INTO grant_ (user_id, role, granted_at) VALUES ('u_kim', ?, 0)", role);
  unwrap(await made.api.updateLimits(OWNER, { secondNodAbove }));
  return made;
}

describe('a purchase above the amount', () => {
  it('waits for a second person: the first nod is kept and told, and one order leaves with the second', async () => {
    const here = await account();
    const { question } = await here.asking();
    expect(question.twoPeople).toEqual({ above: '500', first: null });
    const input = { hash: question.hash };
    const first = unwrap(await here.api.approve(OWNER, question.id, input, undefined, 'Mina'));
    expect(first).toMatchObject({ order: null, proposal: { status: 'pending', revision: 1 } });
    expect(first.proposal.twoPeople).toMatchObject({ above: '500', first: { by: OWNER.userId, name: 'Mina' } });
    expect(here.broker.requests).toEqual([]);
    expect(here.events('proposal.nodded')).toMatchObject([{ actor: OWNER.userId, channel: 'web' }]);
    const owed = here.sql.all<{ recipient: string }>(
      "SELECT recipient FROM outbox JOIN event ON seq = event_seq WHERE type = 'proposal.nodded' ORDER BY recipient",
    );
    expect(owed.map(({ recipient }) => recipient).toSorted()).toEqual([OWNER.userId, 'u_kim'].toSorted());
    const second = unwrap(await here.api.approve(KIM, question.id, input, undefined, 'Kim'));
    expect(second.order?.quantity).toBe(question.quantity);
    expect(second.proposal).toMatchObject({ status: 'approved', decidedBy: 'u_kim', decidedChannel: 'telegram' });
    expect(second.proposal.twoPeople?.first?.name, 'who was first stays readable').toBe('Mina');
    expect(here.broker.requests).toHaveLength(1);
  });

  it('counts one person once, however often and wherever they tap', async () => {
    const here = await account();
    const { question } = await here.asking();
    for (const channel of ['web', 'telegram', 'api', 'discord'] as const) {
      const again = unwrap(await here.approve(question, { ...OWNER, channel }));
      expect(again).toMatchObject({ order: null, proposal: { status: 'pending' } });
    }
    expect(here.events('proposal.nodded')).toHaveLength(1);
    expect(here.broker.requests).toEqual([]);
  });

  it('gives one order, however many tap at once', async () => {
    const here = await account();
    const { question } = await here.asking();
    const taps = [OWNER, KIM, OWNER, KIM, KIM, OWNER].map((who) => here.approve(question, who));
    const orders = (await Promise.all(taps)).filter((answer) => answer.ok && answer.value.order !== null);
    expect(orders).toHaveLength(1);
    expect(here.broker.requests).toHaveLength(1);
    expect(here.events('proposal.nodded')).toHaveLength(1);
  });

  it('is asked anew of both where it was changed, and goes at once where it was made small enough', async () => {
    const here = await account();
    const { question } = await here.asking();
    unwrap(await here.approve(question));
    const smaller = { hash: question.hash, edit: { quantity: '8' } };
    const changed = unwrap(await here.api.approve(KIM, question.id, smaller, undefined, 'Kim'));
    expect(changed).toMatchObject({ order: null, proposal: { status: 'pending', revision: 2, quantity: '8' } });
    expect(changed.proposal.twoPeople?.first?.by, 'of the new revision Kim is the first').toBe('u_kim');
    expect(await here.approve(question), 'what was seen is another question').toMatchObject({ ok: false });
    const small = { hash: changed.proposal.hash, edit: { quantity: '2' } };
    expect(unwrap(await here.api.approve(OWNER, question.id, small)).order?.quantity).toBe('2');
  });

  it('does not count the nod of somebody whose role was taken since', async () => {
    const here = await account();
    const { question } = await here.asking();
    unwrap(await here.approve(question, KIM));
    here.sql.run("UPDATE grant_ SET role = 'viewer' WHERE user_id = 'u_kim'");
    expect(unwrap(await here.approve(question)).proposal.status).toBe('pending');
    expect(here.broker.requests).toEqual([]);
    expect(await here.approve(question, KIM)).toMatchObject({ ok: false, error: { code: 'not-allowed' } });
  });

  it('lapses as any other, with one nod too, and can be skipped by either', async () => {
    const here = await account();
    const { question } = await here.asking();
    unwrap(await here.approve(question));
    unwrap(await here.api.reject(KIM, question.id, {}));
    expect(await here.approve(question, KIM)).toMatchObject({ ok: false, error: { code: 'already-decided' } });
    expect(here.broker.requests).toEqual([]);
  });
});

describe('a purchase that waits for the open', () => {
  const daily = { world: 'replay', timeframe: '1d' } as const;
  const endOf = (here: SimAccount) => here.intents().map(({ state, reason }) => [state, codeIn(reason)]);
  const codeIn = (reason: string | null) => (JSON.parse(reason ?? '{}') as { code?: string }).code;

  it('does not go where the first of the two lost their role since', async () => {
    const here = await account('500', 'approver', daily);
    const { question } = await here.asking();
    unwrap(await here.approve(question, KIM));
    expect(unwrap(await here.approve(question)).order?.status).toBe('waiting-for-open');
    here.sql.run("UPDATE grant_ SET role = 'viewer' WHERE user_id = 'u_kim'");
    await here.bar({ [HRBM]: { open: 100 } });
    expect(endOf(here)).toEqual([['not-sent', 'grant-gone']]);
    expect(here.broker.requests).toEqual([]);
  });

  it('does not go with one nod where two are needed since', async () => {
    const here = await account(null, 'approver', daily);
    const { question } = await here.asking();
    expect(unwrap(await here.approve(question)).order?.status).toBe('waiting-for-open');
    unwrap(await here.api.updateLimits(OWNER, { secondNodAbove: '500' }));
    await here.bar({ [HRBM]: { open: 100 } });
    expect(endOf(here)).toEqual([['not-sent', 'two-people']]);
    expect(here.broker.requests).toEqual([]);
  });

  it('goes with both', async () => {
    const here = await account('500', 'approver', daily);
    const { question } = await here.asking();
    unwrap(await here.approve(question, KIM));
    unwrap(await here.approve(question));
    await here.bar({ [HRBM]: { open: 100 } });
    expect(endOf(here)).toEqual([['filled', undefined]]);
  });
});

describe('what the rule does not hold', () => {
  it('a purchase at the amount or below', async () => {
    const here = await account('1000000');
    const { question } = await here.asking();
    expect(question.twoPeople).toBeNull();
    expect(unwrap(await here.approve(question)).order).not.toBeNull();
  });

  it('an exit, of whatever size', async () => {
    const here = await account(null);
    const { bot } = await here.holding();
    unwrap(await here.api.updateLimits(OWNER, { secondNodAbove: '0' }));
    const sold = await here.api.closePosition(OWNER, { symbol: 'HRBM', holder: bot.id });
    expect(sold, JSON.stringify(sold)).toMatchObject({ ok: true });
  });
});

describe('whoever is alone', () => {
  it('does not buy above the amount by hand, nor grow a small order', async () => {
    const here = await account();
    const order = { symbol: 'HRBM', side: 'buy', quantity: '6', limitPrice: '90', stopPrice: '80' } as const;
    expect(await here.api.createOrder(OWNER, order)).toMatchObject({
      ok: false,
      error: { code: 'check-denied', values: { reason: 'two-people', amount: '500' } },
    });
    const small = unwrap(await here.api.createOrder(OWNER, { ...order, quantity: '5' }));
    expect(await here.api.replaceOrder(OWNER, small.id, { quantity: '6' })).toMatchObject({ ok: false });
  });

  it('as a bot that acts by itself asks above it', async () => {
    const here = await account();
    const { question } = await here.asking({ autonomy: 'auto' });
    expect(question.askBecause).toEqual({ code: 'two-people', values: { amount: '500' } });
    expect(here.broker.requests).toEqual([]);
  });
});

it('raising the amount or giving it up is looser: at a broker the person is needed, and both are written down', async () => {
  const here = await SimAccount.open({ world: 'paper' });
  unwrap(await here.api.updateLimits(OWNER, { secondNodAbove: '500' }));
  unwrap(await here.api.updateLimits(OWNER, { secondNodAbove: '400' }));
  for (const secondNodAbove of ['400.01', null]) {
    const asked = await here.api.updateLimits(OWNER, { secondNodAbove });
    expect(asked).toMatchObject({
      ok: false,
      error: { code: 'step-up-required', values: { reason: 'loosen-limits' } },
    });
  }
  expect(here.events('limits.changed')).toHaveLength(2);
});
