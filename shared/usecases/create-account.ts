import type { AccountView, CreateAccount } from '../contract/account.ts';
import { failure, type Failure } from '../contract/errors.ts';
import type { Caller } from '../domain/caller.ts';
import { err, type Result } from '../lib/result.ts';
import { requireScope } from './access.ts';
import type { UseCaseDeps } from './ports.ts';

export const DEPOSIT_DEFAULT = { USD: '100000', KRW: '100000000' } as const;

/** Opens another paper account on the active market, with paper money in it. */
export async function createAccount(
  deps: UseCaseDeps,
  caller: Caller,
  input: CreateAccount,
): Promise<Result<AccountView, Failure>> {
  const scope = requireScope(caller, 'admin');
  if (!scope.ok) return scope;
  // A token limited to some accounts must not make one it could not see.
  if (caller.accountIds !== null) return err(failure('not-allowed'));
  const marketId = await deps.markets.activeId();
  if (marketId === null) return err(failure('unavailable'));
  const { world } = await deps.markets.market(marketId).state();
  const accountId = await deps.opener.openPaper({
    userId: caller.userId,
    name: input.name ?? 'Paper account',
    marketId,
    world,
    baseCurrency: input.baseCurrency,
    deposit: input.deposit ?? DEPOSIT_DEFAULT[input.baseCurrency],
  });
  return deps.accounts.account(accountId).view(caller);
}
