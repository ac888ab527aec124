import type { GoodbyeView, SayGoodbye } from '../contract/goodbye.ts';
import { failure, type Failure } from '../contract/errors.ts';
import type { Caller } from '../domain/caller.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { mayManage } from './access.ts';
import type { UseCaseDeps } from './ports.ts';
import { removeRole } from './roles.ts';

/*
 * How somebody ends their own sign-in here. What holds money is ended before, each by the ending it has: nobody's shares
 * are left without whoever answers for them. What is then theirs alone is erased; what accounts wrote down stays, as their
 * chains prove what happened (reliability: append-only), and so does the list of ways in, under the person's id.
 */

/** The name of somebody whose things were erased. */
export const ERASED_NAME = '–';

/** Where what is theirs alone lies. */
export interface People {
  /** Lists, portfolios, screens, tests, chats, settings, the name; the row stays, as accounts name it. */
  erase(userId: string): Promise<void>;
  /** Sessions, tokens, passkeys, codes, password, messages; open screens close. Last, as it ends the asking session. */
  forget(userId: string): Promise<void>;
}

export async function showGoodbye(deps: UseCaseDeps, caller: Caller): Promise<Result<GoodbyeView, Failure>> {
  const allowed = mayManage(caller);
  if (!allowed.ok) return allowed;
  const [user, connections] = await Promise.all([deps.users.find(caller.userId), deps.connections.list(caller.userId)]);
  const open: GoodbyeView['open'] = [];
  const leaves: GoodbyeView['leaves'] = [];
  for (const id of await deps.accounts.idsOf(caller)) {
    const account = deps.accounts.account(id);
    const [view, positions, roles] = await Promise.all([
      account.view(caller),
      account.positions(caller),
      account.roles(caller),
    ]);
    // An account that cannot say what it holds is none that holds nothing.
    for (const answer of [view, positions, roles]) if (!answer.ok) return answer;
    if (!view.ok || !positions.ok || !roles.ok) continue;
    const own = roles.value.find(({ userId }) => userId === caller.userId);
    const { name, closedAt, workingOrders } = view.value;
    if (own?.isOpener === true) {
      if (closedAt === null || workingOrders > 0 || positions.value.length > 0) open.push({ id, name });
    } else if (own !== undefined) leaves.push({ id, name, role: own.role });
  }
  return ok({
    name: user?.name === ERASED_NAME ? null : (user?.name ?? ''),
    isInstaller: user?.role === 'owner',
    open,
    connections: connections.map(({ id, name }) => ({ id, name })),
    leaves,
  });
}

/** In person, with their name typed. Cut off half-way it can be done again: every part of it may be. */
export async function sayGoodbye(
  deps: UseCaseDeps,
  caller: Caller,
  { name }: SayGoodbye,
): Promise<Result<{ id: string }, Failure>> {
  if (caller.sessionId === undefined) return err(failure('step-up-needs-person'));
  const shown = await showGoodbye(deps, caller);
  if (!shown.ok) return shown;
  const { isInstaller, open, connections, leaves, name: asked } = shown.value;
  if (isInstaller) return err(failure('installer-stays'));
  if (open.length + connections.length > 0)
    return err(failure('still-open', { accounts: open.length, connections: connections.length }));
  if (asked !== null && name.trim() !== asked.trim()) return err(failure('name-mismatch', {}, 'name'));
  const proof = await deps.requireStepUp(caller, 'say-goodbye');
  if (!proof.ok) return proof;
  for (const { id } of leaves) {
    const left = await removeRole(deps, caller, { accountId: id, userId: caller.userId });
    if (!left.ok && left.error.code !== 'not-found') return left;
  }
  await deps.people.erase(caller.userId);
  await deps.people.forget(caller.userId);
  return ok({ id: caller.userId });
}
