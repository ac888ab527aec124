import type { Failure } from '../contract/errors.ts';
import type { Caller } from '../domain/caller.ts';
import type { MarketId } from '../domain/ids.ts';
import { type Result } from '../lib/result.ts';
import { accountFor } from './access.ts';
import type { UseCaseDeps } from './ports.ts';

/**
 * What reads "the market" reads the one this account trades on; without an account, the one this installation plays. An
 * account at a real broker has another market than the one that is practised on.
 */
export async function inMarketOf<T>(
  deps: UseCaseDeps,
  { caller, accountId }: { readonly caller: Caller; readonly accountId: string | undefined },
  read: (deps: UseCaseDeps) => Promise<Result<T, Failure>>,
): Promise<Result<T, Failure>> {
  if (accountId === undefined) return read(deps);
  const account = accountFor(deps, caller, accountId);
  if (!account.ok) return account;
  const view = await account.value.view(caller);
  if (!view.ok) return view;
  const { markets } = deps;
  const marketId = view.value.marketId as MarketId;
  return read({
    ...deps,
    markets: {
      activeId: () => Promise.resolve(marketId),
      market: (id) => markets.market(id),
      bars: (id, timeframe) => markets.bars(id, timeframe),
      aliases: (id) => markets.aliases(id),
      imported: (symbol) => markets.imported(symbol),
    },
  });
}
