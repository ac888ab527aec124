import type { StreamMessage } from '#shared/contract/stream.ts';
import type { Caller } from '#shared/domain/caller.ts';
import type { UseCases } from '#shared/usecases/facade.ts';

const PAGE = 200;
/** Further behind than this a client reloads over HTTP. */
const BEHIND_MAX = 1_000;

/** `a_xxx:12,a_yyy:3` as numbers; what is not of that form is left out. How long it may be sees to how many there are. */
export function parseSince(text: string): Map<string, number> {
  const since = new Map<string, number>();
  for (const part of text.split(',')) {
    const [, accountId, seq] = /^(a_[0-9a-z]{8}):(\d{1,15})$/.exec(part) ?? [];
    if (accountId !== undefined) since.set(accountId, Number(seq));
  }
  return since;
}

/**
 * The first frames of a stream: where everything stands, then what the client has missed. Throws where that could not be
 * read: a client that is not told of a gap never asks for what lies in it.
 */
export async function greet(
  useCases: UseCases,
  request: { caller: Caller; since: Map<string, number>; at: string },
  send: (message: StreamMessage) => void,
): Promise<void> {
  const { caller, since, at } = request;
  const [market, accounts] = await Promise.all([useCases.market(caller), useCases.accounts(caller)]);
  if (!accounts.ok) throw new Error(`accounts: ${accounts.error.code}`);
  const heads: Record<string, number> = {};
  for (const account of accounts.value.items) heads[account.id] = account.seq;
  send({ type: 'hello', at, market: market.ok ? market.value : null, heads });
  for (const [accountId, head] of Object.entries(heads)) {
    const known = since.get(accountId);
    if (known === undefined || known === head) continue;
    // A number from the future means another state: reload as well.
    if (known > head || head - known > BEHIND_MAX) send({ type: 'snapshot', accountId, seq: head });
    else await sendMissed(useCases, { caller, accountId, known, head }, send);
  }
}

async function sendMissed(
  useCases: UseCases,
  missed: { caller: Caller; accountId: string; known: number; head: number },
  send: (message: StreamMessage) => void,
): Promise<void> {
  let since = missed.known;
  while (since < missed.head) {
    const events = await useCases.events(missed.caller, missed.accountId, { since, limit: PAGE });
    if (!events.ok) throw new Error(`events: ${events.error.code}`);
    if (events.value.length === 0) throw new Error(`no events after ${since} of ${missed.head}`);
    for (const event of events.value) send({ type: 'event', event });
    since = events.value.at(-1)?.seq ?? missed.head;
  }
}
