import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Caller } from '#shared/domain/caller.ts';
import type { UserId } from '#shared/domain/ids.ts';
import type { Role } from '#shared/domain/role.ts';
import { DAY_MS, MINUTE_MS } from '#shared/lib/time.ts';
import type { Joined } from '#shared/usecases/account-port.ts';
import { OWNER, SimAccount, unwrap } from '#worker/src/testing/sim-account.ts';

const ID = 'a_test0001';
const KIM: Caller = { ...OWNER, userId: 'u_kim' as UserId, channel: 'telegram' };
const LEE: Caller = { ...OWNER, userId: 'u_lee' as UserId };
const NAMES = { name: 'Kim', by: 'Mina' };

function code(text: string) {
  return { selector: text.slice(0, 16).padEnd(16, 'x'), hash: createHash('sha256').update(text).digest('hex') };
}

const given = (role: Role) => ({ reason: 'share-account', about: `${ID}:${role}` }) as const;

async function invited(here: SimAccount, role: Role, text = 'kims code', by = OWNER) {
  return unwrap(await here.api.invite(by, { role, name: 'Kim', by: 'Mina', ...code(text) }, given(role)));
}

/** Somebody who came by an invitation, as who they are. */
async function joined(here: SimAccount, role: Role, who = KIM, name = 'Kim'): Promise<Joined> {
  await invited(here, role, `code of ${name}`);
  return unwrap(
    await here.api.takeInvitation(code(`code of ${name}`), { userId: who.userId, name, channel: who.channel }),
  );
}

const codeOf = (answer: { ok: boolean; error?: { code: string } }): string | undefined =>
  answer.ok ? undefined : answer.error?.code;

