import { isTerminal } from '../../domain/order.ts';
import type { BrokerOrder, Execution } from '../../ports/broker.ts';
import { adopt } from './adopt.ts';
import type { Flow } from './effects.ts';
import { bookExecution, intentOfExecution } from './fills.ts';
import { ownerOf } from './foreign.ts';
import type { Intent } from './intent.ts';
import type { OrderCore } from './ports.ts';
import { protectAll } from './protect.ts';
import { reconcile } from './reconcile.ts';

/** One message of a broker's stream. `execution` only where its id is the one the broker's own list has. */
export interface BrokerNews {
  readonly order: BrokerOrder;
  readonly execution: Execution | null;
}

/**
 * The broker's stream is a hint that comes sooner: what concerns orders of ours is taken over at once, fills before
 * acknowledgements and all; everything else, and everything that does not fit, is read from the book.
 */
export function* applyNews(core: OrderCore, news: readonly BrokerNews[]): Flow<void> {
  let isClear = news.length > 0;
  for (const { order, execution } of news) {
    const intent = ownerOf(core, order);
    if (intent === null) {
      isClear = false;
      continue;
    }
    core.store.transaction(() => {
      core.store.saveSeen(order, intent.id);
      if (execution !== null && intentOfExecution(core, execution) !== null) bookExecution(core, execution);
      if (order.parentId === null) adopt(core, intent.id, order);
    });
    const after = core.store.intent(intent.id);
    if (after === null || isBehind(after, order)) isClear = false;
  }
  if (isClear) yield* protectAll(core);
  else yield* reconcile(core);
}

/** It ended there, or filled further, and this message alone does not say how. */
function isBehind(intent: Intent, order: BrokerOrder): boolean {
  const isOver = order.state !== 'accepted' && order.state !== 'partially-filled';
  return Number(intent.filledQuantity) < Number(order.filledQuantity) || (isOver && !isTerminal(intent.state));
}
