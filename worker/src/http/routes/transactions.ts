import { z } from 'zod';
import { CreateTransaction, TRANSACTION_TYPES, TransactionSummary, TransactionView } from '#shared/contract/account.ts';
import { Id, listOf, NumberedPageQuery } from '#shared/contract/common.ts';
import { route } from '../route.ts';

export const TRANSACTION_ROUTES = [
  route({
    method: 'GET',
    path: '/api/accounts/:id/transactions',
    summary: 'The ledger, newest first; entries sum to zero per currency',
    query: NumberedPageQuery.extend({
      type: z.enum(TRANSACTION_TYPES).optional(),
      botId: Id.optional(),
      query: z.string().max(60).optional().describe('a symbol or a name, English or Korean'),
      result: z.enum(['gain', 'loss']).optional().describe('sales that settled one'),
    }),
    answer: listOf(TransactionView),
    run: ({ composition, caller }, { params, query }) => composition.useCases.transactions(caller, params.id, query),
  }),
  route({
    method: 'GET',
    path: '/api/accounts/:id/transactions/summary',
    summary: 'Counts and sums by type and currency',
    answer: TransactionSummary,
    run: ({ composition, caller }, { params }) => composition.useCases.transactionSummary(caller, params.id),
  }),
  route({
    method: 'POST',
    path: '/api/accounts/:id/transactions',
    summary:
      'Book a deposit, a withdrawal, a dividend, a fee, a split or a conversion; over a broker connection only a split that the broker shows',
    status: 201,
    body: CreateTransaction,
    answer: TransactionView,
    run: ({ composition, caller }, { params, body }) => composition.useCases.createTransaction(caller, params.id, body),
  }),
];