describe('an invitation', () => {
  it('is an owner’s to make, and always needs the person themself', async () => {
    const here = await SimAccount.open();
    const input = { role: 'approver', name: null, by: 'Mina', ...code('x') } as const;
    const unasked = await here.api.invite(OWNER, input);
    expect(unasked).toMatchObject({ ok: false, error: { code: 'step-up-required', values: given('approver') } });
    const forLess = await here.api.invite(OWNER, input, given('viewer'));
    expect(codeOf(forLess), 'what was confirmed for less').toBe('step-up-required');
    for (const role of ['trader', 'approver', 'viewer'] as const) {
      const other = { ...OWNER, userId: `u_${role}` as UserId };
      await joined(here, role, other, role);
      expect(codeOf(await here.api.invite(other, input, given('approver'))), role).toBe('not-allowed');
      expect(codeOf(await here.api.invitations(other)), role).toBe('not-allowed');
    }
    expect(codeOf(await here.api.invite(LEE, input, given('approver')))).toBe('not-found');
    const readOnly = { ...OWNER, scopes: ['read'] as const };
    expect(codeOf(await here.api.invite(readOnly, input, given('approver')))).toBe('scope-missing');
    expect(here.events('role.invited'), 'beside the three above').toHaveLength(3);
  });

  it('shows what it gives and by whose leave, and gives exactly that, once', async () => {
    const here = await SimAccount.open();
    unwrap(await here.api.updateLimits(OWNER, { secondNodAbove: '500' }));
    const { id } = await invited(here, 'approver');
    expect(unwrap(await here.api.showInvitation(code('kims code')))).toMatchObject({
      ...{ accountName: 'Test', world: 'demo', role: 'approver', by: 'Mina', name: 'Kim', secondNodAbove: '500' },
    });
    const who = { userId: KIM.userId, name: 'Kim', channel: 'web' } as const;
    expect(unwrap(await here.api.takeInvitation(code('kims code'), who))).toEqual({
      role: 'approver',
      userId: 'u_kim',
    });
    expect(unwrap(await here.api.roles(KIM))).toMatchObject([
      { userId: 'u_owner', role: 'owner', isOpener: true },
      { userId: 'u_kim', role: 'approver', isOpener: false },
    ]);
    expect(codeOf(await here.api.updateLimits(KIM, { secondNodAbove: '1000' })), 'no more than that').toBe(
      'not-allowed',
    );
    for (const again of [KIM, LEE])
      expect(codeOf(await here.api.takeInvitation(code('kims code'), { ...who, userId: again.userId }))).toBe(
        'invitation-invalid',
      );
    expect(here.events('role.granted')).toMatchObject([
      { actor: 'u_kim', channel: 'web', body: { userId: 'u_kim', name: 'Kim', by: 'Mina', role: 'approver' } },
    ]);
    expect(here.sql.all('SELECT * FROM invitation WHERE id = ?', id)).toEqual([]);
  });

  it('of many who come with it at once makes one person, also where all are new', async () => {
    const here = await SimAccount.open();
    await invited(here, 'trader');
    const takes = ['a', 'b', 'c', 'd'].map((name) =>
      here.api.takeInvitation(code('kims code'), { userId: null, name, channel: 'web' }),
    );
    const answers = await Promise.all(takes);
    // Which of them it is, the person's first session decides: there is only one.
    expect(new Set(answers.map((answer) => unwrap(answer).userId)).size).toBe(1);
    expect(unwrap(await here.api.roles(OWNER))).toHaveLength(2);
    expect(here.events('role.granted')).toHaveLength(1);
    expect(codeOf(await here.api.takeInvitation(code('kims code'), { ...KIM, name: 'Kim', channel: 'web' }))).toBe(
      'invitation-invalid',
    );
  });

  it('ends after a day, when it is taken back, and with the part of whoever made it', async () => {
    const here = await SimAccount.open();
    const who = { userId: KIM.userId, name: 'Kim', channel: 'web' } as const;
    await invited(here, 'viewer', 'too late');
    await here.pass(DAY_MS);
    expect(codeOf(await here.api.takeInvitation(code('too late'), who))).toBe('invitation-invalid');
    const { id } = await invited(here, 'viewer', 'taken back');
    expect(codeOf(await here.api.withdrawInvitation(KIM, id))).toBe('not-found');
    unwrap(await here.api.withdrawInvitation(OWNER, id));
    expect(codeOf(await here.api.withdrawInvitation(OWNER, id))).toBe('not-found');
    expect(codeOf(await here.api.takeInvitation(code('taken back'), who))).toBe('invitation-invalid');
    await joined(here, 'owner', LEE, 'Lee');
    await invited(here, 'owner', 'lees friend', LEE);
    unwrap(await here.api.changeRole(OWNER, { userId: LEE.userId, role: 'trader', ...NAMES }));
    expect(codeOf(await here.api.takeInvitation(code('lees friend'), who))).toBe('invitation-invalid');
    expect(unwrap(await here.api.invitations(OWNER))).toEqual([]);
    expect(here.events('role.invitation-ended')).toHaveLength(2);
  });

  it('cannot be guessed: after ten wrong halves of one it is not looked at for ten minutes, also not a right one', async () => {
    const here = await SimAccount.open();
    await invited(here, 'owner');
    const halfRight = { selector: code('kims code').selector, hash: code('another').hash };
    for (let n = 0; n < 12; n += 1)
      expect(codeOf(await here.api.showInvitation(code(`guess ${n}`)))).toBe('invitation-invalid');
    expect((await here.api.showInvitation(code('kims code'))).ok, 'made-up codes keep no guest out').toBe(true);
    for (let n = 0; n < 10; n += 1) expect(codeOf(await here.api.showInvitation(halfRight))).toBe('invitation-invalid');
    const rows = here.sql.all('SELECT * FROM invitation_attempt').length;
    for (const presented of [code('kims code'), halfRight])
      expect(codeOf(await here.api.showInvitation(presented))).toBe('too-many-requests');
    expect(here.sql.all('SELECT * FROM invitation_attempt'), 'and nothing more is stored').toHaveLength(rows);
    await here.pass(11 * MINUTE_MS);
    expect((await here.api.showInvitation(code('kims code'))).ok).toBe(true);
  });

  it('changes nothing for whoever has a part already, and stays open', async () => {
    const here = await SimAccount.open();
    await invited(here, 'viewer');
    const who = { userId: OWNER.userId, name: 'Mina', channel: 'web' } as const;
    expect(codeOf(await here.api.takeInvitation(code('kims code'), who))).toBe('has-role');
    expect(unwrap(await here.api.roles(OWNER))[0]?.role).toBe('owner');
    expect((await here.api.showInvitation(code('kims code'))).ok).toBe(true);
  });

  it('is bounded: twenty at a time', async () => {
    const here = await SimAccount.open();
    for (let n = 0; n < 20; n += 1) await invited(here, 'viewer', `code number ${n} of many`.padStart(30, String(n)));
    const more = { role: 'viewer', name: null, by: 'Mina', ...code('one more') } as const;
    expect(codeOf(await here.api.invite(OWNER, more, given('viewer')))).toBe('invitations-open');
  });
});

describe('whoever comes in', () => {
  it('is told, and so is every owner, as of a new way in; nobody else is', async () => {
    const here = await SimAccount.open();
    await joined(here, 'viewer', LEE, 'Lee');
    await joined(here, 'approver');
    await here.settle();
    const told = here.delivered.filter(({ event }) => event.type === 'role.granted' && event.body['name'] === 'Kim');
    expect(told.map(({ userId }) => userId).sort()).toEqual(['u_kim', 'u_owner']);
  });
});

