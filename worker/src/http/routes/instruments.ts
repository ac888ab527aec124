import { z } from 'zod';
import { listOf, OfAccount, PageQuery } from '#shared/contract/common.ts';
import { IndicatorsQuery, IndicatorsView, IndicatorView } from '#shared/contract/indicators.ts';
import { PivotsQuery, PivotsView } from '#shared/contract/pivots.ts';
import { BarsQuery, BarsView, DatedEventView, InstrumentView } from '#shared/contract/market.ts';
import { NoteView, WriteNote } from '#shared/contract/note.ts';
import { QuoteView } from '#shared/contract/proposal.ts';
import { route } from '../route.ts';

export const INSTRUMENT_ROUTES = [
  route({
    method: 'GET',
    path: '/api/instruments',
    summary:
      'Instruments of the active market, or of the one that `accountId` trades on; `query` finds symbols and names, English or Korean',
    query: PageQuery.extend({ query: z.string().max(60).optional(), ...OfAccount.shape }),
    answer: listOf(InstrumentView),
    run: ({ composition, caller }, { query }) => composition.useCases.instruments(caller, query),
  }),
  route({
    method: 'GET',
    path: '/api/instruments/:symbol',
    summary: 'One instrument, by any unambiguous name',
    query: OfAccount,
    answer: InstrumentView,
    run: ({ composition, caller }, { params, query }) =>
      composition.useCases.instrument(caller, params.symbol, query.accountId),
  }),
  route({
    method: 'GET',
    path: '/api/instruments/:symbol/bars',
    summary: 'Closed bars, oldest first; none closes after market time',
    query: BarsQuery.extend(OfAccount.shape),
    answer: BarsView,
    run: ({ composition, caller }, { params, query }) => composition.useCases.bars(caller, params.symbol, query),
  }),
  route({
    method: 'GET',
    path: '/api/instruments/:symbol/quote',
    summary: 'The newest price somebody can trade near, with its source and time',
    query: OfAccount,
    answer: QuoteView,
    run: ({ composition, caller }, { params, query }) =>
      composition.useCases.quote(caller, params.symbol, query.accountId),
  }),
  route({
    method: 'GET',
    path: '/api/instruments/:symbol/events',
    summary: 'What is announced of it and what was (earnings, splits, dividends, indices), the furthest ahead first',
    query: OfAccount,
    answer: listOf(DatedEventView),
    run: ({ composition, caller }, { params, query }) =>
      composition.useCases.instrumentEvents(caller, params.symbol, query.accountId),
  }),
  route({
    method: 'GET',
    path: '/api/instruments/:symbol/note',
    summary: 'What the caller wrote down about it; nobody else reads it',
    query: OfAccount,
    answer: NoteView,
    run: ({ composition, caller }, { params, query }) =>
      composition.useCases.note(caller, params.symbol, query.accountId),
  }),
  route({
    method: 'PATCH',
    path: '/api/instruments/:symbol/note',
    summary: 'Write it anew; no text takes it away',
    scope: 'propose',
    query: OfAccount,
    body: WriteNote,
    answer: NoteView,
    run: ({ composition, caller }, { params, query, body }) =>
      composition.useCases.writeNote(caller, params.symbol, body, query.accountId),
  }),
  route({
    method: 'GET',
    path: '/api/instruments/:symbol/indicators',
    summary: 'Lines of any indicators and candlestick patterns beside the newest closed bars',
    query: IndicatorsQuery.extend(OfAccount.shape),
    answer: IndicatorsView,
    run: ({ composition, caller }, { params, query }) => composition.useCases.indicators(caller, params.symbol, query),
  }),
  route({
    method: 'GET',
    path: '/api/instruments/:symbol/pivots',
    summary: 'Pivot levels of the period before, and prices at which it turned several times',
    query: PivotsQuery.extend(OfAccount.shape),
    answer: PivotsView,
    run: ({ composition, caller }, { params, query }) => composition.useCases.pivots(caller, params.symbol, query),
  }),
  route({
    method: 'GET',
    path: '/api/indicators',
    summary: 'Every indicator and candlestick pattern: what it says, what can be set, where it is drawn',
    answer: listOf(IndicatorView),
    run: ({ composition, caller }) => composition.useCases.indicatorCatalogue(caller),
  }),
];
