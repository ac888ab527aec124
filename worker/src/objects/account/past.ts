import type { InstrumentId } from '#shared/domain/ids.ts';
import { asksPast } from '#shared/risk/limits.ts';
import type { PastPrices } from '#shared/risk/past-prices.ts';
import type { AccountContext } from './context.ts';
import { memoryOf } from './memory.ts';
import { limitsOf } from './meta.ts';

/** What one decision stands on: everything held and being bought, and a look's candidates. More stay unknown. */
const INSTRUMENTS_MAX = 150;

/**
 * Past prices of these, where a limit or somebody (`isAsked`) asks for them: asked of the market once a close and kept in
 * memory. Null where nobody asks; what the market does not answer is unknown, and nothing is bought on it.
 */
export async function fetchPast(
  ctx: AccountContext,
  { step, ids, isAsked }: { readonly step: number; readonly ids: readonly InstrumentId[]; readonly isAsked: boolean },
): Promise<ReadonlyMap<InstrumentId, PastPrices> | null> {
  if (!isAsked && !asksPast(limitsOf(ctx.sql))) return null;
  const memory = memoryOf(ctx.sql);
  const known = memory.past;
  if (known !== null && known.step === step && ids.every((id) => known.prices.has(id))) return known.prices;
  try {
    // All of them anew: prices as of two different closes have fewer days in common.
    const past = await ctx.market.past(ids.slice(0, INSTRUMENTS_MAX));
    const prices = new Map(past.map(({ instrumentId, prices }) => [instrumentId, prices]));
    memoryOf(ctx.sql).past = { step, prices };
    return prices;
  } catch (error) {
    ctx.log({ event: 'past-out-of-reach', error: String(error) });
    return null;
  }
}
