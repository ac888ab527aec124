import { z } from 'zod';
import { Id, listOf, PageQuery } from '#shared/contract/common.ts';
import { CreateOrder, OrderView } from '#shared/contract/proposal.ts';
import { OrderReceiptView, ValidationView } from '#shared/contract/receipt.ts';
import { failure, type Failure } from '#shared/contract/errors.ts';
import { err, type Result } from '#shared/lib/result.ts';
import { accountIdIn } from '#shared/usecases/access.ts';
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
    query: PageQuery.extend({ status: z.string().max(40).optional(), botId: Id.optional() }),
    answer: listOf(OrderView),
    run: ({ composition, caller }, { params, query }) => composition.useCases.orders(caller, params.id, query),
  }),
  route({
    method: 'POST',
    path: '/api/accounts/:id/orders',
    summary: "A person's own order, through the same checks",
    status: 201,
    body: CreateOrder,
    answer: OrderView,
    run: ({ composition, caller }, { params, body }) => composition.useCases.createOrder(caller, params.id, body),
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
    summary: 'What the checks say to an order; nothing is sent',
    body: CreateOrder,
    answer: ValidationView,
    run: ({ composition, caller }, { params, body }) => composition.useCases.validateOrder(caller, params.id, body),
  }),
];
