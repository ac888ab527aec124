import { listOf, OfAccount } from '#shared/contract/common.ts';
import {
  RatingsQuery,
  RatingView,
  SignalsQuery,
  SignalView,
  SnapshotsQuery,
  SnapshotView,
  UnreadView,
} from '#shared/contract/day-records.ts';
import { route } from '../route.ts';

export const DAY_RECORD_ROUTES = [
  route({
    method: 'GET',
    path: '/api/instruments/:symbol/snapshots',
    summary: 'What was written of an instrument at the end of each market day, newest first; `from` and `to` are days',
    query: SnapshotsQuery,
    answer: listOf(SnapshotView),
    run: ({ composition, caller }, { params, query }) => composition.useCases.snapshots(caller, params.symbol, query),
  }),
  route({
    method: 'GET',
    path: '/api/ratings',
    summary: 'Ratings of the newest market day, of `day`, or of all days `since`; of a market, a watchlist or an index',
    query: RatingsQuery,
    answer: listOf(RatingView),
    run: ({ composition, caller }, { query }) => composition.useCases.ratings(caller, query),
  }),
  route({
    method: 'GET',
    path: '/api/signals',
    summary: 'Index changes, reached targets and unusual volume, newest first; `kind` may also name a strategy',
    query: SignalsQuery,
    answer: listOf(SignalView),
    run: ({ composition, caller }, { query }) => composition.useCases.signals(caller, query),
  }),
  route({
    method: 'GET',
    path: '/api/signals/unread-count',
    summary: 'How many of them you have neither read nor dismissed',
    query: OfAccount,
    answer: UnreadView,
    run: ({ composition, caller }, { query }) => composition.useCases.unreadSignals(caller, query.accountId),
  }),
  route({
    method: 'POST',
    path: '/api/signals/:id/read',
    summary: 'Mark a signal as read, for you',
    scope: 'propose',
    answer: SignalView,
    run: ({ composition, caller }, { params }) => composition.useCases.readSignal(caller, params.id),
  }),
  route({
    method: 'POST',
    path: '/api/signals/:id/dismiss',
    summary: 'Put a signal away, for you',
    scope: 'propose',
    answer: SignalView,
    run: ({ composition, caller }, { params }) => composition.useCases.dismissSignal(caller, params.id),
  }),
];
