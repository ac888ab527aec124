import type { Failure } from '../contract/errors.ts';
import { StepUpReason } from '../contract/step-up.ts';
import type { Caller } from '../domain/caller.ts';
import type { Result } from '../lib/result.ts';
import type { Confirmation } from './account-port.ts';
import type { UseCaseDeps } from './ports.ts';

/**
 * Does what may need the person themself. Whether it does the account says, in the step that would do it, and about what
 * exactly; then the proof of this very thing is asked for and the step is tried again with it. What would need another
 * proof by then is refused anew: nothing is let go for what was confirmed about something else.
 */
export async function asConfirmed<T>(
  deps: UseCaseDeps,
  caller: Caller,
  step: (given?: Confirmation) => Promise<Result<T, Failure>>,
): Promise<Result<T, Failure>> {
  const unasked = await step();
  if (unasked.ok) return unasked;
  const need = needIn(unasked.error);
  if (need === null) return unasked;
  const proof = await deps.requireStepUp(caller, need.reason, need.about);
  return proof.ok ? step(need) : proof;
}

function needIn({ code, values }: Failure): Confirmation | null {
  const reason = StepUpReason.safeParse(values?.['reason']);
  const about = values?.['about'];
  return code === 'step-up-required' && reason.success && typeof about === 'string'
    ? { reason: reason.data, about }
    : null;
}
