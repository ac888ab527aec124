import type { AccountView } from '../contract/account.ts';
import { failure, type Failure } from '../contract/errors.ts';
import type { Caller } from '../domain/caller.ts';
import { err, type Result } from '../lib/result.ts';
import type { Mode } from '../risk/check.ts';
import { askAll } from './fan-out.ts';
import type { UseCaseDeps } from './ports.ts';

/**
 * The mode of all accounts. Making it stricter waits for nothing: it is written down first, so that an account that sleeps
 * reads it when it wakes, then every account is told. Lifting it asks for the person where a broker stands behind one.
 */
export async function stopEverywhere(
  deps: UseCaseDeps,
  caller: Caller,
  mode: Mode,
): Promise<Result<AccountView[], Failure>> {
  if (!caller.scopes.includes('trade') || caller.accountIds !== null)
    return err(failure('scope-missing', { scope: 'trade' }));
  if (mode === 'active') {
    const allowed = await mayLift(deps, caller);
    if (!allowed.ok) return allowed;
  }
  await deps.globalMode.write(mode);
  return askAll(deps, caller, (account) => account.setGlobalMode(caller, mode));
}

async function mayLift(deps: UseCaseDeps, caller: Caller): Promise<Result<unknown, Failure>> {
  const accounts = await askAll(deps, caller, (account) => account.view(caller));
  if (!accounts.ok) return accounts;
  const isAtStake = accounts.value.some(({ world }) => world === 'paper' || world === 'live');
  return isAtStake ? deps.requireStepUp(caller, 'lift-halt', 'all-accounts') : accounts;
}
