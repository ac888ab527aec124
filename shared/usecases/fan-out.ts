import type { Failure } from '../contract/errors.ts';
import type { Caller } from '../domain/caller.ts';
import { ok, type Result } from '../lib/result.ts';
import type { AccountPort } from './account-port.ts';
import type { UseCaseDeps } from './ports.ts';

/**
 * Asks every account of the directory that the caller may see, at once. Accounts that refuse the caller are left out
 * (the directory may lag behind a grant); any other failure is the answer.
 */
export async function askAll<T>(
  deps: UseCaseDeps,
  caller: Caller,
  ask: (account: AccountPort, accountId: string) => Promise<Result<T, Failure>>,
): Promise<Result<T[], Failure>> {
  const ids = await deps.accounts.idsOf(caller);
  const answers = await Promise.all(ids.map((id) => ask(deps.accounts.account(id), id)));
  const values: T[] = [];
  for (const answer of answers) {
    if (answer.ok) values.push(answer.value);
    else if (answer.error.code !== 'not-allowed' && answer.error.code !== 'not-found') return answer;
  }
  return ok(values);
}
