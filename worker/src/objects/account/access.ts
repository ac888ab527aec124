import { failure, type Failure } from '#shared/contract/errors.ts';
import { may, type Caller, type Need } from '#shared/domain/caller.ts';
import { roleMay, type Role } from '#shared/domain/role.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';
import type { AccountContext } from './context.ts';

/** What this person is on this account now; null: nothing. */
export function roleOf(ctx: AccountContext, userId: string): Role | null {
  return ctx.sql.first<{ role: Role }>('SELECT role FROM grant_ WHERE user_id = ?', userId)?.role ?? null;
}

/** Whether this person's grant, as it stands now, covers this: for what they decided earlier. */
export function grants(ctx: AccountContext, userId: string, need: Need): boolean {
  const role = roleOf(ctx, userId);
  return role !== null && roleMay(role, need);
}

/** Whether this caller may do this to this account. Nobody may anything by default. */
export function allow(ctx: AccountContext, caller: Caller, need: Need): Result<void, Failure> {
  const role = roleOf(ctx, caller.userId);
  // Somebody without a grant is not told that the account exists.
  if (role === null) return err(failure('not-found'));
  if (caller.accountIds !== null && !caller.accountIds.includes(ctx.spec.id)) return err(failure('not-found'));
  if (!roleMay(role, need)) return err(failure('not-allowed', { role }));
  if (!may(caller, need)) return err(failure('scope-missing', { scope: need === 'stop' ? 'approve' : need }));
  return ok(undefined);
}
