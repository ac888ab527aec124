import { failure, type Failure } from '#shared/contract/errors.ts';
import type { Caller, Scope } from '#shared/domain/caller.ts';
import { isMoreThan, roleMay, type Role } from '#shared/domain/role.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';
import type { Confirmation, GrantedRole, RoleChange, RoleRemoval } from '#shared/usecases/account-port.ts';
import { mayShare } from './confirmation.ts';
import type { AccountContext } from './context.ts';
import { appendEvent } from './event-log.ts';
import { aboutAccount, concerned, grantOf } from './grant-book.ts';
import { endInvitationsBy } from './invitations.ts';
import { forgetAlertsOf } from './own-alerts.ts';
import { dropFirstNods } from './proposals.ts';

/*
 * Who may do what here. Whoever opened the account stays its owner for good: it trades over their keys, and no owner who
 * was let in later can take it from them.
 */

/** In the caller's block. More than before needs the person themself. */
export function changeRole(
  ctx: AccountContext,
  caller: Caller,
  { userId, role, name, by }: RoleChange,
  given: Confirmation | undefined,
): Result<GrantedRole, Failure> {
  const before = grantOf(ctx, userId);
  if (before === null) return err(failure('not-found', { id: userId }));
  if (before.role === role) return ok(before);
  if (before.isOpener) return err(failure('owner-stays'));
  const isMore = isMoreThan(role, before.role);
  const allowed = isMore ? mayShare(ctx, role, given) : ok(undefined);
  if (!allowed.ok) return allowed;
  ctx.sql.run('UPDATE grant_ SET role = ? WHERE user_id = ?', role, userId);
  loses(ctx, userId, { role, actor: caller });
  const body = { ...aboutAccount(ctx), userId, name, by, role, before: before.role, isMore };
  appendEvent(ctx, { type: 'role.changed', actor: caller, subject: null, body, recipients: concerned(ctx, userId) });
  return ok({ ...before, role });
}

/** In the caller's block. From here on nothing they ask is answered, and nothing they began for two counts. */
export function removeRole(
  ctx: AccountContext,
  caller: Caller,
  { userId, name, by }: RoleRemoval,
): Result<null, Failure> {
  const before = grantOf(ctx, userId);
  if (before === null) return err(failure('not-found', { id: userId }));
  if (before.isOpener) return err(failure('owner-stays'));
  const body = { ...aboutAccount(ctx), userId, name, by, role: before.role, isOwn: caller.userId === userId };
  // Before the grant goes: they are owed the news too.
  appendEvent(ctx, { type: 'role.removed', actor: caller, subject: null, body, recipients: concerned(ctx, userId) });
  ctx.sql.run('DELETE FROM grant_ WHERE user_id = ?', userId);
  loses(ctx, userId, { role: null, actor: caller });
  return ok(null);
}

/** What somebody began that their role, as it is now (null: none), does not cover any more. */
function loses(
  ctx: AccountContext,
  userId: string,
  { role, actor }: { readonly role: Role | null; readonly actor: Caller },
): void {
  const may = (scope: Scope): boolean => role !== null && roleMay(role, scope);
  if (!may('approve')) dropFirstNods(ctx, userId, actor);
  if (!may('admin')) endInvitationsBy(ctx, userId, actor);
  if (role === null) forgetAlertsOf(ctx, userId);
}
