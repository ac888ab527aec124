import type { Failure } from '#shared/contract/errors.ts';
import type { StepUpReason } from '#shared/contract/step-up.ts';
import type { Result } from '#shared/lib/result.ts';
import type { Composition } from '../composition.ts';
import type { SignedIn } from './route.ts';

/**
 * The one guard of what needs the person themself, a moment ago: by passkey, recovery code or, before a passkey exists,
 * a fresh link of `nod link`. A proof belongs to one session, one reason and, where given, what exactly it is `about`
 * (an account, an amount, a proposal's hash); it lives five minutes, and going live and large approvals use it up. Ask
 * last, after everything else was checked. A token never passes: it has no person behind it; nor does a chat.
 *
 * The refusal carries `reason` and `about`; the web app opens its sheet on it and repeats the request. Use cases ask the
 * same through `UseCaseDeps.requireStepUp`.
 */
export function requireStepUp(
  composition: Pick<Composition, 'requireStepUp'>,
  { caller }: Pick<SignedIn, 'caller'> & Partial<SignedIn>,
  reason: StepUpReason,
  about = '',
): Promise<Result<void, Failure>> {
  return composition.requireStepUp(caller, reason, about);
}
