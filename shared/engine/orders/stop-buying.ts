import { isUnresolved } from '../../domain/order.ts';
import type { Holder } from '../../domain/ids.ts';
import { end } from './adopt.ts';
import { wantCancelled } from './cancel.ts';
import type { Actor, OrderReason } from './intent.ts';
import type { OrderCore } from './ports.ts';
import { OPEN } from './states.ts';

/**
 * Ends every entry that is not in a position yet, in the block that made the mode stricter: what waits here at once, what
 * may be at the broker by asking it until it has answered. Answers whom to ask now.
 */
export function stopBuying(
  core: OrderCore,
  { actor, holder }: { actor: Actor; holder?: Holder | undefined },
): string[] {
  const reason: OrderReason = { code: 'buying-stopped', values: { by: actor === 'clock' ? 'nod' : actor.userId } };
  const toCancel: string[] = [];
  for (const intent of core.store.intentsIn(OPEN)) {
    if (intent.side !== 'buy' || intent.holder === 'external') continue;
    if (holder !== undefined && intent.holder !== holder) continue;
    if (intent.state === 'waiting-for-open') {
      end(core, intent.id, 'cancelled', reason, actor);
      continue;
    }
    wantCancelled(core, intent.id, reason);
    if (!isUnresolved(intent.state)) toCancel.push(intent.id);
  }
  return toCancel;
}

/** Buying stops by itself, in the caller's block; the alarm asks the broker to end what works, at once. */
export function tripped(core: OrderCore): void {
  if (stopBuying(core, { actor: 'clock' }).length > 0) core.store.schedule('resolve-orders', 'all', core.now());
}
