import { wantCancelled } from './cancel.ts';
import { refOf } from './exits.ts';
import type { Intent, OrderReason } from './intent.ts';
import type { OrderCore } from './ports.ts';
import { WORKING } from './states.ts';
import { CANCEL_AGAIN_MS } from './timing.ts';

const EXIT_FIRST: OrderReason = { code: 'exit-first', values: {} };

/**
 * The broker refused a sale because it could trade with a purchase of our own that rests: the sale comes first. The
 * purchases are ended, and the sale is kept to be tried again. In the caller's block. An order placed elsewhere stays.
 */
export function exitFirst(core: OrderCore, exit: Intent): void {
  const { store } = core;
  const buys = store
    .intentsIn(WORKING)
    .filter(
      ({ side, instrumentId, holder }) => side === 'buy' && instrumentId === exit.instrumentId && holder !== 'external',
    );
  if (buys.length === 0) return;
  for (const { id } of buys) wantCancelled(core, id, EXIT_FIRST);
  store.schedule('resolve-orders', 'all', core.now());
  // What rests to protect is placed again by itself, and Nod watches meanwhile.
  if (exit.purpose === 'protection' || exit.purpose === 'entry' || exit.purpose === 'external') return;
  const { instrumentId, holder, quantity, purpose, type, timeInForce, extendedHours } = exit;
  const prices = {
    limitPrice: exit.limitPrice ?? undefined,
    stopPrice: exit.stopPrice ?? undefined,
    trailPercent: exit.trailPercent ?? undefined,
  };
  const wish = { instrumentId, holder, quantity, purpose, type, timeInForce, extendedHours, ...prices };
  store.schedule('exit', refOf({ ...wish, actor: 'clock' }), core.now() + CANCEL_AGAIN_MS);
}
