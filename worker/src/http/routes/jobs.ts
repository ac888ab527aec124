import { listOf } from '#shared/contract/common.ts';
import { JobView, UpdateJob } from '#shared/contract/market.ts';
import { route } from '../route.ts';

export const JOB_ROUTES = [
  route({
    method: 'GET',
    path: '/api/jobs',
    summary: 'What runs by itself: schedule, last and next run',
    answer: listOf(JobView),
    run: ({ composition, caller }) => composition.useCases.jobs(caller),
  }),
  route({
    method: 'GET',
    path: '/api/jobs/:name',
    summary: 'One job',
    answer: JobView,
    run: ({ composition, caller }, { params }) => composition.useCases.job(caller, params.name),
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
    answer: JobView,
    run: ({ composition, caller }, { params }) => composition.useCases.runJob(caller, params.name),
  }),
];
