import type { AccountView } from '../contract/account.ts';
import { failure, type Failure } from '../contract/errors.ts';
import type { Caller } from '../domain/caller.ts';
import { isAtStake } from '../domain/step-up.ts';
import { err, type Result } from '../lib/result.ts';
import { STRICTNESS, type Mode } from '../risk/check.ts';
import { requireOwner } from './access.ts';
import { askAll } from './fan-out.ts';
import type { UseCaseDeps } from './ports.ts';
import { tellWhatStands } from './written-and-told.ts';

/**
 * The mode of all accounts, also of those the caller may not see: the owner of the installation sets it, nobody else
 * (whoever may trade on an account stops that one). Making it stricter waits for nothing: it is written down first, so
 * that an account that sleeps reads it when it wakes, then every account is told. Only `active` makes it less strict,
 * and asks for the person where a broker stands behind any of them.
 */
export async function stopEverywhere(
  deps: UseCaseDeps,
  caller: Caller,
  mode: Mode,
): Promise<Result<AccountView[], Failure>> {
  const allowed = await requireOwner(deps, caller, 'trade');
  if (!allowed.ok) return allowed;
  const { globalMode } = deps;
  let said = mode;
  // A stop that came in between was seen by nobody who lifts the one before it: looked at anew.
  for (let isWritten = false; !isWritten;) {
    const before = await globalMode.read();
    // To stop loosens nothing that was stopped harder.
    said = mode !== 'active' && STRICTNESS[before] > STRICTNESS[mode] ? before : mode;
    if (STRICTNESS[said] < STRICTNESS[before] && (await globalMode.worlds()).some(isAtStake)) {
      const proof = await deps.requireStepUp(caller, 'lift-halt', `all-accounts ${said}`);
      if (!proof.ok) return proof;
    }
    isWritten = await globalMode.replace(before, said);
  }
  const untold = await tellWhatStands(globalMode, said, caller);
  // Written down it is, and holds from their next wake on; who asked hears that not everybody has heard.
  if (untold > 0) return err(failure('unavailable', { what: 'accounts' }));
  return askAll(deps, caller, (account) => account.view(caller));
}
