import { z } from 'zod';
import { PositionView } from '#shared/contract/account.ts';
import { Id, listOf } from '#shared/contract/common.ts';
import { MoveStop, OrderView } from '#shared/contract/proposal.ts';
import { route } from '../route.ts';

const Holder = { holder: Id.optional() };

export const POSITION_ROUTES = [
  route({
    method: 'GET',
    path: '/api/accounts/:id/positions',
    summary: 'What it holds, for whom, and who holds each stop',
    answer: listOf(PositionView),
    run: ({ composition, caller }, { params }) => composition.useCases.positions(caller, params.id),
  }),
  route({
    method: 'POST',
    path: '/api/accounts/:id/positions/:symbol/close',
    summary: 'Sell what a holder has, at the market',
    status: 201,
    body: z.strictObject(Holder),
    answer: OrderView,
    run: ({ composition, caller }, { params, body }) =>
      composition.useCases.closePosition(caller, params.id, { ...body, symbol: params.symbol }),
  }),
  route({
    method: 'POST',
    path: '/api/accounts/:id/positions/:symbol/stop',
    summary: 'Move the stop-loss or the target of a holder, or take the target away',
    body: MoveStop.extend(Holder),
    answer: PositionView,
    run: ({ composition, caller }, { params, body }) =>
      composition.useCases.moveStop(caller, params.id, { ...body, symbol: params.symbol }),
  }),
];
