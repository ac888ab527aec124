import type { Failure } from '../contract/errors.ts';
import type { OrderView, SettleOrder } from '../contract/proposal.ts';
import type { Caller } from '../domain/caller.ts';
import { ok, type Result } from '../lib/result.ts';
import { accountOf } from './access.ts';
import type { UseCaseDeps } from './ports.ts';

/**
 * Takes a person's word for what became of an order. With real money it has to be the person: a wrong word there hides
 * an order that is working (step-up `settle-order`, about this order).
 */
export async function settleOrder(
  deps: UseCaseDeps,
  caller: Caller,
  { orderId, input }: { orderId: string; input: SettleOrder },
): Promise<Result<OrderView, Failure>> {
  const account = accountOf(deps, caller, orderId);
  if (!account.ok) return account;
  const view = await account.value.view(caller);
  if (!view.ok) return view;
  const proof = view.value.world === 'live' ? await deps.requireStepUp(caller, 'settle-order', orderId) : ok(undefined);
  return proof.ok ? account.value.settleOrder(caller, orderId, input) : proof;
}
