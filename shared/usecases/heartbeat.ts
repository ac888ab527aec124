import { failure, type Failure } from '../contract/errors.ts';
import type { HeartbeatView, SetHeartbeat } from '../contract/heartbeat.ts';
import type { Caller } from '../domain/caller.ts';
import { outsideAddress } from '../domain/outside-address.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { requireOwner, requireScope } from './access.ts';
import type { UseCaseDeps } from './ports.ts';

/** The address that is called every minute, so that something else can notice that Nod is gone. */
export interface Heartbeat {
  /** False: there is no key to seal it with. */
  readonly canSeal: boolean;
  view(): Promise<HeartbeatView>;
  /** Seals it in the call it came with; null: nothing is called any more. */
  set(url: URL | null): Promise<void>;
}

export async function showHeartbeat(deps: UseCaseDeps, caller: Caller): Promise<Result<HeartbeatView, Failure>> {
  const allowed = requireScope(caller, 'read');
  return allowed.ok ? ok(await deps.heartbeat.view()) : allowed;
}

/** Needs step-up `heartbeat`, also to take it away (null): it is what notices that somebody stopped Nod. */
export async function setHeartbeat(
  deps: UseCaseDeps,
  caller: Caller,
  input: SetHeartbeat | null,
): Promise<Result<HeartbeatView, Failure>> {
  const allowed = await requireOwner(deps, caller, 'admin');
  if (!allowed.ok) return allowed;
  if (!deps.heartbeat.canSeal) return err(failure('no-vault-key'));
  const url = input === null ? null : outsideAddress(input.url);
  if (input !== null && url === null) return err(failure('address-refused', undefined, 'url'));
  const proven = await deps.requireStepUp(caller, 'heartbeat');
  if (!proven.ok) return proven;
  await deps.heartbeat.set(url);
  return ok(await deps.heartbeat.view());
}
