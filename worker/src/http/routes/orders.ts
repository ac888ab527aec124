import { z } from 'zod';
import { Id, listOf, PageQuery } from '#shared/contract/common.ts';
import { CreateOrder, OrderView, ReplaceOrder, SettleOrder } from '#shared/contract/proposal.ts';
import { OrderReceiptView, ValidationView } from '#shared/contract/receipt.ts';
import { failure, type Failure } from '#shared/contract/errors.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';
import { accountIdIn } from '#shared/domain/owned-id.ts';
import { route } from '../route.ts';

/** An order is reached through its own account only. */
function within<T>(
  { id, orderId }: { id: string; orderId: string },
  ask: () => Promise<Result<T, Failure>>,
): Promise<Result<T, Failure>> {
  return accountIdIn(orderId) === id ? ask() : Promise.resolve(err(failure('not-found', { id: orderId })));
}

export const ORDER_ROUTES = [
  route({
    method: 'GET',
    path: '/api/accounts/:id/orders',
    summary: 'Orders, newest first',
    query: PageQuery.extend({
      status: z.string().max(120).optional().describe('one, or several with commas between'),
      botId: Id.optional(),
      query: z.string().max(60).optional().describe('a symbol or a name, English or Korean'),
    }),
    answer: listOf(OrderView),
    run: ({ composition, caller }, { params, query }) => composition.useCases.orders(caller, params.id, query),
  }),
  route({
    method: 'POST',
    path: '/api/accounts/:id/orders',
    summary:
      "A person's own order, through the same checks. It is answered once it is stored to be sent: what the broker makes of it is read from the order or the stream",
    status: 201,
    keepsAnswers: true,
    body: CreateOrder,
    answer: OrderView,
    run: ({ composition, caller, key }, { params, body }) =>
      composition.useCases.createOrder(caller, params.id, body, { key, isAnsweredAtOnce: true }),
  }),
  route({
    method: 'GET',
    path: '/api/accounts/:id/orders/:orderId',
    summary: 'An order and all that was recorded about it',
    answer: OrderReceiptView,
    run: ({ composition, caller }, { params }) =>
      within(params, () => composition.useCases.order(caller, params.orderId)),
  }),
  route({
    method: 'PATCH',
    path: '/api/accounts/:id/orders/:orderId',
    summary: 'Change a working order; the answer is the order that takes its place',
    body: ReplaceOrder,
    answer: OrderView,
    run: ({ composition, caller }, { params, body }) =>
      within(params, () => composition.useCases.replaceOrder(caller, params.orderId, body)),
  }),
  route({
    method: 'POST',
    path: '/api/accounts/:id/orders/cancel-all',
    summary: 'Cancel every open order but those that protect; answers what was asked to end',
    answer: z.object({ items: z.array(OrderView) }),
    run: async ({ composition, caller }, { params }) => {
      const cancelled = await composition.useCases.cancelAllOrders(caller, params.id);
      return cancelled.ok ? ok({ items: cancelled.value }) : cancelled;
    },
  }),
  route({
    method: 'POST',
    path: '/api/accounts/:id/orders/:orderId/settle',
    summary:
      'State what became of an order nobody could settle: an order of the broker’s list, or null for never placed',
    body: SettleOrder,
    answer: OrderView,
    run: ({ composition, caller }, { params, body }) =>
      within(params, () => composition.useCases.settleOrder(caller, params.orderId, body)),
  }),
  route({
    method: 'DELETE',
    path: '/api/accounts/:id/orders/:orderId',
    summary: 'Cancel an order',
    answer: OrderView,
    run: ({ composition, caller }, { params }) =>
      within(params, () => composition.useCases.cancelOrder(caller, params.orderId)),
  }),
  route({
    method: 'POST',
    path: '/api/accounts/:id/orders/:orderId/cancel',
    summary: 'Cancel an order',
    answer: OrderView,
    run: ({ composition, caller }, { params }) =>
      within(params, () => composition.useCases.cancelOrder(caller, params.orderId)),
  }),
  route({
    method: 'POST',
    path: '/api/accounts/:id/risk/validate',
    summary: 'What every check says to an order, the limits it meets and what would pass; nothing is sent or changed',
    body: CreateOrder,
    answer: ValidationView,
    run: ({ composition, caller }, { params, body }) => composition.useCases.validateOrder(caller, params.id, body),
  }),
];
