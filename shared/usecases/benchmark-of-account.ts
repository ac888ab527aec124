import type { BenchmarkLineView } from '../contract/benchmark.ts';
import type { Failure } from '../contract/errors.ts';
import type { Caller } from '../domain/caller.ts';
import type { MarketId } from '../domain/ids.ts';
import { ok, type Result } from '../lib/result.ts';
import { toIso, type MarketMs } from '../lib/time.ts';
import type { AccountPort } from './account-port.ts';
import { findInstrument } from './active-market.ts';
import { benchmarkAlong } from './benchmark.ts';
import { inMarketOf } from './market-of.ts';
import type { UseCaseDeps } from './ports.ts';

/**
 * What the account's first recorded day would have become in something else, day by day: in `symbol`, else in the whole
 * market. Without a day, or without prices back to the first, there is no line.
 */
export async function benchmarkOfAccount(
  deps: UseCaseDeps,
  caller: Caller,
  { port, symbol }: { readonly port: AccountPort; readonly symbol: string | undefined },
): Promise<Result<BenchmarkLineView, Failure>> {
  const [view, performance] = await Promise.all([port.view(caller), port.performance(caller)]);
  if (!view.ok) return view;
  if (!performance.ok) return performance;
  const marketId = view.value.marketId as MarketId;
  const { marketAt } = await deps.markets.market(marketId).state();
  const days = performance.value.points.map(({ at }) => Date.parse(at) as MarketMs);
  const instants = [...days.filter((at) => at < marketAt), ...(days.length > 0 ? [marketAt] : [])];
  return inMarketOf(deps, { caller, accountId: view.value.id }, async (there) => {
    const found = symbol === undefined ? null : await findInstrument(there, symbol);
    if (found?.ok === false) return found;
    const chosen = found?.value.instrument;
    const line =
      instants.length < 2
        ? { symbol: chosen?.symbol ?? '', growth: null }
        : await benchmarkAlong(there, marketId, instants, chosen);
    return ok({
      symbol: line.symbol,
      nameEn: chosen?.nameEn ?? null,
      nameKo: chosen?.nameKo ?? null,
      points: line.growth?.map((growth, index) => ({ at: toIso(instants[index]!), growth })) ?? null, // one for each
    });
  });
}
