import type { OwnerLimitsView, UpdateOwnerLimits } from '../contract/account.ts';
import { failure, type Failure } from '../contract/errors.ts';
import type { Caller } from '../domain/caller.ts';
import { loosenedByOwner, OWNER_LIMIT_NAMES, type OwnerLimits } from '../domain/owner-limits.ts';
import { isAtStake } from '../domain/step-up.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { requireOwner, requireScope } from './access.ts';
import type { UseCaseDeps } from './ports.ts';
import { tellWhatStands } from './written-and-told.ts';

/** The ceilings over every account's limits; whoever reads limits may see why theirs is not looser. */
export async function showOwnerLimits(deps: UseCaseDeps, caller: Caller): Promise<Result<OwnerLimitsView, Failure>> {
  const scope = requireScope(caller, 'read');
  if (!scope.ok) return scope;
  const limits = await deps.ownerLimits.read();
  if (limits === null) return err(failure('unavailable', { what: 'limits' }));
  return ok({ limits, mayChange: (await requireOwner(deps, caller, 'admin')).ok });
}

/**
 * Some of them anew. Written down first, so that an account that sleeps, or is made later, reads them when it wakes; then
 * every account is told. Where any lets more through the person is needed, if a broker stands behind any account. Each
 * account keeps what was before and after in its own book.
 */
export async function updateOwnerLimits(
  deps: UseCaseDeps,
  caller: Caller,
  change: UpdateOwnerLimits,
): Promise<Result<OwnerLimitsView, Failure>> {
  const allowed = await requireOwner(deps, caller, 'admin');
  if (!allowed.ok) return allowed;
  // Two that change some of them at once both count: whoever was slower begins anew with what the other one wrote.
  for (;;) {
    const before = await deps.ownerLimits.read();
    const limits = changed(before, change);
    // What is damaged may have been stricter.
    const isLooser = before === null || loosenedByOwner(before, limits).length > 0;
    if (isLooser && (await deps.globalMode.worlds()).some(isAtStake)) {
      const proof = await deps.requireStepUp(caller, 'loosen-limits', `all-accounts ${JSON.stringify(limits)}`);
      if (!proof.ok) return proof;
    }
    if (!(await deps.ownerLimits.replace(before, limits))) continue;
    const untold = await tellWhatStands(deps.ownerLimits, limits, caller);
    if (untold > 0) return err(failure('unavailable', { what: 'accounts' }));
    return ok({ limits, mayChange: true });
  }
}

/** In one order, so that the same limits are the same text; null is none. */
function changed(before: OwnerLimits | null, change: UpdateOwnerLimits): OwnerLimits {
  const merged = { ...before, ...change };
  return Object.fromEntries(
    OWNER_LIMIT_NAMES.flatMap((name) => ((merged[name] ?? null) === null ? [] : [[name, merged[name]] as const])),
  );
}
