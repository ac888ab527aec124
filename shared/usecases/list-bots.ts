import type { BotView } from '../contract/bot.ts';
import type { Failure } from '../contract/errors.ts';
import type { Caller } from '../domain/caller.ts';
import { ok, type Result } from '../lib/result.ts';
import { accountFor } from './access.ts';
import type { Page } from './account-port.ts';
import { askAll } from './fan-out.ts';
import type { UseCaseDeps } from './ports.ts';

/** Bots of one account or of all the caller may see, newest first. */
export async function listBots(
  deps: UseCaseDeps,
  caller: Caller,
  query: { accountId?: string | undefined },
): Promise<Result<Page<BotView>, Failure>> {
  const bots = await botsOf(deps, caller, query.accountId);
  if (!bots.ok) return bots;
  return ok({ items: bots.value.flat().toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1)), nextCursor: null });
}

async function botsOf(
  deps: UseCaseDeps,
  caller: Caller,
  accountId: string | undefined,
): Promise<Result<BotView[][], Failure>> {
  if (accountId === undefined) return askAll(deps, caller, (account) => account.bots(caller));
  const account = accountFor(deps, caller, accountId);
  if (!account.ok) return account;
  const bots = await account.value.bots(caller);
  return bots.ok ? ok([bots.value]) : bots;
}
