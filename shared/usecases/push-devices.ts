import { failure, type Failure } from '../contract/errors.ts';
import type { ApproveProposal } from '../contract/proposal.ts';
import type {
  CreatePushDevice,
  PushDeviceView,
  PushKeyView,
  PushTestView,
  UpdatePushDevice,
} from '../contract/push.ts';
import type { Caller } from '../domain/caller.ts';
import { outsideAddress } from '../domain/outside-address.ts';
import { isLooser, mayNod, PUSH_DEVICES_MAX } from '../domain/push.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { accountOf, mayManage } from './access.ts';
import type { UseCaseDeps } from './ports.ts';

export function showPushKey({ pushDevices }: UseCaseDeps): Result<PushKeyView, Failure> {
  const { publicKey } = pushDevices;
  return publicKey === null ? err(failure('no-push-key')) : ok({ publicKey });
}

/** The caller's browsers that take pushes, oldest first. */
export async function listPushDevices(deps: UseCaseDeps, caller: Caller): Promise<Result<PushDeviceView[], Failure>> {
  const allowed = mayManage(caller);
  if (!allowed.ok) return allowed;
  return ok(await deps.pushDevices.list(caller.userId, caller.sessionId ?? null));
}

/**
 * A browser takes pushes from now on, or has another address than before. It belongs to the session its person sits in
 * and ends with it. Errors: step-up-needs-person (a token is no browser), address-refused, too-many-devices.
 */
export async function addPushDevice(
  deps: UseCaseDeps,
  caller: Caller,
  { origin, ...input }: CreatePushDevice & { origin: string },
): Promise<Result<PushDeviceView, Failure>> {
  const allowed = mayManage(caller);
  if (!allowed.ok) return allowed;
  const { sessionId } = caller;
  if (sessionId === undefined) return err(failure('step-up-needs-person'));
  if (deps.pushDevices.publicKey === null) return err(failure('no-push-key'));
  if (outsideAddress(input.endpoint) === null) return err(failure('address-refused', undefined, 'endpoint'));
  const added = await deps.pushDevices.add(caller.userId, { ...input, sessionId, origin });
  return added === null ? err(failure('too-many-devices', { limit: PUSH_DEVICES_MAX })) : ok(added);
}

/**
 * Its name, what a locked screen shows, and up to which amount a notification's own button may approve. With real money
 * more than before needs step-up `nod-from-notification`, about the amount.
 */
export async function updatePushDevice(
  deps: UseCaseDeps,
  caller: Caller,
  id: string,
  change: UpdatePushDevice,
): Promise<Result<PushDeviceView, Failure>> {
  const allowed = mayManage(caller);
  if (!allowed.ok) return allowed;
  const asks = caller.sessionId ?? null;
  const before = await deps.pushDevices.find(caller.userId, id, asks);
  if (before === null) return err(failure('not-found', { id }));
  const live = change.nod?.live ?? null;
  if (isLooser(before.nod.live, live)) {
    const proven = await deps.requireStepUp(
      caller,
      'nod-from-notification',
      live === null ? '' : `${live.amount} ${live.currency}`,
    );
    if (!proven.ok) return proven;
  }
  await deps.pushDevices.update(caller.userId, id, change);
  const after = await deps.pushDevices.find(caller.userId, id, asks);
  return after === null ? err(failure('not-found', { id })) : ok(after);
}

export async function removePushDevice(
  deps: UseCaseDeps,
  caller: Caller,
  id: string,
): Promise<Result<{ id: string }, Failure>> {
  const allowed = mayManage(caller);
  if (!allowed.ok) return allowed;
  const isGone = await deps.pushDevices.remove(caller.userId, id, caller.channel);
  return isGone ? ok({ id }) : err(failure('not-found', { id }));
}

/** A line that says it is a test, to this device. */
export async function testPushDevice(
  deps: UseCaseDeps,
  caller: Caller,
  id: string,
): Promise<Result<PushTestView, Failure>> {
  const allowed = mayManage(caller);
  if (!allowed.ok) return allowed;
  const outcome = await deps.pushDevices.test(caller.userId, id);
  return outcome === null ? err(failure('not-found', { id })) : ok({ outcome });
}

/**
 * Whether a tap on a notification of this device may approve what is asked: switched on there, in its own session, up to
 * its amount, and nothing else than what was asked. Error: device-opens-card.
 */
export async function mayNodFrom(
  deps: UseCaseDeps,
  caller: Caller,
  {
    id,
    device,
    input,
  }: { readonly id: string; readonly device: string; readonly input: Omit<ApproveProposal, 'device'> },
): Promise<Result<null, Failure>> {
  const port = accountOf(deps, caller, id);
  if (!port.ok) return port;
  const [from, asked, account] = await Promise.all([
    deps.pushDevices.find(caller.userId, device, caller.sessionId ?? null),
    port.value.proposal(caller, id),
    port.value.view(caller),
  ]);
  if (!asked.ok) return asked;
  if (!account.ok) return account;
  const { world, side, sizing, twoPeople, askBecause } = asked.value;
  // What it costs is counted in the account's money, whatever its price is in.
  const currency = account.value.baseCurrency;
  const isPlain = input.edit === undefined && twoPeople === null && askBecause.code !== 'only-tells';
  const isOn = from?.isThis === true && from.goneAt === null;
  const may = isPlain && isOn && mayNod(from, { world, side, cost: sizing.cost, currency });
  return may ? ok(null) : err(failure('device-opens-card'));
}
