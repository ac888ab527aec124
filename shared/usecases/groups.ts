import type { GroupView, UpdateGroup } from '../contract/group.ts';
import { failure, type Failure } from '../contract/errors.ts';
import type { Caller } from '../domain/caller.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { toIso } from '../lib/time.ts';
import { accountFor, mayManage } from './access.ts';
import type { Group, GroupPlace } from './group-port.ts';
import type { UseCaseDeps } from './ports.ts';

/** What letting groups hear of an account needs. */
type GroupDeps = Pick<UseCaseDeps, 'groups' | 'accounts' | 'now'>;

export async function listGroups(deps: GroupDeps, caller: Caller): Promise<Result<GroupView[], Failure>> {
  const allowed = mayManage(caller);
  return allowed.ok ? ok((await deps.groups.list(caller.userId)).map(viewOf)) : allowed;
}

/** From Settings: a group that the caller brought Nod into. */
export async function updateGroup(
  deps: GroupDeps,
  caller: Caller,
  id: string,
  { accountId }: UpdateGroup,
): Promise<Result<GroupView, Failure>> {
  const group = await deps.groups.find(id);
  if (group?.userId !== caller.userId) return err(failure('not-found', { id }));
  return tell(deps, caller, { group, accountId });
}

/**
 * From the group itself. Only the owner of an account lets others hear of it, and nobody takes a group over that is told
 * of somebody else's. `accountId` null: it is told of nothing any more; undefined: it is only known from now on.
 */
export async function tellGroup(
  deps: GroupDeps,
  caller: Caller,
  place: GroupPlace & { readonly name: string },
  accountId: string | null | undefined,
): Promise<Result<GroupView, Failure>> {
  const known = await deps.groups.at(place);
  const isTaken = known !== null && known.userId !== caller.userId && known.accountId !== null;
  if (isTaken) return accountId === undefined ? ok(viewOf(known)) : err(failure('not-allowed'));
  const group =
    known === null || known.goneAt !== null || known.userId !== caller.userId || known.name !== place.name
      ? await deps.groups.put({
          ...place,
          userId: caller.userId,
          accountId: known?.accountId ?? null,
          seenAt: deps.now(),
        })
      : known;
  return accountId === undefined ? ok(viewOf(group)) : tell(deps, caller, { group, accountId });
}

async function tell(
  deps: GroupDeps,
  caller: Caller,
  { group, accountId }: { readonly group: Group; readonly accountId: string | null },
): Promise<Result<GroupView, Failure>> {
  const allowed = mayManage(caller);
  if (!allowed.ok) return allowed;
  if (accountId !== null) {
    const account = accountFor(deps, caller, accountId);
    const owns = account.ok ? await account.value.allows(caller, 'admin') : account;
    if (!owns.ok) return owns;
  }
  await deps.groups.tell(group.id, { userId: caller.userId, accountId });
  return ok(viewOf({ ...group, accountId }));
}

function viewOf({ id, channel, name, accountId, goneAt }: Group): GroupView {
  return { id, channel, name, accountId, goneAt: goneAt === null ? null : toIso(goneAt) };
}
