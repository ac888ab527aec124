import { failure, type Failure } from '../contract/errors.ts';
import type { ProposalView } from '../contract/proposal.ts';
import type { Caller } from '../domain/caller.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { accountIdIn } from '../domain/owned-id.ts';
import { accountFor } from './access.ts';
import type { Page } from './account-port.ts';
import type { ProposalsQuery } from './facade.ts';
import { askAll } from './fan-out.ts';
import { decodeCursor, encodeCursor } from './merged-cursor.ts';
import type { UseCaseDeps } from './ports.ts';

type Answer = Result<Page<ProposalView>, Failure>;

/** Proposals of one account or of all the caller may see, newest first. A bot's are its account's. */
export async function listProposals(deps: UseCaseDeps, caller: Caller, query: ProposalsQuery): Promise<Answer> {
  const wanted = query.accountId ?? (query.botId === undefined ? undefined : accountIdIn(query.botId));
  if (wanted === null) return ok({ items: [], nextCursor: null });
  if (wanted !== undefined) {
    const account = accountFor(deps, caller, wanted);
    return account.ok ? account.value.proposals(caller, query) : account;
  }
  return mergeAccounts(deps, caller, query);
}

/**
 * One page of several accounts. An account pages by id (what is older than `cursor`), and ids end in a ULID, so a place in
 * the merged list is a place in each account's own.
 */
async function mergeAccounts(deps: UseCaseDeps, caller: Caller, query: ProposalsQuery): Promise<Answer> {
  const before = query.cursor === undefined ? null : decodeCursor(query.cursor);
  if (query.cursor !== undefined && before === null) return err(failure('invalid-request', undefined, 'cursor'));
  const pages = await askAll(deps, caller, (account, accountId) => {
    const cursor = before === null ? undefined : `p_${accountId.slice(2)}_${before}`;
    return account.proposals(caller, { ...query, cursor });
  });
  if (!pages.ok) return pages;
  const all = pages.value.flatMap((page) => page.items).toSorted((a, b) => (ulidOf(a) < ulidOf(b) ? 1 : -1));
  const items = all.slice(0, query.limit);
  const last = items.at(-1);
  const isMore = all.length > query.limit || pages.value.some((page) => page.nextCursor !== null);
  return ok({ items, nextCursor: isMore && last !== undefined ? encodeCursor(ulidOf(last)) : null });
}

function ulidOf(proposal: ProposalView): string {
  return proposal.id.slice(proposal.id.lastIndexOf('_') + 1);
}
