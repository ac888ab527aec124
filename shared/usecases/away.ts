import type { AwayDetail } from '../contract/away.ts';
import type { Failure } from '../contract/errors.ts';
import type { AwayView } from '../contract/session.ts';
import { isScript, type Caller } from '../domain/caller.ts';
import { ok, type Result } from '../lib/result.ts';
import { toIso, type WallMs } from '../lib/time.ts';
import { askAll } from './fan-out.ts';
import type { UseCaseDeps } from './ports.ts';

/** A time somebody was away, from the last visit until the next; `isTold`: they were shown what happened meanwhile. */
export interface AwayTime {
  readonly from: WallMs;
  readonly until: WallMs;
  readonly isTold: boolean;
}

/** When people were here, in whichever way. */
export interface VisitPort {
  /** This person is here now; answers the last time they were away for days, null where there was none. */
  mark(userId: string): Promise<AwayTime | null>;
  /** They were shown it. True for the one call that says so first. */
  tell(userId: string): Promise<boolean>;
}

/** The caller is here: when they were away last, where nobody has told them yet what happened. */
export async function comeBack({ visits }: UseCaseDeps, caller: Caller): Promise<AwayView | null> {
  if (isScript(caller)) return null;
  const away = await visits.mark(caller.userId);
  return away === null || away.isTold ? null : viewOf(away);
}

/** What happened on the caller's accounts while they were away last; null where they never were. */
export async function showAway(deps: UseCaseDeps, caller: Caller): Promise<Result<AwayDetail | null, Failure>> {
  if (isScript(caller)) return ok(null);
  const away = await deps.visits.mark(caller.userId);
  return away === null ? ok(null) : detailOf(deps, caller, away);
}

/** The same for the first screen or message after it, once, wherever that is; null: it was said already. */
export async function tellAway(deps: UseCaseDeps, caller: Caller): Promise<Result<AwayDetail | null, Failure>> {
  const away = await deps.visits.mark(caller.userId);
  if (away === null || away.isTold) return ok(null);
  const detail = await detailOf(deps, caller, away);
  // What could not be put together is told with the next word.
  return detail.ok && (await deps.visits.tell(caller.userId)) ? detail : ok(null);
}

async function detailOf(deps: UseCaseDeps, caller: Caller, away: AwayTime): Promise<Result<AwayDetail, Failure>> {
  const accounts = await askAll(deps, caller, (account) => account.away(caller, away.from));
  return accounts.ok ? ok({ ...viewOf(away), accounts: accounts.value }) : accounts;
}

function viewOf({ from, until, isTold }: AwayTime): AwayView {
  return { from: toIso(from), until: toIso(until), isNew: !isTold };
}