describe('another role', () => {
  it('is an owner’s to give; more needs the person themself, less is at once', async () => {
    const here = await SimAccount.open();
    await joined(here, 'approver');
    const to = (role: Role) => ({ userId: KIM.userId, role, ...NAMES });
    expect(codeOf(await here.api.changeRole(KIM, to('owner'), given('owner')))).toBe('not-allowed');
    expect(codeOf(await here.api.changeRole(OWNER, to('trader')))).toBe('step-up-required');
    expect(unwrap(await here.api.changeRole(OWNER, to('trader'), given('trader'))).role).toBe('trader');
    expect(unwrap(await here.api.changeRole(OWNER, to('viewer'))).role).toBe('viewer');
    expect(here.events('role.changed').map(({ body }) => [body['before'], body['role'], body['isMore']])).toEqual([
      ['approver', 'trader', true],
      ['trader', 'viewer', false],
    ]);
    expect(codeOf(await here.api.changeRole(OWNER, { ...to('viewer'), userId: 'u_nobody' }))).toBe('not-found');
  });

  it('is never given to whoever opened the account, by themself or an owner they let in', async () => {
    const here = await SimAccount.open();
    await joined(here, 'owner', LEE, 'Lee');
    for (const by of [OWNER, LEE]) {
      const change = { userId: OWNER.userId, role: 'viewer', ...NAMES } as const;
      expect(codeOf(await here.api.changeRole(by, change))).toBe('owner-stays');
      expect(codeOf(await here.api.removeRole(by, { userId: OWNER.userId, ...NAMES }))).toBe('owner-stays');
    }
    expect(unwrap(await here.api.roles(LEE)).map(({ role }) => role)).toEqual(['owner', 'owner']);
  });
});

describe('a removal', () => {
  it('is an owner’s to do, or one’s own, and holds at once', async () => {
    const here = await SimAccount.open();
    await joined(here, 'trader');
    await joined(here, 'viewer', LEE, 'Lee');
    const lee = { userId: LEE.userId, name: 'Lee', by: 'Kim' };
    expect(codeOf(await here.api.removeRole(KIM, lee))).toBe('not-allowed');
    expect(codeOf(await here.api.removeRole({ ...LEE, scopes: ['read'] }, lee)), 'a token that looks').toBe(
      'scope-missing',
    );
    unwrap(await here.api.removeRole(LEE, lee));
    unwrap(await here.api.removeRole(OWNER, { userId: KIM.userId, ...NAMES }));
    for (const who of [KIM, LEE]) {
      expect(codeOf(await here.api.view(who))).toBe('not-found');
      expect(codeOf(await here.api.pause(who))).toBe('not-found');
    }
    await here.settle();
    const told = here.delivered.filter(({ event }) => event.type === 'role.removed');
    expect(told.map(({ userId, event }) => [userId, event.body['name'], event.body['isOwn']]).sort()).toEqual([
      ['u_kim', 'Kim', false],
      ['u_lee', 'Lee', true],
      ['u_owner', 'Kim', false],
      ['u_owner', 'Lee', true],
    ]);
    const before = here.published.length;
    unwrap(await here.api.pause(OWNER));
    await here.settle();
    expect(new Set(here.published.slice(before).map(({ userId }) => userId))).toEqual(new Set(['u_owner']));
  });

  it.each(['removed', 'less'] as const)('takes the first of two nods with it: %s', async (how) => {
    const here = await SimAccount.open();
    here.market.phase = 'range';
    await joined(here, 'approver');
    unwrap(await here.api.updateLimits(OWNER, { secondNodAbove: '500' }));
    const { question } = await here.asking();
    unwrap(await here.api.approve(KIM, question.id, { hash: question.hash }, undefined, 'Kim'));
    if (how === 'removed') unwrap(await here.api.removeRole(OWNER, { userId: KIM.userId, ...NAMES }));
    else unwrap(await here.api.changeRole(OWNER, { userId: KIM.userId, role: 'viewer', ...NAMES }));
    const shown = unwrap(await here.api.proposal(OWNER, question.id));
    expect(shown.twoPeople, 'the card asks for two again').toEqual({ above: '500', first: null });
    expect(here.events('proposal.nod-gone')).toMatchObject([{ actor: 'u_owner' }]);
    expect(unwrap(await here.approve(question)).order, 'and one nod sends nothing').toBeNull();
    expect(here.broker.requests).toEqual([]);
  });

  it('takes the alerts of whoever leaves, and nobody else’s', async () => {
    const here = await SimAccount.open();
    await joined(here, 'trader');
    const alert = { kind: 'price', symbol: 'HRBM', price: '200', repeats: false } as const;
    unwrap(await here.api.createAlert(KIM, alert, null));
    unwrap(await here.api.createAlert(OWNER, alert, null));
    unwrap(await here.api.removeRole(KIM, { userId: KIM.userId, name: 'Kim', by: 'Kim' }));
    expect(here.sql.all('SELECT user_id FROM alert')).toEqual([{ user_id: 'u_owner' }]);
  });
});
