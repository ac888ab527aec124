import { failure, type Failure } from '../contract/errors.ts';
import type { MeView, UpdateMe, UserView } from '../contract/session.ts';
import type { Caller } from '../domain/caller.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { comeBack } from './away.ts';
import { requireOwner, requireScope, requireUnlimited } from './access.ts';
import type { UseCaseDeps } from './ports.ts';

/** What is theirs of it; where Nod is reached is the installation's. */
export type Myself = Omit<MeView, 'publicUrl'>;

/** Who asks, and what they may see. */
export async function showMe(deps: UseCaseDeps, caller: Caller): Promise<Result<Myself, Failure>> {
  const [user, away] = await Promise.all([deps.users.find(caller.userId), comeBack(deps, caller)]);
  if (user === null) return err(failure('not-signed-in'));
  return ok({
    id: user.id,
    name: user.name,
    language: user.language,
    theme: user.theme,
    scopes: [...caller.scopes],
    accountIds: await deps.accounts.idsOf(caller),
    defaultAccountId: await deps.accounts.defaultId(caller),
    away,
    isInstaller: user.role === 'owner',
  });
}

export async function updateMe(deps: UseCaseDeps, caller: Caller, input: UpdateMe): Promise<Result<Myself, Failure>> {
  const unlimited = requireUnlimited(caller);
  if (!unlimited.ok) return unlimited;
  // Whoever may only read changes nothing, not even a name.
  const scope = requireScope(caller, 'propose');
  if (!scope.ok) return scope;
  const { name, language, theme } = input;
  await deps.users.update(caller.userId, {
    ...(name !== undefined && { name }),
    ...(language !== undefined && { language }),
    ...(theme !== undefined && { theme }),
  });
  return showMe(deps, caller);
}

/** Everybody who may sign in. For the owner. */
export async function listUsers(deps: UseCaseDeps, caller: Caller): Promise<Result<UserView[], Failure>> {
  const allowed = await requireOwner(deps, caller, 'admin');
  return allowed.ok ? ok(await deps.users.list()) : allowed;
}
