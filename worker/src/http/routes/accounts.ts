import { z } from 'zod';
import {
  AccountLimitsView,
  AccountView,
  CreateAccount,
  EquityPoint,
  EventView,
  Mode,
  OwnerLimitsView,
  UpdateAccount,
  UpdateLimits,
  UpdateOwnerLimits,
} from '#shared/contract/account.ts';
import { BenchmarkLineView } from '#shared/contract/benchmark.ts';
import { listOf, NumberedPageQuery } from '#shared/contract/common.ts';
import { CloseAccount, LeavingView } from '#shared/contract/leaving.ts';
import { NodSummary, NodView } from '#shared/contract/nods.ts';
import { PerformanceView } from '#shared/contract/receipt.ts';
import { RiskView } from '#shared/contract/risk.ts';
import { SellingView } from '#shared/contract/selling.ts';
import { ScorecardView } from '#shared/contract/scorecard.ts';
import { ok } from '#shared/lib/result.ts';
import { route } from '../route.ts';

const EventsQuery = z.object({
  since: z.coerce.number().int().min(0).optional().describe('events after this sequence number, oldest first'),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

export const ACCOUNT_ROUTES = [
  route({
    method: 'GET',
    path: '/api/accounts',
    summary: 'Every account the caller may see, oldest first',
    answer: listOf(AccountView),
    run: ({ composition, caller }) => composition.useCases.accounts(caller),
  }),
  route({
    method: 'POST',
    path: '/api/accounts',
    summary: 'Open another paper account on the active market',
    status: 201,
    scope: 'admin',
    body: CreateAccount,
    answer: AccountView,
    run: ({ composition, caller }, { body }) => composition.useCases.createAccount(caller, body),
  }),
  route({
    method: 'GET',
    path: '/api/accounts/:id',
    summary: 'Money, mode and protection of one account',
    answer: AccountView,
    run: ({ composition, caller }, { params }) => composition.useCases.account(caller, params.id),
  }),
  route({
    method: 'PATCH',
    path: '/api/accounts/:id',
    summary: 'Its name, and whether it may buy (`mayTrade`; exits and protection go on without)',
    scope: 'admin',
    body: UpdateAccount,
    answer: AccountView,
    run: ({ composition, caller }, { params, body }) => composition.useCases.updateAccount(caller, params.id, body),
  }),
  route({
    method: 'GET',
    path: '/api/accounts/:id/leaving',
    summary: 'What closing it leaves open, and who protects that afterwards',
    answer: LeavingView,
    run: ({ composition, caller }, { params }) => composition.useCases.leavingAccount(caller, params.id),
  }),
  route({
    method: 'DELETE',
    path: '/api/accounts/:id',
    summary:
      'Close it for good: its bots end, it buys nothing again and stays to be read; what is held is sold, kept with its stops or handed over (`positions`)',
    scope: 'admin',
    query: CloseAccount,
    answer: AccountView,
    run: ({ composition, caller }, { params, query }) => composition.useCases.closeAccount(caller, params.id, query),
  }),
  route({
    method: 'GET',
    path: '/api/accounts/:id/performance',
    summary: 'Its value over time, and what came of it',
    answer: PerformanceView,
    run: ({ composition, caller }, { params }) => composition.useCases.performance(caller, params.id),
  }),
  route({
    method: 'GET',
    path: '/api/accounts/:id/performance/benchmark',
    summary: 'What the same would have become in `symbol`, or in the whole market, along the days of its value',
    query: z.object({ symbol: z.string().min(1).max(60).optional() }),
    answer: BenchmarkLineView,
    run: ({ composition, caller }, { params, query }) =>
      composition.useCases.benchmarkLine(caller, params.id, query.symbol),
  }),
  route({
    method: 'GET',
    path: '/api/accounts/:id/snapshots',
    summary: 'Its value at the end of each market day, newest first',
    answer: listOf(EquityPoint),
    run: async ({ composition, caller }, { params }) => {
      const performance = await composition.useCases.performance(caller, params.id);
      return performance.ok ? ok({ items: performance.value.points.toReversed(), nextCursor: null }) : performance;
    },
  }),
  route({
    method: 'GET',
    path: '/api/accounts/:id/scorecard',
    summary: 'A replay at its end: your answers, the bots alone and holding, at the same costs; begins what reckons it',
    answer: ScorecardView,
    run: ({ composition, caller }, { params }) => composition.useCases.scorecard(caller, params.id),
  }),
  route({
    method: 'GET',
    path: '/api/accounts/:id/nods',
    summary: 'The record of nods, newest first: each question as it was sealed, and what became of it by the bars',
    query: NumberedPageQuery,
    answer: listOf(NodView),
    run: ({ composition, caller }, { params, query }) => composition.useCases.nods(caller, params.id, query),
  }),
  route({
    method: 'GET',
    path: '/api/accounts/:id/nods/summary',
    summary: 'Yes, skipped and unanswered beside each other (hypothetical unless bought), and what could follow',
    answer: NodSummary,
    run: ({ composition, caller }, { params }) => composition.useCases.nodSummary(caller, params.id),
  }),
  route({
    method: 'GET',
    path: '/api/accounts/:id/risk',
    summary: 'Its limits and how far each is used, correlations, exposure by sector, and how far below the peak',
    answer: RiskView,
    run: ({ composition, caller }, { params }) => composition.useCases.risk(caller, params.id),
  }),
  route({
    method: 'PATCH',
    path: '/api/accounts/:id/risk',
    summary: 'Change limits: tighter at once; looser at a broker needs step-up `loosen-limits`',
    scope: 'admin',
    body: UpdateLimits,
    answer: AccountLimitsView,
    run: ({ composition, caller }, { params, body }) => composition.useCases.updateLimits(caller, params.id, body),
  }),
  route({
    method: 'GET',
    path: '/api/owner-limits',
    summary: 'The owner’s limits: no account’s own limit is looser',
    answer: OwnerLimitsView,
    run: ({ composition, caller }) => composition.useCases.ownerLimits(caller),
  }),
  route({
    method: 'PATCH',
    path: '/api/owner-limits',
    summary: 'Change them, as the owner: tighter at once for every account; looser at a broker needs `loosen-limits`',
    scope: 'admin',
    body: UpdateOwnerLimits,
    answer: OwnerLimitsView,
    run: ({ composition, caller }, { body }) => composition.useCases.updateOwnerLimits(caller, body),
  }),
  route({
    method: 'GET',
    path: '/api/accounts/:id/events',
    summary: 'Its event log (audit, receipts), oldest first: the newest of it, or what follows `since`',
    query: EventsQuery,
    answer: listOf(EventView),
    run: async ({ composition, caller }, { params, query }) => {
      const events = await composition.useCases.events(caller, params.id, query);
      if (!events.ok) return events;
      const last = events.value.at(-1);
      const isFull = query.since !== undefined && events.value.length === query.limit && last !== undefined;
      return ok({ items: events.value, nextCursor: isFull ? String(last.seq) : null });
    },
  }),
  route({
    method: 'POST',
    path: '/api/accounts/:id/pause',
    summary: 'Stop buying: entries stop and are cancelled, protection and sells go on',
    answer: AccountView,
    run: ({ composition, caller }, { params }) => composition.useCases.pauseAccount(caller, params.id),
  }),
  route({
    method: 'POST',
    path: '/api/accounts/:id/resume',
    summary: 'Buy again',
    answer: AccountView,
    run: ({ composition, caller }, { params }) => composition.useCases.resumeAccount(caller, params.id),
  }),
  route({
    method: 'GET',
    path: '/api/accounts/:id/panic',
    summary: 'What selling everything would sell, bring, and leave for later; while it is under way, what is left',
    answer: SellingView,
    run: ({ composition, caller }, { params }) => composition.useCases.showPanic(caller, params.id),
  }),
  route({
    method: 'DELETE',
    path: '/api/accounts/:id/panic',
    summary: 'Take selling everything back: what is not sold yet stays, protected; the account stays halted',
    answer: AccountView,
    run: ({ composition, caller }, { params }) => composition.useCases.takeBackPanic(caller, params.id),
  }),
  route({
    method: 'POST',
    path: '/api/accounts/:id/panic',
    summary: 'Sell everything: halt, cancel, flatten',
    answer: AccountView,
    run: ({ composition, caller }, { params }) => composition.useCases.panic(caller, params.id),
  }),
  route({
    method: 'POST',
    path: '/api/accounts/mode',
    summary:
      'The mode of all accounts: reducing or halted stops buying everywhere and loosens nothing, active lifts that',
    body: z.strictObject({ mode: Mode }),
    answer: z.object({ items: z.array(AccountView) }),
    run: async ({ composition, caller }, { body }) => {
      const told = await composition.useCases.stopEverywhere(caller, body.mode);
      return told.ok ? ok({ items: told.value }) : told;
    },
  }),
];
