import { z } from 'zod';
import { InstrumentPictureQuery, PictureLook, WeekPictureQuery } from '#shared/contract/picture.ts';
import { route } from '../route.ts';

const png = { file: 'image/png', answer: z.instanceof(Uint8Array) } as const;

/** Pictures as PNG, 1200 × 800. The three last ones have no amounts, names of people or ids, and may be passed on. */
export const PICTURE_ROUTES = [
  route({
    method: 'GET',
    path: '/api/pictures/instruments/:symbol',
    summary: 'The newest closed bars with averages, and the forecast that was made at the last of them',
    query: InstrumentPictureQuery,
    ...png,
    run: ({ composition, caller }, { params, query: { accountId, timeframe, ...look } }) =>
      composition.picture(caller, {
        ref: { kind: 'instrument', symbol: params.symbol, accountId: accountId ?? null },
        look,
        timeframe,
      }),
  }),
  route({
    method: 'GET',
    path: '/api/pictures/proposals/:id',
    summary: 'The bars as they were known when it was asked, with its entry, stop-loss and target',
    query: PictureLook,
    ...png,
    run: ({ composition, caller }, { params, query: look }) =>
      composition.picture(caller, { ref: { kind: 'proposal', proposalId: params.id }, look }),
  }),
  route({
    method: 'GET',
    path: '/api/pictures/backtests/:id',
    summary: 'What a backtest was worth over time beside buying and holding, and how far below its peak it was',
    query: PictureLook,
    ...png,
    run: ({ composition, caller }, { params, query: look }) =>
      composition.picture(caller, { ref: { kind: 'backtest', backtestId: params.id }, look }),
  }),
  ...(
    [
      ['equity', 'The value of the account over time, beside holding the market'],
      ['drawdown', 'How far the account was below its peak, and the limit'],
      ['exposure', 'What is invested, by sector'],
    ] as const
  ).map(([kind, summary]) =>
    route({
      method: 'GET',
      path: `/api/pictures/accounts/:id/${kind}`,
      summary,
      query: PictureLook,
      ...png,
      run: ({ composition, caller }, { params, query: look }) =>
        composition.picture(caller, { ref: { kind, accountId: params.id }, look }),
    }),
  ),
  route({
    method: 'GET',
    path: '/api/pictures/trades/:orderId',
    summary: 'A closed trade, by the order that sold it, to be passed on: its result in percent',
    query: PictureLook,
    ...png,
    run: ({ composition, caller }, { params, query: look }) =>
      composition.picture(caller, { ref: { kind: 'trade', orderId: params.orderId }, look }),
  }),
  route({
    method: 'GET',
    path: '/api/pictures/accounts/:id/week',
    summary: 'The trades closed in seven days, to be passed on: each result in percent',
    query: WeekPictureQuery,
    ...png,
    run: ({ composition, caller }, { params, query: { until, ...look } }) =>
      composition.picture(caller, { ref: { kind: 'week', accountId: params.id, until: until ?? null }, look }),
  }),
  route({
    method: 'GET',
    path: '/api/pictures/accounts/:id/replay',
    summary: 'All trades closed in a replay, to be passed on: their results in percent, beside holding the market',
    query: PictureLook,
    ...png,
    run: ({ composition, caller }, { params, query: look }) =>
      composition.picture(caller, { ref: { kind: 'replay', accountId: params.id }, look }),
  }),
];
