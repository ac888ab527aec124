import { failure, type Failure } from '#shared/contract/errors.ts';
import type { Caller } from '#shared/domain/caller.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';
import type { Composition } from '../composition.ts';
import type { Identified } from '../objects/user/credentials.ts';

export type StepUpReason = 'live-token';

/** The one guard of what needs the person themself, a moment ago. A token never is: it has no person behind it. */
export async function requireStepUp(
  composition: Composition,
  { caller, credential }: { caller: Caller; credential: Identified },
  reason: StepUpReason,
): Promise<Result<void, Failure>> {
  const isProven =
    credential.kind === 'session' && (await composition.user(caller.userId).hasStepUp(credential.id, reason));
  return isProven ? ok(undefined) : err(failure('step-up-required', { reason }));
}
