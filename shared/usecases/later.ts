import { failure, type Failure } from '../contract/errors.ts';
import type { ProposalView, PutOffProposal } from '../contract/proposal.ts';
import type { Caller } from '../domain/caller.ts';
import { laterMoments } from '../domain/later-moments.ts';
import { err, type Result } from '../lib/result.ts';
import { readerOf } from '../words/format-time.ts';
import { accountOf } from './access.ts';
import type { UseCaseDeps } from './ports.ts';

/** Later: the reminder moves to the moment that was chosen. `invalid-request` where that moment is no longer before the end. */
export async function putOffProposal(
  deps: UseCaseDeps,
  caller: Caller,
  { id, input }: { readonly id: string; readonly input: PutOffProposal },
): Promise<Result<ProposalView, Failure>> {
  const account = accountOf(deps, caller, id);
  if (!account.ok) return account;
  const found = await account.value.proposal(caller, id);
  if (!found.ok) return found;
  const zone = input.zone ?? readerOf((await deps.users.find(caller.userId))?.language ?? 'en').zone;
  if (!isZone(zone)) return err(failure('invalid-request', undefined, 'zone'));
  const chosen = laterMoments(found.value, { now: deps.now(), zone }).find(({ moment }) => moment === input.moment);
  if (chosen === undefined) return err(failure('invalid-request', undefined, 'moment'));
  return account.value.later(caller, id, { at: chosen.at });
}

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
