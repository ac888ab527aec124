import type { CreateOrder } from '../contract/proposal.ts';
import type { Failure } from '../contract/errors.ts';
import type { ValidationView } from '../contract/receipt.ts';
import type { Caller } from '../domain/caller.ts';
import type { Result } from '../lib/result.ts';
import { largestGap } from '../strategies/gap.ts';
import { accountFor } from './access.ts';
import { inMarketOf } from './market-of.ts';
import type { UseCaseDeps } from './ports.ts';
import { readColumns } from './read-bars.ts';

/** Two years of trading days, and the day before them. */
const DAYS = 530;

/** What the checks say to a person's own order, with what it costs and can lose; nothing is sent or changed. */
export async function validateOrder(
  deps: UseCaseDeps,
  caller: Caller,
  { accountId, order }: { readonly accountId: string; readonly order: CreateOrder },
): Promise<Result<ValidationView, Failure>> {
  const account = accountFor(deps, caller, accountId);
  if (!account.ok) return account;
  const asksGap = order.side === 'buy' && order.stopPrice !== undefined;
  const gap = asksGap ? await gapOf(deps, caller, { accountId, symbol: order.symbol }) : null;
  return account.value.validate(caller, order, gap);
}

/** The worst night of two years; null where too little is known: then twice the stop's distance is assumed. */
async function gapOf(
  deps: UseCaseDeps,
  caller: Caller,
  { accountId, symbol }: { readonly accountId: string; readonly symbol: string },
): Promise<number | null> {
  const read = await inMarketOf(deps, { caller, accountId }, (here) =>
    readColumns(here, symbol, { timeframe: '1d', limit: DAYS }),
  );
  if (!read.ok) return null;
  const { columns } = read.value;
  return largestGap(columns, columns.t.length - 1);
}
