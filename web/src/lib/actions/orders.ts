import type { CreateOrder, OrderView, ReplaceOrder, SettleOrder } from '#shared/contract/proposal.ts';
import { api } from '../api/client.ts';
import type { List } from '../api/list.ts';
import { routes } from '../api/routes.ts';
import { invalidate } from '../state/query.svelte.ts';
import { withStepUp } from '../state/step-up.svelte.ts';
import { ui } from '../state/ui.svelte.ts';
import { act } from './act.ts';

const CHANGES = ['/accounts', '/bots', '/proposals'];

/**
 * A person's own order; throws what the server said, so that the ticket shows it beside what was typed. Under one key it
 * is placed once.
 */
export async function placeOrder(accountId: string, input: CreateOrder, key: string): Promise<OrderView> {
  try {
    return await withStepUp(() => api.make<OrderView>(routes.orders(accountId), input, key));
  } finally {
    invalidate(...CHANGES);
  }
}

export const amendOrder = (order: OrderView, input: ReplaceOrder): Promise<OrderView | null> =>
  act(() => api.patch<OrderView>(routes.order(order.accountId, order.id), input), {
    done: ui.w.trade.amended,
    changes: CHANGES,
  });

export const cancelOrder = (accountId: string, orderId: string): Promise<OrderView | null> =>
  act(() => api.post<OrderView>(routes.cancelOrder(accountId, orderId)), { changes: CHANGES });

/** Asks every open order back; answers those that were asked for. */
export const cancelAllOrders = (accountId: string): Promise<List<OrderView> | null> =>
  act(() => api.post<List<OrderView>>(routes.cancelAll(accountId)), {
    done: ({ items }) => ui.w.trade.cancelAllDone(items.length),
    changes: CHANGES,
  });

/** What became of an order nobody could settle: this one of the broker's list, or null: never placed. */
export const settleOrder = (order: OrderView, brokerOrderId: string | null): Promise<OrderView | null> =>
  act(
    () => api.post<OrderView>(routes.settleOrder(order.accountId, order.id), { brokerOrderId } satisfies SettleOrder),
    { done: ui.w.trade.settle.done, changes: CHANGES },
  );
