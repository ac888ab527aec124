import type { Failure } from '../contract/errors.ts';
import type { Caller } from '../domain/caller.ts';
import type { Result } from '../lib/result.ts';
import type { Confirmation } from './account-port.ts';
import type { UseCaseDeps } from './ports.ts';

/**
 * Buys again. Lifting a halt asks for the person (step-up `lift-halt`, about this account or bot) where a broker's
 * account stands behind it, PAPER and LIVE; a DEMO or REPLAY has no money in it and asks nobody. Whether it is halted the
 * account says itself, in the step that would lift it: what was halted a moment ago is not lifted unasked.
 */
export async function liftHalt<T>(
  deps: UseCaseDeps,
  { caller, about }: { caller: Caller; about: string },
  resume: (given: Confirmation) => Promise<Result<T, Failure>>,
): Promise<Result<T, Failure>> {
  const unasked = await resume({ confirmed: false });
  if (unasked.ok || unasked.error.code !== 'step-up-required') return unasked;
  const proof = await deps.requireStepUp(caller, 'lift-halt', about);
  return proof.ok ? resume({ confirmed: true }) : proof;
}
