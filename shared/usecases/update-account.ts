import type { AccountView, UpdateAccount } from '../contract/account.ts';
import type { Failure } from '../contract/errors.ts';
import type { Caller } from '../domain/caller.ts';
import { isAtStake } from '../domain/step-up.ts';
import type { Result } from '../lib/result.ts';
import { accountFor, requireScope } from './access.ts';
import type { UseCaseDeps } from './ports.ts';

/** Stopping an account from buying is one tap; letting it buy again at a broker is loosening, and needs the person. */
export async function updateAccount(
  deps: UseCaseDeps,
  caller: Caller,
  { id, input }: { id: string; input: UpdateAccount },
): Promise<Result<AccountView, Failure>> {
  const scope = requireScope(caller, 'admin');
  if (!scope.ok) return scope;
  const account = accountFor(deps, caller, id);
  if (!account.ok) return account;
  if (input.mayTrade === true) {
    const now = await account.value.view(caller);
    if (!now.ok) return now;
    if (!now.value.mayTrade && isAtStake(now.value.world)) {
      const proof = await deps.requireStepUp(caller, 'loosen-limits', id);
      if (!proof.ok) return proof;
    }
  }
  const updated = await account.value.update(caller, input);
  // The directory's name is for lists only: the account's own counts.
  if (updated.ok && input.name !== undefined) await deps.opener.rename(id, input.name);
  return updated;
}
