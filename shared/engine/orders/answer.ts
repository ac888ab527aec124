import { orderCan } from '../../domain/order.ts';
import { err, ok, type Result } from '../../lib/result.ts';
import { adopt, end } from './adopt.ts';
import type { Flow } from './effects.ts';
import type { Actor, Intent } from './intent.ts';
import type { OrderCore } from './ports.ts';
import { reconcile } from './reconcile.ts';

export interface NotSettled {
  readonly code: 'not-a-question' | 'not-a-candidate';
}

/**
 * A person states what became of an order nobody could settle: this one of the broker's list, or never placed. Written
 * down with who said so; a fill that comes all the same wins over it.
 */
export function* settleByPerson(
  core: OrderCore,
  { id, brokerOrderId, actor }: { id: string; brokerOrderId: string | null; actor: Actor },
): Flow<Result<Intent, NotSettled>> {
  const settled = core.store.transaction(() => write(core, { id, brokerOrderId, actor }));
  if (!settled.ok) return settled;
  yield* reconcile(core);
  return ok(core.store.intent(id) ?? settled.value);
}

function write(
  core: OrderCore,
  { id, brokerOrderId, actor }: { id: string; brokerOrderId: string | null; actor: Actor },
): Result<Intent, NotSettled> {
  const { store, rules } = core;
  const intent = store.intent(id);
  if (intent === null || !orderCan.resolve(intent.state)) return err({ code: 'not-a-question' });
  const chosen = intent.candidates?.find((order) => order.brokerOrderId === brokerOrderId);
  if (brokerOrderId !== null && chosen === undefined) return err({ code: 'not-a-candidate' });
  // Somebody else's by now: another order of ours was settled with it meanwhile.
  const owner = brokerOrderId === null ? null : (store.seenOrder(brokerOrderId)?.intentId ?? null);
  if (owner !== null && owner !== id) return err({ code: 'not-a-candidate' });
  rules.tell({ type: 'order.settled', intent, actor, pages: false });
  if (chosen === undefined) end(core, id, 'held-back', { code: 'never-placed-by-person', values: {} }, actor);
  else adopt(core, id, chosen);
  return ok(store.intent(id) ?? intent);
}
