import { describe, expect, it } from 'vitest';
import type { Caller } from '#shared/domain/caller.ts';
import { SCOPES } from '#shared/domain/caller.ts';
import type { UserId } from '#shared/domain/ids.ts';
import { ROLES } from '#shared/domain/role.ts';
import { OWNER, SimAccount } from '#worker/src/testing/sim-account.ts';
import { allow } from './access.ts';

const NEEDS = [...SCOPES, 'stop'] as const;
const STRANGER: Caller = { ...OWNER, userId: 'u_stranger' as UserId };
type Asked = (caller: Caller, ...rest: unknown[]) => Promise<{ ok: boolean; error?: { code: string } }>;

/** Whoever has the code of an invitation has no part yet: these two take no caller, and let nobody in without it. */
const BY_CODE = ['showInvitation', 'takeInvitation'];

/** What everything that can be asked of the account answers this caller, whatever it is asked with. */
async function answersTo(account: SimAccount, caller: Caller): Promise<Record<string, string>> {
  const answers: Record<string, string> = {};
  for (const [name, ask] of Object.entries(account.api as unknown as Record<string, Asked>)) {
    if (BY_CODE.includes(name)) continue;
    const answer = await ask(caller, 'p_test0001_01', {}, {}).catch((error: unknown) => ({ ok: true, error }));
    answers[name] = answer.ok ? 'answered' : ((answer.error as { code: string } | undefined)?.code ?? '?');
  }
  return answers;
}

describe('fault 12: an empty list admits nobody', () => {
  it('to anything an account can be asked, also not whoever opened it', async () => {
    const account = await SimAccount.open();
    account.sql.run('DELETE FROM grant_');
    for (const need of NEEDS) expect(allow(account.ctx, OWNER, need), need).toMatchObject({ ok: false });
    const answers = await answersTo(account, OWNER);
    expect(Object.keys(answers).length).toBeGreaterThan(30);
    expect(Object.entries(answers).filter(([, code]) => code !== 'not-found')).toEqual([]);
  });

  it('nor somebody who is not on one that has people, who learns not even that the account is there', async () => {
    const answers = await answersTo(await SimAccount.open(), STRANGER);
    expect(Object.entries(answers).filter(([, code]) => code !== 'not-found')).toEqual([]);
  });

  it('nor whoever brings a code that nobody was given', async () => {
    const { api } = await SimAccount.open();
    const code = { selector: 'x'.repeat(16), hash: '0'.repeat(64) };
    const who = { userId: STRANGER.userId, name: 'S', channel: 'web' } as const;
    for (const answer of [await api.showInvitation(code), await api.takeInvitation(code, who)])
      expect(answer).toMatchObject({ ok: false, error: { code: 'invitation-invalid' } });
  });

  it('and a token bound to no account reaches none', async () => {
    const account = await SimAccount.open();
    for (const need of NEEDS)
      expect(allow(account.ctx, { ...OWNER, accountIds: [] }, need), need).toMatchObject({ ok: false });
    for (const need of NEEDS)
      expect(allow(account.ctx, { ...OWNER, scopes: [] }, need), need).toMatchObject({ ok: false });
  });
});

it('everybody who is let in is told what they are there, and what they are by now', async () => {
  const account = await SimAccount.open();
  const roleOf = async (userId: string): Promise<string | undefined> => {
    const seen = await account.api.view({ ...OWNER, userId: userId as UserId });
    return seen.ok ? seen.value.role : undefined;
  };
  for (const role of ROLES.filter((one) => one !== 'owner'))
    account.sql.run('INSERT INTO grant_ (user_id, role, granted_at) VALUES (?, ?, 0)', `u_${role}`, role);
  for (const role of ROLES) expect(await roleOf(role === 'owner' ? OWNER.userId : `u_${role}`)).toBe(role);
  account.sql.run("UPDATE grant_ SET role = 'viewer' WHERE user_id = 'u_trader'");
  expect(await roleOf('u_trader')).toBe('viewer');
  expect(await roleOf('u_nobody')).toBeUndefined();
});
