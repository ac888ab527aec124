import { failure, type Failure } from '#shared/contract/errors.ts';
import { may, type Caller, type Need, type Scope } from '#shared/domain/caller.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';
import type { AccountContext } from './context.ts';

export type Role = 'viewer' | 'approver' | 'trader' | 'owner';

/** What a role may do here. A token's scopes narrow it, they never widen it. */
const ROLE_SCOPES: Record<Role, readonly Scope[]> = {
  viewer: ['read'],
  approver: ['read', 'approve'],
  trader: ['read', 'propose', 'approve', 'trade'],
  owner: ['read', 'propose', 'approve', 'trade', 'admin'],
};

/** Whether this person's grant, as it stands now, covers this: for what they decided earlier. */
export function grants(ctx: AccountContext, userId: string, scope: Scope): boolean {
  const grant = ctx.sql.first<{ role: Role }>('SELECT role FROM grant_ WHERE user_id = ?', userId);
  return grant !== null && ROLE_SCOPES[grant.role].includes(scope);
}

/** Whether this caller may do this to this account. Nobody may anything by default. */
export function allow(ctx: AccountContext, caller: Caller, need: Need): Result<void, Failure> {
  const grant = ctx.sql.first<{ role: Role }>('SELECT role FROM grant_ WHERE user_id = ?', caller.userId);
  // Somebody without a grant is not told that the account exists.
  if (grant === null) return err(failure('not-found'));
  if (caller.accountIds !== null && !caller.accountIds.includes(ctx.spec.id)) return err(failure('not-found'));
  if (!may({ scopes: ROLE_SCOPES[grant.role] }, need)) return err(failure('not-allowed', { role: grant.role }));
  if (!may(caller, need)) return err(failure('scope-missing', { scope: need === 'stop' ? 'approve' : need }));
  return ok(undefined);
}
