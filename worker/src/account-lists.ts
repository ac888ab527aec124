import type { WallMs } from '#shared/lib/time.ts';
import type { AccountLists } from '#shared/usecases/role-port.ts';
import type { AccountDirectory } from './store/account-directory.ts';
import type { PortfolioRepository } from './store/portfolios.ts';

/** The directory and the person's own portfolio: where an account is found by who may see it. */
export function accountLists(
  { directory, portfolios }: { readonly directory: AccountDirectory; readonly portfolios: PortfolioRepository },
  now: () => WallMs,
): AccountLists {
  return {
    put: async (userId, accountId, role) => {
      await directory.setRole(userId, accountId, role);
      if (role === null) await portfolios.removeAccount(userId, accountId);
      else await portfolios.addHolder(await portfolios.ensureDefault(userId, now()), accountId, 'manual');
    },
  };
}
