import { failure, type Failure } from '#shared/contract/errors.ts';
import type { StepUpReason } from '#shared/contract/step-up.ts';
import type { Caller } from '#shared/domain/caller.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';
import type { Composition } from '../composition.ts';
import type { Identified } from '../objects/user/credentials.ts';

/**
 * The one guard of what needs the person themself, a moment ago: by passkey, recovery code or, before a passkey exists,
 * a fresh link of `nod link`. A proof belongs to one session, one reason and, where given, what exactly it is `about`
 * (an account, an amount, a proposal's hash); it lives five minutes, and going live and large approvals use it up. Ask
 * last, after everything else was checked. A token never passes: it has no person behind it.
 *
 * The refusal carries `reason` and `about`; the web app opens its sheet on it and repeats the request.
 */
export async function requireStepUp(
  composition: Pick<Composition, 'user'>,
  { caller, credential }: { caller: Caller; credential: Identified },
  reason: StepUpReason,
  about = '',
): Promise<Result<void, Failure>> {
  const isProven =
    credential.kind === 'session' && (await composition.user(caller.userId).takeProof(credential.id, reason, about));
  return isProven ? ok(undefined) : err(stepUpRequired(reason, about));
}

function stepUpRequired(reason: StepUpReason, about: string): Failure {
  return failure('step-up-required', { reason, ...(about !== '' && { about }) });
}
