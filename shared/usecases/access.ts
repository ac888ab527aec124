import { failure, type Failure } from '../contract/errors.ts';
import type { Caller, Scope } from '../domain/caller.ts';
import { accountIdIn } from '../domain/owned-id.ts';
import { err, ok, type Result } from '../lib/result.ts';
import type { AccountPort } from './account-port.ts';
import type { UseCaseDeps } from './ports.ts';

const ACCOUNT_ID = /^a_[0-9a-z]{8}$/;

export function isAccountId(id: string): boolean {
  return ACCOUNT_ID.test(id);
}

/**
 * The account, for a caller whose token may reach it. Whether this user has a grant on it the account answers itself:
 * the directory is for lists, never for leave.
 */
export function accountFor(
  deps: Pick<UseCaseDeps, 'accounts'>,
  caller: Caller,
  accountId: string,
): Result<AccountPort, Failure> {
  if (!isAccountId(accountId)) return err(failure('not-found', { id: accountId }));
  if (caller.accountIds !== null && !caller.accountIds.includes(accountId)) return err(failure('not-allowed'));
  return ok(deps.accounts.account(accountId));
}

/** The same for something an account owns. */
export function accountOf(deps: UseCaseDeps, caller: Caller, ownedId: string): Result<AccountPort, Failure> {
  const accountId = accountIdIn(ownedId);
  return accountId === null ? err(failure('not-found', { id: ownedId })) : accountFor(deps, caller, accountId);
}

export function requireScope(caller: Caller, scope: Scope): Result<void, Failure> {
  return caller.scopes.includes(scope) ? ok(undefined) : err(failure('scope-missing', { scope }));
}

/** For what belongs to the person as a whole: a token that was bound to some accounts stays with these. */
export function requireUnlimited(caller: Caller): Result<void, Failure> {
  return caller.accountIds === null ? ok(undefined) : err(failure('not-allowed'));
}

/**
 * For what speaks of everything a person may see, or does what they may do: keys, chats, groups, devices. With all they
 * may do themself, and by nothing that is bound to some accounts.
 */
export function mayManage(caller: Caller): Result<void, Failure> {
  const scoped = requireScope(caller, 'admin');
  return scoped.ok ? requireUnlimited(caller) : scoped;
}

/** For what binds everybody's accounts: the owner of the installation, with a scope, and not bound to some accounts. */
export async function requireOwner(
  { users }: Pick<UseCaseDeps, 'users'>,
  caller: Caller,
  scope: Scope,
): Promise<Result<void, Failure>> {
  const scoped = requireScope(caller, scope);
  if (!scoped.ok) return scoped;
  const unlimited = requireUnlimited(caller);
  if (!unlimited.ok) return unlimited;
  return (await users.find(caller.userId))?.role === 'owner' ? ok(undefined) : err(failure('not-allowed'));
}

/** For what everybody's paper market does: somebody who trades on one of their accounts, and not whoever only looks on. */
export async function mayTradeSomewhere(
  deps: Pick<UseCaseDeps, 'accounts'>,
  caller: Caller,
): Promise<Result<void, Failure>> {
  for (const id of await deps.accounts.idsOf(caller))
    if ((await deps.accounts.account(id).allows(caller, 'trade')).ok) return ok(undefined);
  return err(failure('not-allowed'));
}
