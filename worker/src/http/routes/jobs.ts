import { listOf, OfAccount } from '#shared/contract/common.ts';
import { JobView, UpdateJob } from '#shared/contract/market.ts';
import { route } from '../route.ts';

export const JOB_ROUTES = [
  route({
    method: 'GET',
    path: '/api/jobs',
    summary: 'What runs by itself on the active market, or on the one that `accountId` trades on: last and next run',
    query: OfAccount,
    answer: listOf(JobView),
    run: ({ composition, caller }, { query }) => composition.useCases.jobs(caller, query.accountId),
  }),
  route({
    method: 'GET',
    path: '/api/jobs/:name',
    summary: 'One job',
    query: OfAccount,
    answer: JobView,
    run: ({ composition, caller }, { params, query }) => composition.useCases.job(caller, params.name, query.accountId),
  }),
  route({
    method: 'PATCH',
    path: '/api/jobs/:name',
    summary: 'Enable, disable or reschedule a job',
    scope: 'admin',
    body: UpdateJob,
    answer: JobView,
    run: ({ composition, caller }, { params, body }) => composition.useCases.updateJob(caller, params.name, body),
  }),
  route({
    method: 'POST',
    path: '/api/jobs/:name/run',
    summary: 'Run it now, on the last closed bar',
    scope: 'admin',
    query: OfAccount,
    answer: JobView,
    run: ({ composition, caller }, { params, query }) =>
      composition.useCases.runJob(caller, params.name, query.accountId),
  }),
];
