import { Id, listOf, PageQuery } from '#shared/contract/common.ts';
import {
  ApproveProposal,
  ApproveResult,
  ProposalStatus,
  ProposalView,
  PutOffProposal,
  RejectProposal,
} from '#shared/contract/proposal.ts';
import { route } from '../route.ts';

export const PROPOSAL_ROUTES = [
  route({
    method: 'GET',
    path: '/api/proposals',
    summary: 'Questions to the caller over all their accounts, newest first',
    query: PageQuery.extend({ status: ProposalStatus.optional(), accountId: Id.optional(), botId: Id.optional() }),
    answer: listOf(ProposalView),
    run: ({ composition, caller }, { query }) => composition.useCases.proposals(caller, query),
  }),
  route({
    method: 'GET',
    path: '/api/proposals/:id',
    summary: 'One question with everything its card shows',
    answer: ProposalView,
    run: ({ composition, caller }, { params }) => composition.useCases.proposal(caller, params.id),
  }),
  route({
    method: 'POST',
    path: '/api/proposals/:id/approve',
    summary: 'The nod: names the hash of what was seen; sends exactly one order',
    scope: 'approve',
    body: ApproveProposal,
    answer: ApproveResult,
    run: ({ composition, caller }, { params, body }) => composition.useCases.approve(caller, params.id, body),
  }),
  route({
    method: 'POST',
    path: '/api/proposals/:id/later',
    summary:
      'Later: its one reminder moves to in an hour, to lunch, or before the close; without an answer nothing happens',
    scope: 'approve',
    body: PutOffProposal,
    answer: ProposalView,
    run: ({ composition, caller }, { params, body }) => composition.useCases.later(caller, params.id, body),
  }),
  route({
    method: 'POST',
    path: '/api/proposals/:id/reject',
    summary: 'Skip it, with a reason if there is one',
    scope: 'approve',
    body: RejectProposal,
    answer: ProposalView,
    run: ({ composition, caller }, { params, body }) => composition.useCases.reject(caller, params.id, body),
  }),
];
