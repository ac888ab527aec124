import { failure, type Failure } from '../contract/errors.ts';
import type { ProposalView } from '../contract/proposal.ts';
import type { Caller } from '../domain/caller.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { accountFor, accountIdIn } from './access.ts';
import type { AccountPort, Page } from './account-port.ts';
import type { ProposalsQuery } from './facade.ts';
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

async function mergeAccounts(deps: UseCaseDeps, caller: Caller, query: ProposalsQuery): Promise<Answer> {
  const before = query.cursor === undefined ? null : decodeCursor(query.cursor);
  if (query.cursor !== undefined && before === null) return err(failure('invalid-request', undefined, 'cursor'));
  const ids = await deps.accounts.idsOf(caller);
  const pages = await Promise.all(
    ids.map((id) => readBefore({ account: deps.accounts.account(id), caller, query, before })),
  );
  const all: ProposalView[] = [];
  let more = false;
  for (const page of pages) {
    if (page.ok) {
      all.push(...page.value.items);
      more ||= page.value.nextCursor !== null;
    } else if (page.error.code !== 'not-allowed' && page.error.code !== 'not-found') return page;
  }
  all.sort((a, b) => (order(a) < order(b) ? 1 : -1));
  const items = all.slice(0, query.limit);
  const last = items.at(-1);
  const isLast = all.length <= query.limit && !more;
  return ok({ items, nextCursor: isLast || last === undefined ? null : encodeCursor(order(last)) });
}

/** Ids end in a ULID, so that time and then id order them alike in every account. */
function order(proposal: ProposalView): string {
  return proposal.id.slice(proposal.id.lastIndexOf('_') + 1);
}

/** Up to `limit` proposals of one account that come after `before` in the merged list. */
async function readBefore(input: {
  account: AccountPort;
  caller: Caller;
  query: ProposalsQuery;
  before: string | null;
}): Promise<Answer> {
  const { account, caller, query, before } = input;
  const items: ProposalView[] = [];
  let cursor: string | undefined;
  // Bounded: 200 pages of 500 are more than an account keeps on its first pages.
  for (let turn = 0; turn < 200; turn += 1) {
    const page = await account.proposals(caller, { ...query, limit: before === null ? query.limit : 500, cursor });
    if (!page.ok) return page;
    for (const item of page.value.items) if (before === null || order(item) < before) items.push(item);
    cursor = page.value.nextCursor ?? undefined;
    if (items.length >= query.limit || cursor === undefined) break;
  }
  return ok({ items: items.slice(0, query.limit), nextCursor: items.length > query.limit ? 'more' : (cursor ?? null) });
}
