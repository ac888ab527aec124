import type {
  CreateInvitation,
  InvitationView,
  InvitedView,
  JoinedView,
  JoinInvitation,
  NewInvitationView,
} from '../contract/role.ts';
import { failure, type Failure } from '../contract/errors.ts';
import { SCOPES, type Caller } from '../domain/caller.ts';
import { roleMay } from '../domain/role.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { toIso } from '../lib/time.ts';
import { accountIdIn } from '../domain/owned-id.ts';
import { accountFor, isAccountId, requireUnlimited } from './access.ts';
import type { AccountPort, PresentedCode, StoredInvitation, WhoJoins } from './account-port.ts';
import { asConfirmed } from './as-confirmed.ts';
import type { UseCaseDeps } from './ports.ts';
import { nameOf } from './roles.ts';

/*
 * How somebody else comes to an account: an owner makes a link, whoever opens it sees what they would be able to do and by
 * whose leave, and takes it once, as somebody new or as who they are signed in as.
 */

export async function listInvitations(
  deps: UseCaseDeps,
  caller: Caller,
  accountId: string,
): Promise<Result<InvitationView[], Failure>> {
  const account = accountFor(deps, caller, accountId);
  if (!account.ok) return account;
  const open = await account.value.invitations(caller);
  return open.ok ? ok(open.value.map((one) => viewOf(one, accountId))) : open;
}

/** Only an owner, always with step-up `share-account`: it is a way in for somebody else. The code is shown here and never again. */
export async function createInvitation(
  deps: UseCaseDeps,
  caller: Caller,
  { accountId, role, name }: CreateInvitation,
): Promise<Result<NewInvitationView, Failure>> {
  const account = accountFor(deps, caller, accountId);
  if (!account.ok) return account;
  const [{ text, selector, hash }, by] = await Promise.all([deps.secrets.mint(), nameOf(deps, caller.userId)]);
  const input = { role, name: name ?? null, by, selector, hash };
  const made = await asConfirmed(deps, caller, (given) => account.value.invite(caller, input, given));
  return made.ok ? ok({ ...viewOf(made.value, accountId), path: `/join#${accountId}.${text}` }) : made;
}

export async function withdrawInvitation(
  deps: UseCaseDeps,
  caller: Caller,
  id: string,
): Promise<Result<{ id: string }, Failure>> {
  const accountId = accountIdIn(id);
  const account = accountId === null ? err(failure('not-found', { id })) : accountFor(deps, caller, accountId);
  if (!account.ok) return account;
  const gone = await account.value.withdrawInvitation(caller, id);
  return gone.ok ? ok({ id }) : gone;
}

/** What a code would give; it is not taken by it. */
export async function showInvitation(deps: UseCaseDeps, code: string): Promise<Result<InvitedView, Failure>> {
  const door = await doorOf(deps, code);
  const found = door === null ? null : await door.account.showInvitation(door.presented);
  if (found === null) return err(failure('invitation-invalid'));
  if (!found.ok) return closed(found.error);
  const { by, expiresAt, userId, isTaken, ...rest } = found.value;
  if (isTaken && !(await deps.neverCame(userId))) return err(failure('invitation-invalid'));
  return ok({
    ...rest,
    may: SCOPES.filter((scope) => roleMay(rest.role, scope)),
    invitedBy: by,
    expiresAt: toIso(expiresAt),
  });
}

/**
 * Somebody new comes in. Who they become stands in the invitation: all who come with it at once are one person, of whom
 * one gets in. Whoever was cut off after it was taken, and before they were signed in, comes again with the same link.
 */
export async function joinByInvitation(
  deps: UseCaseDeps,
  { code, name, language = 'en' }: JoinInvitation,
): Promise<Result<JoinedView, Failure>> {
  const door = await doorOf(deps, code);
  if (door === null) return err(failure('invitation-invalid'));
  const found = await door.account.showInvitation(door.presented);
  if (!found.ok) return closed(found.error);
  const { userId, isTaken } = found.value;
  if (isTaken && !(await deps.neverCame(userId))) return err(failure('invitation-invalid'));
  await deps.users.create({ id: userId, name, role: 'member', language }, deps.now());
  return take(deps, door, { userId: null, name, channel: 'web' });
}

/** Whoever is signed in comes in as who they are: in person, a script has nobody who could have read what it means. */
export async function acceptInvitation(
  deps: UseCaseDeps,
  caller: Caller,
  code: string,
): Promise<Result<JoinedView, Failure>> {
  if (caller.sessionId === undefined) return err(failure('step-up-needs-person'));
  const unlimited = requireUnlimited(caller);
  if (!unlimited.ok) return unlimited;
  const door = await doorOf(deps, code);
  if (door === null) return err(failure('invitation-invalid'));
  const name = await nameOf(deps, caller.userId);
  return take(deps, door, { userId: caller.userId, name, channel: caller.channel });
}

interface Door {
  readonly accountId: string;
  readonly account: AccountPort;
  readonly presented: PresentedCode;
}

/** `<account>.<secret>`. */
async function doorOf(deps: UseCaseDeps, code: string): Promise<Door | null> {
  const [accountId = '', text = '', ...rest] = code.split('.');
  if (!isAccountId(accountId) || rest.length > 0) return null;
  const presented = await deps.secrets.read(text);
  return presented === null ? null : { accountId, account: deps.accounts.account(accountId), presented };
}

async function take(deps: UseCaseDeps, door: Door, who: WhoJoins): Promise<Result<JoinedView, Failure>> {
  const { accountId } = door;
  const taken = await door.account.takeInvitation(door.presented, who);
  if (!taken.ok) return closed(taken.error);
  const { role, userId } = taken.value;
  await deps.accountLists.put(userId, accountId, role);
  return ok({ accountId, role, userId });
}

/** Whether there is such an account is nobody's to learn by a code. */
function closed(error: Failure): Result<never, Failure> {
  return err(error.code === 'not-found' ? failure('invitation-invalid') : error);
}

function viewOf({ by, createdAt, expiresAt, ...rest }: StoredInvitation, accountId: string): InvitationView {
  return { ...rest, accountId, invitedBy: by, createdAt: toIso(createdAt), expiresAt: toIso(expiresAt) };
}
