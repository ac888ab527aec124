import type { AccountView, UpdateAccount } from '../contract/account.ts';
import type { Failure } from '../contract/errors.ts';
import type { Caller } from '../domain/caller.ts';
import type { Result } from '../lib/result.ts';
import { accountFor, requireScope } from './access.ts';
import { asConfirmed } from './as-confirmed.ts';
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
  const updated = await asConfirmed(deps, caller, (given) => account.value.update(caller, input, given));
  // The directory's name is for lists only: the account's own counts.
  if (updated.ok && input.name !== undefined) await deps.opener.rename(id, input.name);
  return updated;
}
