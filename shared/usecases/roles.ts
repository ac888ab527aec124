import type { RoleView, UpdateRole } from '../contract/role.ts';
import type { Failure } from '../contract/errors.ts';
import type { Caller } from '../domain/caller.ts';
import { ok, type Result } from '../lib/result.ts';
import { toIso } from '../lib/time.ts';
import { accountFor } from './access.ts';
import type { AccountPort, GrantedRole } from './account-port.ts';
import { asConfirmed } from './as-confirmed.ts';
import { askAll } from './fan-out.ts';
import type { UseCaseDeps } from './ports.ts';

/** Who may do what, on one account or on all that the caller may see. */
export async function listRoles(
  deps: UseCaseDeps,
  caller: Caller,
  accountId: string | undefined,
): Promise<Result<RoleView[], Failure>> {
  const of = async (account: AccountPort, id: string): Promise<Result<RoleView[], Failure>> => {
    const roles = await account.roles(caller);
    if (!roles.ok) return roles;
    return ok(await Promise.all(roles.value.map((role) => viewOf(deps, caller, { role, accountId: id }))));
  };
  if (accountId === undefined) {
    const all = await askAll(deps, caller, of);
    return all.ok ? ok(all.value.flat()) : all;
  }
  const account = accountFor(deps, caller, accountId);
  return account.ok ? of(account.value, accountId) : account;
}

/** Only an owner; more than before needs step-up `share-account`. */
export async function changeRole(
  deps: UseCaseDeps,
  caller: Caller,
  { accountId, userId, input }: { readonly accountId: string; readonly userId: string; readonly input: UpdateRole },
): Promise<Result<RoleView, Failure>> {
  const account = accountFor(deps, caller, accountId);
  if (!account.ok) return account;
  const change = { userId, role: input.role, ...(await names(deps, caller, userId)) };
  const changed = await asConfirmed(deps, caller, (given) => account.value.changeRole(caller, change, given));
  if (!changed.ok) return changed;
  await deps.accountLists.put(userId, accountId, input.role);
  return ok(await viewOf(deps, caller, { role: changed.value, accountId }));
}

/** An owner, or anybody of themself: from now on they have no part in the account. */
export async function removeRole(
  deps: UseCaseDeps,
  caller: Caller,
  { accountId, userId }: { readonly accountId: string; readonly userId: string },
): Promise<Result<{ id: string }, Failure>> {
  const account = accountFor(deps, caller, accountId);
  if (!account.ok) return account;
  const removed = await account.value.removeRole(caller, { userId, ...(await names(deps, caller, userId)) });
  if (!removed.ok) return removed;
  await deps.accountLists.put(userId, accountId, null);
  return ok({ id: userId });
}

/** As the others know a person. */
export async function nameOf({ users }: Pick<UseCaseDeps, 'users'>, userId: string): Promise<string> {
  return (await users.find(userId))?.name ?? userId;
}

async function names(deps: UseCaseDeps, caller: Caller, userId: string): Promise<{ name: string; by: string }> {
  const [name, by] = await Promise.all([nameOf(deps, userId), nameOf(deps, caller.userId)]);
  return { name, by };
}

async function viewOf(
  deps: UseCaseDeps,
  caller: Caller,
  { role: granted, accountId }: { readonly role: GrantedRole; readonly accountId: string },
): Promise<RoleView> {
  const { userId, role, since, isOpener } = granted;
  const name = await nameOf(deps, userId);
  return { accountId, userId, name, role, since: toIso(since), isYou: userId === caller.userId, isOpener };
}
