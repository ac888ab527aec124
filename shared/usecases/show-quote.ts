import { failure, type Failure } from '../contract/errors.ts';
import type { QuoteView } from '../contract/proposal.ts';
import { decimal, toText } from '../lib/decimal.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { toIso } from '../lib/time.ts';
import { findInstrument } from './active-market.ts';
import type { UseCaseDeps } from './ports.ts';

/** The newest price somebody can trade near; `unavailable` while there is none. */
export async function showQuote(deps: UseCaseDeps, name: string): Promise<Result<QuoteView, Failure>> {
  const found = await findInstrument(deps, name);
  if (!found.ok) return found;
  const [quote] = await found.value.market.quotes([found.value.instrument.id]);
  if (quote === undefined) return err(failure('unavailable', { symbol: found.value.instrument.symbol }));
  return ok({ price: toText(decimal(quote.price)), at: toIso(quote.at), source: quote.source });
}
