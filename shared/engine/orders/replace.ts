import { ok, type Result } from '../../lib/result.ts';
import { placeReplacement, type NotReplaced, type OrderChange } from './change.ts';
import { dispatch } from './dispatch.ts';
import type { Flow } from './effects.ts';
import type { Actor, Intent } from './intent.ts';
import type { OrderCore } from './ports.ts';

/** Changes a working order: stores the next one of its chain, then asks the broker to put it in the other's place. */
export function* replaceOrder(
  core: OrderCore,
  { id, change, actor }: { id: string; change: OrderChange; actor: Actor },
): Flow<Result<Intent, NotReplaced>> {
  const placed = core.store.transaction(() => placeReplacement(core, { id, change, actor }));
  if (!placed.ok) return placed;
  yield* dispatch(core, [placed.value.id]);
  return ok(core.store.intent(placed.value.id) ?? placed.value);
}
